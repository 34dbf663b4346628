package main

import (
	"context"
	"iter"
	"runtime"
	"slices"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// saccade is this library, by its public functions.
var saccade = contestant{
	version: func() string { return "this checkout, " + runtime.Version() },
	jobs: map[string]func([][]byte) (job, error){
		"tensor": func(files [][]byte) (job, error) { return newFolder(imagenet(), files) },
		"draft":  func(files [][]byte) (job, error) { return newFolder(drafted(), files) },
		"alone":  func(files [][]byte) (job, error) { return oneByOne{&each{files: files, newWorker: newAlone}}, nil },
		"decode": forEach(newDecoder),
		"resize": forEach(newResizer),
	},
}

func imagenet() *pipeline.Pipeline {
	return pipeline.New(
		imgproc.Resize{Shorter: 256},
		imgproc.CenterCrop{Height: side, Width: side},
		imgproc.ToFloat{},
		imgproc.Normalize{Mean: mean[:], Std: std[:]},
	)
}

// drafted may decode at a part of the size.
func drafted() *pipeline.Pipeline {
	p := imagenet()
	p.Draft = &pipeline.Draft{}
	return p
}

// encoded is a source of a file in memory.
type encoded []byte

func (e encoded) Load(dst *tensor.Tensor, opt imageio.Options) error {
	return imageio.DecodeInto(dst, e, opt)
}

// Streams says that Load does nothing to the picture.
func (e encoded) Streams() {}

// folder is the job of running a pipeline on many files.
type folder struct {
	plan    *pipeline.Plan
	sources []encoded
}

func newFolder(p *pipeline.Pipeline, files [][]byte) (job, error) {
	plan, err := p.Compile(p.Input())
	f := &folder{plan: plan, sources: make([]encoded, len(files))}
	for i, file := range files {
		f.sources[i] = file
	}
	return f, err
}

func (f *folder) run(threads, repeat int) error {
	opt := pipeline.Options{Workers: threads}
	for _, r := range pipeline.Map(context.Background(), f.plan, again(f.sources, repeat), opt) {
		if r.Err != nil {
			return r.Err
		}
	}
	return nil
}

// again yields all of s, repeat times over.
func again[T any](s []T, repeat int) iter.Seq[T] {
	return func(yield func(T) bool) {
		for range repeat {
			for _, v := range s {
				if !yield(v) {
					return
				}
			}
		}
	}
}

func (f *folder) result(index int) ([]float32, error) {
	source := slices.Values(f.sources[index : index+1])
	for _, r := range pipeline.Map(context.Background(), f.plan, source, pipeline.Options{Workers: 1}) {
		if r.Err != nil {
			return nil, r.Err
		}
		return slices.Clone(r.Tensor.F32), nil
	}
	return nil, nil
}

// oneByOne takes one image after the other: only what the library itself does on several cores within an image makes
// it faster on two.
type oneByOne struct{ *each }

func (o oneByOne) run(_, repeat int) error { return o.each.run(1, repeat) }

func newAlone() worker {
	p := imagenet()
	plan, err := p.Compile(p.Input())
	var out tensor.Tensor
	return func(file []byte) ([]float32, error) {
		if err != nil {
			return nil, err
		}
		return out.F32, plan.RunFrom(&out, encoded(file))
	}
}

// newDecoder returns a worker that decodes to uint8 RGB.
func newDecoder() worker {
	var image tensor.Tensor
	return func(file []byte) ([]float32, error) {
		return nil, imageio.DecodeInto(&image, file, imageio.Options{Space: tensor.RGB})
	}
}

// newResizer returns a worker that resizes the picture of bench/README.md, which Saccade has plane by plane.
func newResizer() worker {
	src := tensor.New(tensor.Spec{DType: tensor.Uint8, Space: tensor.RGB, C: 3, H: 3000, W: 4000})
	for c := range src.C {
		for i := range src.H * src.W {
			src.Plane8(c)[i] = uint8(7*(i%src.W) + 13*(i/src.W) + 50*c)
		}
	}
	stage := imgproc.Resize{Height: side, Width: side}
	out, err := stage.OutSpec(src.Spec)
	dst := tensor.New(out)
	return func([]byte) ([]float32, error) {
		if err != nil {
			return nil, err
		}
		return nil, stage.Apply(dst, src)
	}
}
