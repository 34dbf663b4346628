package pipeline_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// randomSteps are all random steps of the catalogue, each so that it does something to most pictures. The first two give all
// pictures one size.
var randomSteps = []pipeline.Step{
	imgproc.RandomResizedCrop{Height: 72, Width: 88},
	imgproc.RandomCrop{Height: 64, Width: 80, Padding: 4},
	imgproc.RandomFlip{},
	imgproc.RandomFlip{Vertical: true},
	imgproc.RandomRotation{Degrees: []float64{20}},
	imgproc.RandomAffine{Degrees: []float64{10}, Translate: []float64{0.1, 0.1}, Scale: []float64{0.8, 1.2}, Shear: []float64{5}},
	imgproc.RandomPerspective{Distortion: 0.2},
	imgproc.ElasticTransform{Alpha: 20},
	imgproc.ColorJitter{Brightness: []float64{0.3}, Contrast: []float64{0.3}, Saturation: []float64{0.3}, Hue: []float64{0.1}},
	imgproc.RandomGrayscale{},
	imgproc.RandAugment{},
	imgproc.TrivialAugmentWide{},
	imgproc.RandomApply{Steps: []pipeline.Step{imgproc.RandomRotation{Degrees: []float64{5}}, imgproc.Sharpness{Factor: 2}}},
	imgproc.OneOf{Steps: []pipeline.Step{imgproc.Identity{}, imgproc.Invert{}, imgproc.GaussianNoise{Sigma: 0.02}}},
	imgproc.RandomJPEG{Min: 30, Max: 95},
	imgproc.GaussianNoise{Sigma: 0.03},
	imgproc.SaltAndPepper{Amount: 0.02},
	imgproc.RandomErasing{Noise: true},
	imgproc.Cutout{Size: 9},
}

// TestRandomStepsAreAllThere: a random step of the catalogue that the tests below leave out isn't tested by them.
func TestRandomStepsAreAllThere(t *testing.T) {
	for name, kind := range pipeline.Standard() {
		if _, ok := reflect.Zero(kind).Interface().(pipeline.Random); !ok {
			continue
		}
		if !slices.ContainsFunc(randomSteps, func(s pipeline.Step) bool { return pipeline.Name(s) == name }) {
			t.Errorf("randomSteps has no %s", name)
		}
	}
}

// randomFiles are a few photos, twice: what is drawn depends on the place in the sequence, not on the picture.
func randomFiles(t *testing.T) (files []kept) {
	for range 2 {
		for _, name := range []string{"chelsea.jpg", "astronaut.jpg", "rocket.jpg"} {
			data, err := os.ReadFile(filepath.Join(testdata.Root(), "testdata", "photos", name))
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, data)
		}
	}
	return files
}

// trained returns copies of what a plan makes of files with random steps drawn.
func trained(t *testing.T, plan *pipeline.Plan, files []kept, opt pipeline.Options) (all []outcome) {
	t.Helper()
	opt.Train = true
	for _, r := range pipeline.Map(t.Context(), plan, slices.Values(files), opt) {
		if r.Err != nil {
			t.Fatal(r.Err)
		}
		var o outcome
		o.CopyFrom(r.Tensor)
		all = append(all, o)
	}
	return all
}

func equalOutcomes(a, b []outcome) int {
	n := 0
	for i := range a {
		if a[i].equal(b[i]) {
			n++
		}
	}
	return n
}

// TestRandomStepsAndWorkers: the number of workers, the way results come back, and runs before change no byte; seed, epoch and
// place in the sequence change all pictures.
func TestRandomStepsAndWorkers(t *testing.T) {
	files := randomFiles(t)
	for _, dtype := range []tensor.DType{tensor.Uint8, tensor.Float32} {
		t.Run(dtype.String(), func(t *testing.T) {
			p := pipeline.New(randomSteps...)
			p.Decode = imageio.Options{Space: tensor.RGB, DType: dtype}
			plan, err := p.Compile(p.Input())
			if err != nil {
				t.Fatal(err)
			}
			opt := pipeline.Options{Workers: 1, Seed: 3, Epoch: 4}
			want := trained(t, plan, files, opt)
			for _, workers := range []int{1, 2, 5} {
				opt.Workers = workers
				if n := equalOutcomes(want, trained(t, plan, files, opt)); n != len(files) {
					t.Errorf("%d workers: %d of %d pictures are those of one", workers, n, len(files))
				}
			}
			half := len(files) / 2
			opt.First = half
			if n := equalOutcomes(want[half:], trained(t, plan, files[half:], opt)); n != len(files)-half {
				t.Errorf("going on at %d: %d of %d pictures are the same", half, n, len(files)-half)
			}
			for i, r := range pipeline.MapUnordered(t.Context(), plan, files, pipeline.Options{Workers: 2, Seed: 3, Epoch: 4, Train: true}) {
				if r.Err != nil || !want[r.Index].equal(outcome{Tensor: *r.Tensor}) {
					t.Errorf("unordered, file of %d bytes: another picture, %v", len(i), r.Err)
				}
			}
			for _, other := range []pipeline.Options{{Seed: 3, Epoch: 5}, {Seed: 4, Epoch: 4}} {
				if n := equalOutcomes(want, trained(t, plan, files, other)); n != 0 {
					t.Errorf("seed %d, epoch %d: %d pictures are those of seed 3, epoch 4", other.Seed, other.Epoch, n)
				}
			}
			if equalOutcomes(want[:half], want[half:]) != 0 {
				t.Error("a file makes the same picture at two places")
			}
		})
	}
}

// TestDrawsAreReplayed: what is drawn, stored as a configuration file has it and read again, makes the same bytes.
func TestDrawsAreReplayed(t *testing.T) {
	for _, dtype := range []tensor.DType{tensor.Uint8, tensor.Float32} {
		src := picture(t, dtype)
		for _, step := range randomSteps {
			t.Run(fmt.Sprintf("%s/%v", pipeline.Name(step), dtype), func(t *testing.T) {
				for seed := range uint64(12) {
					replay(t, step.(pipeline.Random).Draw(rand.New(rand.NewPCG(seed, 6)), src.Spec), src)
				}
			})
		}
	}
}

// picture is a small part of a photo.
func picture(t *testing.T, dtype tensor.DType) *tensor.Tensor {
	var photo tensor.Tensor
	opt := imageio.Options{Space: tensor.RGB, DType: dtype}
	if err := imageio.ReadFile(&photo, filepath.Join(testdata.Root(), "testdata", "photos", "astronaut.jpg"), opt); err != nil {
		t.Fatal(err)
	}
	return made(t, imgproc.Crop{X: 150, Y: 40, Width: 97, Height: 83}, &photo)
}

func made(t *testing.T, s pipeline.Stage, src *tensor.Tensor) *tensor.Tensor {
	t.Helper()
	out, err := s.OutSpec(src.Spec)
	if err != nil {
		t.Fatalf("%#v: %v", s, err)
	}
	dst := tensor.New(out)
	if err := s.Apply(dst, src); err != nil {
		t.Fatalf("%#v: %v", s, err)
	}
	return dst
}

func replay(t *testing.T, drawn pipeline.Stage, src *tensor.Tensor) {
	t.Helper()
	text, err := pipeline.New(drawn).MarshalJSON()
	if err != nil {
		t.Fatalf("%#v: %v", drawn, err)
	}
	p, err := pipeline.Standard().Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	want, got := outcome{Tensor: *made(t, drawn, src)}, outcome{Tensor: *made(t, p.Steps[0].(pipeline.Stage), src)}
	if !want.equal(got) {
		t.Errorf("%s makes another picture than what was drawn", text)
	}
}
