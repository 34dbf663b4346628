package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
)

// samples is how many photos of a folder are compared.
const samples = 5

// std are the standard deviations by which Normalize divides, channel by channel.
var std = [3]float64{0.229, 0.224, 0.225}

// A difference is how far a contestant's tensors are from the reference's, in grey levels.
type difference struct {
	contestant
	mean, largest float64
	err           error
}

// agreement compares the tensors of all contestants with those of torchvision on Pillow, so that nobody
// compares different work.
func agreement(files []string, s *stable) []difference {
	dir, err := os.MkdirTemp("", "saccade-bench-")
	if err != nil {
		return []difference{{contestant: makers[0], err: err}}
	}
	defer os.RemoveAll(dir)
	var (
		all  []difference
		want [][]float32
	)
	for _, c := range makers {
		if c.name == reference {
			want, err = tensors(c, files, s, dir)
		}
	}
	for _, c := range makers {
		d := difference{contestant: c, err: err}
		if err == nil {
			d.compare(want, files, s, dir)
		}
		all = append(all, d)
	}
	return all
}

// spread picks n of files, or as many as there are, at even distances.
func spread(files []string, n int) []string {
	n = min(n, len(files))
	picked := make([]string, n)
	for i := range picked {
		picked[i] = files[i*len(files)/n]
	}
	return picked
}

func (d *difference) compare(want [][]float32, files []string, s *stable, dir string) {
	got, err := tensors(d.contestant, files, s, dir)
	if err != nil {
		d.err = err
		return
	}
	sum, count := 0.0, 0
	for i := range got {
		if len(got[i]) != len(want[i]) {
			d.err = fmt.Errorf("wanted %d values, found %d", len(want[i]), len(got[i]))
			return
		}
		plane := len(got[i]) / len(std)
		for k := range got[i] {
			levels := math.Abs(float64(got[i][k])-float64(want[i][k])) * std[k/plane] * 255
			d.largest = max(d.largest, levels)
			sum += levels
		}
		count += len(got[i])
	}
	d.mean = sum / float64(count)
}

// tensors lets a contestant make the tensors of files, by way of files in dir.
func tensors(c contestant, files []string, s *stable, dir string) ([][]float32, error) {
	t, err := s.team(entrant{c, 1})
	if err != nil {
		return nil, err
	}
	if err := t.load(c.job, files); err != nil {
		return nil, err
	}
	all := make([][]float32, len(files))
	for i := range files {
		path := filepath.Join(dir, "tensor.f32")
		if _, err := t.processes[0].Ask("write", c.job, strconv.Itoa(i), path); err != nil {
			return nil, err
		}
		if all[i], err = readFloats(path); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func readFloats(path string) ([]float32, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	values := make([]float32, len(data)/4)
	_, err = binary.Decode(data, binary.LittleEndian, values)
	return values, err
}
