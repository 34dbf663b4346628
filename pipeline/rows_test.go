package pipeline_test

import (
	"bytes"
	"errors"
	"image"
	stdjpeg "image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// kept is a source of an encoded image whose picture is decoded as a whole, streamed one whose rows may go on at once.
type (
	kept     []byte
	streamed []byte
)

func (k kept) Load(dst *tensor.Tensor, opt imageio.Options) error {
	return imageio.DecodeInto(dst, k, opt)
}

func (s streamed) Load(dst *tensor.Tensor, opt imageio.Options) error {
	return imageio.DecodeInto(dst, s, opt)
}
func (s streamed) Streams() {}

// rowFiles are images that come row by row, and some that don't: turned ones, PNG, damaged and wrong ones.
func rowFiles(t testing.TB) (files [][]byte) {
	for _, pattern := range []string{"photos/*.jpg", "photos/*.png", "*/*.jpg"} {
		paths, err := filepath.Glob(filepath.Join(testdata.Root(), "testdata", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, data, data[:len(data)*2/3])
		}
	}
	var b bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, 300, 1100))
	r := rand.New(rand.NewPCG(1, 1))
	for i := range img.Pix {
		img.Pix[i] = uint8(r.Uint32())
	}
	if err := stdjpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return append(files, b.Bytes(), []byte("no image"))
}

// TestRowsEqualPictures: with rows that go straight into the resize, and with whole pictures, results and errors are the same.
func TestRowsEqualPictures(t *testing.T) {
	files := rowFiles(t)
	if len(files) < 6 {
		t.Fatalf("%d files", len(files))
	}
	for name, p := range map[string]*pipeline.Pipeline{
		"crop":        pipeline.New(imgproc.Resize{Shorter: 64}, imgproc.CenterCrop{Height: 50, Width: 40}, imgproc.ToFloat{}),
		"alone":       pipeline.New(imgproc.Resize{Height: 33, Width: 70, Filter: imgproc.Lanczos3}),
		"mitchell":    pipeline.New(imgproc.Resize{Height: 33, Width: 70, Filter: imgproc.Mitchell}),
		"area":        pipeline.New(imgproc.Resize{Shorter: 50, Filter: imgproc.Area}, imgproc.CenterCrop{Height: 40, Width: 40}),
		"gaussian":    pipeline.New(imgproc.Resize{Shorter: 40, Filter: imgproc.Gaussian}),
		"lanczos2":    pipeline.New(imgproc.Resize{Shorter: 600, Filter: imgproc.Lanczos2}, imgproc.CenterCrop{Height: 40, Width: 40}),
		"linear":      pipeline.New(imgproc.Resize{Shorter: 50, Linear: true}, imgproc.CenterCrop{Height: 40, Width: 40}),
		"sharp cubic": pipeline.New(imgproc.Resize{Height: 40, Width: 50, Filter: imgproc.Bicubic, NoAntialias: true}),
		"sharper":     pipeline.New(imgproc.Resize{Height: 40, Width: 50, Filter: imgproc.Bicubic, NoAntialias: true}),
		"sharp":       pipeline.New(imgproc.Resize{Height: 40, Width: 50, NoAntialias: true}),
		"nearest":     pipeline.New(imgproc.Resize{Shorter: 20, Filter: imgproc.Nearest}),
		"padded":      pipeline.New(imgproc.Resize{Shorter: 20}, imgproc.CenterCrop{Height: 100, Width: 100}),
		"outside":     pipeline.New(imgproc.Resize{Shorter: 20}, imgproc.Crop{X: 15, Y: 15, Width: 7, Height: 1}),
		"flip":        pipeline.New(imgproc.FlipHorizontal{}, imgproc.Resize{Shorter: 20}),
		"cut":         pipeline.New(imgproc.Crop{X: 5, Y: 9, Width: 200, Height: 100}, imgproc.Resize{Shorter: 20}),
		"cut out":     pipeline.New(imgproc.Crop{X: 50, Y: 90, Width: 300, Height: 200}),
		"centre":      pipeline.New(imgproc.CenterCrop{Height: 222, Width: 333}),
		"bytes":       pipeline.New(imgproc.CenterCrop{Height: 64, Width: 64}, imgproc.ToFloat{}, imgproc.Normalize{Mean: []float32{0.5}, Std: []float32{2}}),
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := p.Compile(p.Input())
			if err != nil {
				t.Fatal(err)
			}
			want := outcomes(t, plan, convert[kept](files), 1)
			for _, workers := range []int{1, 3} {
				got := outcomes(t, plan, convert[streamed](files), workers)
				for i := range files {
					if !got[i].equal(want[i]) {
						t.Errorf("%d workers, file %d: %v, want %v", workers, i, got[i].err, want[i].err)
					}
				}
			}
			for i, data := range files {
				var alone tensor.Tensor
				err := plan.RunFrom(&alone, streamed(data))
				if o := (outcome{alone, err}); !o.equal(want[i]) {
					t.Errorf("alone, file %d: %v, want %v", i, err, want[i].err)
				}
			}
		})
	}
}

func convert[T ~[]byte](files [][]byte) []T {
	all := make([]T, len(files))
	for i, data := range files {
		all[i] = data
	}
	return all
}

type outcome struct {
	tensor.Tensor
	err error
}

func (o outcome) equal(other outcome) bool {
	if o.err != nil || other.err != nil {
		return o.err != nil && other.err != nil && o.err.Error() == other.err.Error()
	}
	return o.Spec == other.Spec && bytes.Equal(o.U8, other.U8) && slices.Equal(o.F32, other.F32)
}

func outcomes[S pipeline.Source](t *testing.T, plan *pipeline.Plan, sources []S, workers int) (all []outcome) {
	for _, r := range pipeline.Map(t.Context(), plan, slices.Values(sources), pipeline.Options{Workers: workers}) {
		o := outcome{err: r.Err}
		if r.Err == nil {
			o.CopyFrom(r.Tensor)
		}
		all = append(all, o)
	}
	return all
}

// TestRowsAllocateNothing: in the steady state.
func TestRowsAllocateNothing(t *testing.T) {
	p := pipeline.New(imgproc.Resize{Shorter: 64}, imgproc.CenterCrop{Height: 50, Width: 40}, imgproc.ToFloat{})
	plan, err := p.Compile(p.Input())
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(testdata.Root(), "testdata", "photos", "chelsea.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	var dst tensor.Tensor
	var source pipeline.Source = streamed(data)
	n := testing.AllocsPerRun(20, func() { err = errors.Join(err, plan.RunFrom(&dst, source)) })
	if err != nil || n >= 1 && !testdata.Race {
		t.Errorf("%v allocations, %v", n, err)
	}
}
