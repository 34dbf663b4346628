package imgproc_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

// untold leaves JSON out: steps in steps need a catalogue, with which package pipeline tests them.
var untold = stagetest.Suite{RoundTrip: func(s tensor.Step) (tensor.Step, error) { return s, nil }}

func TestComposeContract(t *testing.T) {
	for _, in := range []tensor.Spec{{Space: tensor.RGB, C: 3, H: 12, W: 9}, {DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 12, W: 9}} {
		untold.Run(t, imgproc.Compose{Steps: []tensor.Step{imgproc.Rotate90{Turns: 1}, imgproc.Resize{Height: 5, Width: 7}, imgproc.FlipVertical{}}}, in)
		untold.Run(t, imgproc.Compose{Steps: []tensor.Step{imgproc.FlipHorizontal{}}}, in)
		untold.RunRandom(t, imgproc.RandomApply{Steps: []tensor.Step{imgproc.FlipHorizontal{}, imgproc.RandomFlip{Vertical: true}}, P: 0.7}, in)
		untold.RunRandom(t, imgproc.OneOf{Steps: []tensor.Step{imgproc.FlipHorizontal{}, imgproc.RandomFlip{}, imgproc.Identity{}}}, in)
	}
}

// TestComposeIsOneByOne: the values are those of the steps one after the other.
func TestComposeIsOneByOne(t *testing.T) {
	steps := []tensor.Step{imgproc.Resize{Shorter: 9}, imgproc.Rotate90{Turns: 3}, imgproc.Pad{Top: 2, Left: 3}, imgproc.ToFloat{}}
	src := noise(tensor.Uint8, 3, 14, 11)
	want := src
	for n := 1; n <= len(steps); n++ {
		want = apply(t, steps[n-1].(tensor.Stage), want)
		if got := apply(t, imgproc.Compose{Steps: steps[:n]}, src); !same(got, want) {
			t.Errorf("%d steps give something else than one by one", n)
		}
	}
}

// TestChoices: how often steps are applied.
func TestChoices(t *testing.T) {
	const n = 20000
	in := tensor.Spec{Space: tensor.Gray, C: 1, H: 4, W: 5}
	r := rand.New(rand.NewPCG(4, 5))
	flips := []tensor.Step{imgproc.FlipHorizontal{}, imgproc.FlipVertical{}, imgproc.Identity{}}
	for _, c := range []struct {
		step stagetest.Random
		want [3]float64
	}{
		{imgproc.RandomApply{Steps: flips[:1]}, [3]float64{0.5, 0, 0.5}},
		{imgproc.RandomApply{Steps: flips[:1], P: 0.2}, [3]float64{0.2, 0, 0.8}},
		{imgproc.RandomApply{Steps: flips[:1], P: 1}, [3]float64{1, 0, 0}},
		{imgproc.OneOf{Steps: flips}, [3]float64{1. / 3, 1. / 3, 1. / 3}},
		{imgproc.OneOf{Steps: flips, Weights: []float64{2, 0, 6}}, [3]float64{0.25, 0, 0.75}},
		{imgproc.OneOf{Steps: flips, Weights: []float64{0, 1e300, 0}}, [3]float64{0, 1, 0}},
		{imgproc.OneOf{Steps: []tensor.Step{imgproc.RandomFlip{P: 0.1}, flips[1]}}, [3]float64{0.05, 0.5, 0.45}},
	} {
		var counts [3]float64
		for range n {
			stage := c.step.Draw(r, in)
			for i, s := range flips {
				if stage == s {
					counts[i]++
				}
			}
		}
		for i, p := range c.want {
			if math.Abs(counts[i]/n-p) > 4*math.Sqrt(p*(1-p)/n) {
				t.Errorf("%+v: choice %d was drawn with frequency %v, want %v", c.step, i, counts[i]/n, p)
			}
		}
	}
}

// TestRandomApplyDrawsItsSteps: the steps in it become stages, several a Compose.
func TestRandomApplyDrawsItsSteps(t *testing.T) {
	a := imgproc.RandomApply{P: 1, Steps: []tensor.Step{imgproc.Pad{Top: 1}, imgproc.RandomCrop{Height: 4, Width: 5}}}
	in := tensor.Spec{Space: tensor.Gray, C: 1, H: 4, W: 5}
	rows := map[int]int{}
	for seed := range uint64(100) {
		c, ok := a.Draw(rand.New(rand.NewPCG(seed, 1)), in).(imgproc.Compose)
		if !ok || !reflect.DeepEqual(c.Steps[0], imgproc.Pad{Top: 1}) {
			t.Fatalf("drew %#v, want a pad and a crop", c)
		}
		rows[c.Steps[1].(imgproc.Crop).Y]++
	}
	if len(rows) != 2 {
		t.Errorf("crops begin at rows %v, want 0 and 1", rows)
	}
}

// A learner is a step that is neither a stage nor random.
type learner struct{}

func (learner) OutSpec(in tensor.Spec) (tensor.Spec, error) { return in, nil }

func TestStepsRefuse(t *testing.T) {
	in := tensor.Spec{Space: tensor.Gray, C: 1, H: 4, W: 5}
	flip := []tensor.Step{imgproc.FlipHorizontal{}}
	for _, c := range []struct {
		step tensor.Step
		want string
	}{
		{imgproc.Compose{}, "compose: steps: wanted at least one step, found none"},
		{imgproc.Compose{Steps: []tensor.Step{imgproc.ToFloat{}, nil}}, "compose: step 2 (<nil>): wanted a step, found nothing"},
		{imgproc.Compose{Steps: []tensor.Step{imgproc.RandomFlip{}}}, "compose: step 1 (imgproc.RandomFlip): wanted a stage, found a step that has to be drawn first"},
		{imgproc.Compose{Steps: []tensor.Step{imgproc.Resize{Height: 3, Width: 3}, imgproc.Crop{Width: 4, Height: 1}}}, "compose: step 2 (imgproc.Crop): crop: wanted"},
		{imgproc.RandomApply{P: 2, Steps: flip}, "random_apply: p: wanted a probability"},
		{imgproc.RandomApply{P: math.NaN(), Steps: flip}, "random_apply: p: wanted a probability"},
		{imgproc.RandomApply{}, "random_apply: steps: wanted at least one step, found none"},
		{imgproc.RandomApply{Steps: []tensor.Step{learner{}}}, "random_apply: step 1 (imgproc_test.learner): wanted a stage or a random step, found one that has to be fitted first"},
		{imgproc.RandomApply{Steps: []tensor.Step{imgproc.ToFloat{}}}, "random_apply: wanted steps that keep the type, space and size, not such as make float32 gray 1×4×5, found uint8 gray 1×4×5"},
		{imgproc.OneOf{}, "one_of: steps: wanted at least one step, found none"},
		{imgproc.OneOf{Steps: []tensor.Step{flip[0], imgproc.Pad{Top: 1}}}, "one_of: step 2 (imgproc.Pad): one_of: wanted steps that keep"},
		{imgproc.OneOf{Steps: flip, Weights: []float64{1, 2}}, "one_of: weights: wanted 1 numbers"},
		{imgproc.OneOf{Steps: flip, Weights: []float64{0}}, "one_of: weights: wanted"},
		{imgproc.OneOf{Steps: flip, Weights: []float64{math.NaN()}}, "one_of: weights: wanted"},
		{imgproc.OneOf{Steps: flip, Weights: []float64{-1}}, "one_of: weights: wanted"},
		{imgproc.OneOf{Steps: flip, Weights: []float64{math.Inf(1)}}, "one_of: weights: wanted"},
	} {
		_, err := c.step.OutSpec(in)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%#v: %v, want %s", c.step, err, c.want)
		}
		if d, ok := c.step.(stagetest.Random); ok {
			stage := d.Draw(rand.New(rand.NewPCG(1, 1)), in)
			if _, err := stage.OutSpec(in); err == nil {
				t.Errorf("%#v: what is drawn takes what the step refuses", c.step)
			}
		}
	}
}

func ExampleCompose() {
	show(imgproc.Compose{Steps: []tensor.Step{imgproc.Rotate90{Turns: 1}, imgproc.FlipVertical{}}}, gray([]uint8{1, 2, 3}, []uint8{4, 5, 6}))
	// Output:
	// uint8 gray 1×3×2
	// [1 4]
	// [2 5]
	// [3 6]
}

func ExampleRandomApply() {
	step := imgproc.RandomApply{P: 0.5, Steps: []tensor.Step{imgproc.FlipHorizontal{}}}
	r := rand.New(rand.NewPCG(1, 2))
	in := tensor.Spec{Space: tensor.Gray, C: 1, H: 4, W: 4}
	for range 4 {
		fmt.Printf("%T\n", step.Draw(r, in))
	}
	// Output:
	// imgproc.Identity
	// imgproc.FlipHorizontal
	// imgproc.Identity
	// imgproc.FlipHorizontal
}

func ExampleOneOf() {
	step := imgproc.OneOf{Steps: []tensor.Step{imgproc.FlipHorizontal{}, imgproc.FlipVertical{}}, Weights: []float64{1, 3}}
	r := rand.New(rand.NewPCG(2, 2))
	in := tensor.Spec{Space: tensor.Gray, C: 1, H: 4, W: 4}
	for range 4 {
		fmt.Printf("%T\n", step.Draw(r, in))
	}
	// Output:
	// imgproc.FlipHorizontal
	// imgproc.FlipHorizontal
	// imgproc.FlipVertical
	// imgproc.FlipHorizontal
}

func BenchmarkCompose(b *testing.B) {
	s := imgproc.Compose{Steps: []tensor.Step{imgproc.FlipHorizontal{}, imgproc.FlipVertical{}}}
	b.Run("in=3x375x500", func(b *testing.B) { bench(b, s, scene(tensor.Uint8, 3, 375, 500)) })
}
