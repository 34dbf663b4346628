package main

import (
	"path/filepath"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

const (
	pixels  = 28 * 28
	classes = 10
)

// digits are pictures as rows of 784 values in 0..1, and what they show.
type digits struct {
	x      tensor.Matrix
	labels []int
}

// readDigits reads MNIST's files of a part, train or t10k.
func readDigits(dir, part string) (*digits, error) {
	set, err := dataset.IDX(filepath.Join(dir, part))
	if err != nil {
		return nil, err
	}
	d := &digits{tensor.NewMatrix(len(set.Samples), pixels), set.Labels()}
	var picture tensor.Tensor
	for i, s := range set.Samples {
		if err := s.Load(&picture, imageio.Options{Space: tensor.Gray}); err != nil {
			return nil, err
		}
		for k, v := range picture.U8 {
			d.x.Row(i)[k] = float32(v) / 255
		}
	}
	return d, nil
}
