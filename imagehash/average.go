package imagehash

import (
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// Average returns the hash of what is brighter than the mean: the picture is made gray and scaled to 8×8, and a bit is set where a
// pixel is above the mean of all. It is the fastest hash and the one that confuses most.
//
// The picture is uint8 in gray or RGB, of any size.
func Average(src *tensor.Tensor) (Hash, error) {
	small, err := thumbnail("average_hash", src, side, side)
	if err != nil {
		return 0, err
	}
	defer scratch.PutTensor(small)
	sum := 0
	for _, v := range small.U8 {
		sum += int(v)
	}
	var h Hash
	for _, v := range small.U8 {
		h.push(int(v)*side*side > sum)
	}
	return h, nil
}
