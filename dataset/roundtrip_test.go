package dataset

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// TestRoundTrip reads what this package writes, in every format that is read.
func TestRoundTrip(t *testing.T) {
	classes := []string{"zebra", "cat", "sea lion", "none"}
	for name, opt := range map[string]WriteOptions{
		"x.npz": {}, "packed/x.npz": {Compress: true}, "nhwc/x.npz": {Layout: NHWC}, "x.safetensors": {}, "nhwc/x.safetensors": {Layout: NHWC},
		"x.parquet": {}, "packed/x.parquet": {Compress: true}, "webp/x.parquet": {Pictures: WebP},
		"x.arrow": {}, "packed/x.arrow": {Compress: true}, "x.tfrecord": {}, "x.tfrecord.gz": {},
		"x.tar": {}, "x.tar.gz": {}, "shards/x-%03d.tar": {ShardItems: 3}, "shards/x-%03d.parquet": {ShardItems: 3}, "folder/": {},
	} {
		for _, space := range []tensor.Space{tensor.Gray, tensor.RGB} {
			t.Run(fmt.Sprint(name, "/", space), func(t *testing.T) { roundTrip(t, name, opt, space, classes) })
		}
	}
}

func roundTrip(t *testing.T, name string, opt WriteOptions, space tensor.Space, classes []string) {
	tree(t)
	path := filepath.Base(name)
	if name[len(name)-1] == '/' {
		path += "/"
	}
	spec := tensor.Spec{Space: space, C: space.Channels(), H: 5, W: 7}
	w, err := Create(path, Schema{Spec: spec, Classes: classes}, opt)
	must(t, err)
	var pictures []*tensor.Tensor
	for i := range 8 {
		x := photo(space, 5, 7, i)
		pictures = append(pictures, x)
		must(t, w.Write(Item{Name: fmt.Sprintf("in/%d.png", i), Label: i % 3, Tensor: x}))
	}
	must(t, w.Close())
	if opt.ShardItems > 0 {
		path = "."
	}
	d, err := Open(path)
	must(t, err)
	if len(d.Samples) != len(pictures) {
		t.Fatalf("%d samples, want %d: %v", len(d.Samples), len(pictures), d.Summary())
	}
	seen := map[int]bool{}
	for _, s := range d.Samples {
		var x tensor.Tensor
		must(t, s.Load(&x, imageio.Options{Space: space}))
		i := slices.IndexFunc(pictures, func(p *tensor.Tensor) bool { return p.Spec == x.Spec && bytes.Equal(p.U8, x.U8) })
		if i < 0 || seen[i] {
			t.Errorf("%s has pixels that weren't written", s.Name)
			continue
		}
		seen[i] = true
		if got, want := d.Classes[s.Label], classes[i%3]; got != want {
			t.Errorf("%s is a %s, want %s", s.Name, got, want)
		}
	}
}
