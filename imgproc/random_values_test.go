package imgproc_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

// TestColorJitterDraws: each factor is even in its range, and all orders are equally frequent.
func TestColorJitterDraws(t *testing.T) {
	const n = 24000
	j := imgproc.ColorJitter{Brightness: []float64{0.4}, Contrast: []float64{0.5, 2}, Saturation: []float64{3}, Hue: []float64{0.1}}
	in := tensor.Spec{Space: tensor.RGB, C: 3, H: 4, W: 4}
	r := rand.New(rand.NewPCG(1, 9))
	values, orders := map[string][]float64{}, map[string]int{}
	for range n {
		order := ""
		for _, s := range j.Draw(r, in).(imgproc.Compose).Steps {
			switch s := s.(type) {
			case imgproc.Brightness:
				values["brightness"] = append(values["brightness"], (s.Factor-0.6)/0.8)
			case imgproc.Contrast:
				values["contrast"] = append(values["contrast"], (s.Factor-0.5)/1.5)
			case imgproc.Saturation:
				values["saturation"] = append(values["saturation"], s.Factor/4)
			case imgproc.Hue:
				values["hue"] = append(values["hue"], (s.Shift+0.1)/0.2)
			}
			order += fmt.Sprintf("%T ", s)
		}
		orders[order]++
	}
	for name, v := range values {
		kolmogorov(t, name, v, 0, 1)
	}
	chi := 0.0
	for _, count := range orders {
		d := float64(count) - n/24
		chi += d * d / (n / 24)
	}
	if len(orders) != 24 || chi > 49.7 { // 23 degrees of freedom, a level of 0.001
		t.Errorf("%d orders, χ² %.1f", len(orders), chi)
	}
	one, zero := []float64{0}, []float64{0, 0}
	for _, j := range []imgproc.ColorJitter{{}, {Brightness: one, Contrast: []float64{1, 1}, Saturation: one, Hue: one}, {Hue: zero}} {
		if got := j.Draw(r, in); got != (imgproc.Identity{}) {
			t.Errorf("%+v has nothing to change and draws %#v", j, got)
		}
	}
	if got := (imgproc.ColorJitter{Brightness: zero}).Draw(r, in); got != (imgproc.Brightness{}) {
		t.Errorf("a factor of 0 draws %#v", got)
	}
}

// TestGaussianNoiseIsNormal, with the mean and the deviation that were asked for, and another one for each seed.
func TestGaussianNoiseIsNormal(t *testing.T) {
	src := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 150, W: 200})
	for i := range src.F32 {
		src.F32[i] = 0.5
	}
	got := apply(t, imgproc.AddGaussianNoise{Mean: 0.02, Sigma: 0.05, Seed: 3}, src)
	var quantiles []float64
	for _, v := range got.F32 {
		z := (float64(v) - 0.52) / 0.05
		quantiles = append(quantiles, 0.5*math.Erfc(-z/math.Sqrt2))
	}
	kolmogorov(t, "the normal distribution's quantiles", quantiles, 0, 1)
	if same(got, apply(t, imgproc.AddGaussianNoise{Mean: 0.02, Sigma: 0.05, Seed: 4}, src)) {
		t.Error("two seeds give the same noise")
	}
	stored := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 150, W: 200})
	for i := range stored.U8 {
		stored.U8[i] = 128
	}
	for i, v := range apply(t, imgproc.AddGaussianNoise{Sigma: 0.05, Seed: 3}, stored).U8 {
		if want := 128 + 255*(float64(got.F32[i])-0.52); math.Abs(float64(v)-want) > 0.51 {
			t.Fatalf("value %d of uint8 is %d, want %.2f", i, v, want)
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	a, b := imgproc.GaussianNoise{}.Draw(r, src.Spec), imgproc.GaussianNoise{}.Draw(r, src.Spec)
	if a == b {
		t.Error("two draws are the same")
	}
}

// TestNoiseSeeds: draws have seeds of 53 bits, all different and even; alpha stays.
func TestNoiseSeeds(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	seen, seeds := map[uint64]bool{}, map[string][]float64{}
	for range 5000 {
		g := imgproc.GaussianNoise{Mean: 0.1, Sigma: 0.2}.Draw(r, tensor.Spec{}).(imgproc.AddGaussianNoise)
		s := imgproc.SaltAndPepper{Amount: 0.1, Salt: 0.2}.Draw(r, tensor.Spec{}).(imgproc.AddSaltAndPepper)
		if g.Mean != 0.1 || g.Sigma != 0.2 || s.Amount != 0.1 || s.Salt != 0.2 || seen[g.Seed] || seen[s.Seed] {
			t.Fatalf("draws %+v and %+v", g, s)
		}
		seen[g.Seed], seen[s.Seed] = true, true
		seeds["gaussian"] = append(seeds["gaussian"], float64(g.Seed))
		seeds["salt"] = append(seeds["salt"], float64(s.Seed))
	}
	for name, v := range seeds {
		kolmogorov(t, name, v, 0, 1<<53)
	}
	for _, dtype := range dtypes {
		src := noise(dtype, 4, 20, 30)
		for _, s := range []tensor.Stage{imgproc.AddGaussianNoise{Sigma: 1}, imgproc.AddSaltAndPepper{Amount: 1}} {
			got := values(apply(t, s, src))
			if !slices.Equal(got[3*600:], values(src)[3*600:]) || slices.Equal(got[2*600:3*600], values(src)[2*600:3*600]) {
				t.Errorf("%v %T: alpha changes, or blue doesn't", dtype, s)
			}
		}
	}
}

func TestSaltAndPepperShares(t *testing.T) {
	src := noise(tensor.Float32, 3, 100, 120)
	for i, v := range src.F32 {
		src.F32[i] = 0.1 + 0.8*v
	}
	n := float64(src.Len())
	for _, s := range []imgproc.AddSaltAndPepper{{Seed: 1}, {Amount: 0.3, Salt: 0.9, Seed: 2}, {Amount: 1, Salt: 1}} {
		white, black := 0.0, 0.0
		for i, v := range apply(t, s, src).F32 {
			switch v {
			case 1:
				white++
			case 0:
				black++
			default:
				if v != src.F32[i] {
					t.Fatalf("%+v makes %v of %v", s, v, src.F32[i])
				}
			}
		}
		amount, salt := s.Amount, s.Salt
		if amount == 0 {
			amount, salt = 0.05, 0.5
		}
		for name, got := range map[string][2]float64{"white": {white, amount * salt}, "black": {black, amount * (1 - salt)}} {
			if p := got[1]; math.Abs(got[0]/n-p) > 4*math.Sqrt(p*(1-p)/n) {
				t.Errorf("%+v: the part %v is %s, want %v", s, got[0]/n, name, p)
			}
		}
	}
}

func TestRandomGrayscaleShare(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for _, p := range []float64{0, 0.4} {
		count := 0.0
		for range 20000 {
			if (imgproc.RandomGrayscale{P: p}).Draw(r, tensor.Spec{}) == (imgproc.Grayscale{}) {
				count++
			}
		}
		want := p
		if p == 0 {
			want = 0.1
		}
		if math.Abs(count/20000-want) > 4*math.Sqrt(want*(1-want)/20000) {
			t.Errorf("p %v: gray with frequency %v", p, count/20000)
		}
	}
}

func TestRandomValuesRefuse(t *testing.T) {
	nan := math.NaN()
	rgb := tensor.Spec{Space: tensor.RGB, C: 3, H: 10, W: 10}
	for _, c := range []struct {
		step  stagetest.Random
		param string
	}{
		{imgproc.ColorJitter{Brightness: []float64{-1}}, "brightness"}, {imgproc.ColorJitter{Contrast: []float64{2, 1}}, "contrast"}, {imgproc.ColorJitter{Saturation: []float64{nan}}, "saturation"},
		{imgproc.ColorJitter{Hue: []float64{0.6}}, "hue"}, {imgproc.ColorJitter{Hue: []float64{0.1, 0.2, 0.3}}, "hue"}, {imgproc.ColorJitter{Brightness: []float64{1, 2, 3}}, "brightness"},
		{imgproc.RandomGrayscale{P: 1.1}, "p"}, {imgproc.GaussianNoise{Mean: 2}, "mean"}, {imgproc.GaussianNoise{Sigma: nan}, "sigma"}, {imgproc.SaltAndPepper{Amount: 1.1}, "amount"}, {imgproc.SaltAndPepper{Salt: -1}, "salt"},
		{imgproc.RandAugment{NumOps: -1}, "num_ops"}, {imgproc.RandAugment{Magnitude: 31}, "magnitude"}, {imgproc.RandAugment{Bins: 1}, "bins"}, {imgproc.RandAugment{Filter: imgproc.Lanczos3}, "filter"}, {imgproc.RandAugment{Value: []float32{300}}, "value"},
		{imgproc.TrivialAugmentWide{Bins: 1}, "bins"}, {imgproc.TrivialAugmentWide{Border: 77}, "border"},
	} {
		_, err := c.step.OutSpec(rgb)
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Param != c.param {
			t.Errorf("%T%+v: %v, want an error about %s", c.step, c.step, err, c.param)
		}
	}
	for _, c := range []struct {
		stage tensor.Stage
		param string
	}{
		{imgproc.AddGaussianNoise{Mean: -1.1}, "mean"}, {imgproc.AddGaussianNoise{Sigma: math.Inf(1)}, "sigma"}, {imgproc.AddGaussianNoise{Sigma: -0.1}, "sigma"},
		{imgproc.AddSaltAndPepper{Amount: nan}, "amount"}, {imgproc.AddSaltAndPepper{Salt: 1.1}, "salt"},
	} {
		err := c.stage.Apply(tensor.New(rgb), tensor.New(rgb))
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Param != c.param {
			t.Errorf("%T%+v: %v, want an error about %s", c.stage, c.stage, err, c.param)
		}
	}
	lab := tensor.Spec{DType: tensor.Float32, Space: tensor.Lab, C: 3, H: 10, W: 10}
	for _, step := range []tensor.Step{
		imgproc.ColorJitter{}, imgproc.RandomGrayscale{}, imgproc.GaussianNoise{}, imgproc.SaltAndPepper{}, imgproc.AddGaussianNoise{},
		imgproc.AddSaltAndPepper{}, imgproc.RandAugment{}, imgproc.TrivialAugmentWide{},
	} {
		if _, err := step.OutSpec(lab); err == nil || !strings.Contains(err.Error(), "a gray or rgb picture") {
			t.Errorf("%T of Lab: %v", step, err)
		}
	}
	open := rgb
	open.H = 0
	stage := imgproc.RandAugment{}.Draw(rand.New(rand.NewPCG(1, 1)), open)
	if _, err := stage.OutSpec(open); err == nil || !strings.Contains(err.Error(), "a known size") {
		t.Errorf("a draw without a size: %v", err)
	}
}

func ExampleColorJitter() {
	stage := imgproc.ColorJitter{Brightness: []float64{0.5}}.Draw(rand.New(rand.NewPCG(1, 2)), pixel().Spec)
	fmt.Printf("%T\n", stage)
	// Output:
	// imgproc.Brightness
}

func ExampleRandomGrayscale() {
	fmt.Printf("%T\n", imgproc.RandomGrayscale{P: 1}.Draw(rand.New(rand.NewPCG(1, 2)), pixel().Spec))
	// Output:
	// imgproc.Grayscale
}

func ExampleGaussianNoise() {
	stage := imgproc.GaussianNoise{Sigma: 0.05}.Draw(rand.New(rand.NewPCG(1, 2)), pixel().Spec)
	channels(stage, pixel())
	channels(stage, pixel())
	// Output:
	// [202 120 15]
	// [202 120 15]
}

func ExampleAddGaussianNoise() {
	channels(imgproc.AddGaussianNoise{Sigma: 0.05, Seed: 1}, pixel())
	// Output:
	// [210 125 14]
}

func ExampleSaltAndPepper() {
	fmt.Printf("%T\n", imgproc.SaltAndPepper{}.Draw(rand.New(rand.NewPCG(1, 2)), pixel().Spec))
	// Output:
	// imgproc.AddSaltAndPepper
}

func ExampleAddSaltAndPepper() {
	show(imgproc.AddSaltAndPepper{Amount: 0.5, Seed: 4}, gray([]uint8{1, 2, 3, 4, 5, 6, 7, 8}))
	// Output:
	// uint8 gray 1×1×8
	// [1 2 3 4 5 255 255 0]
}

func ExampleRandAugment() {
	stage := imgproc.RandAugment{}.Draw(rand.New(rand.NewPCG(1, 2)), pixel().Spec)
	for _, s := range stage.(imgproc.Compose).Steps {
		fmt.Printf("%T\n", s)
	}
	// Output:
	// imgproc.Posterize
	// imgproc.Contrast
}

func ExampleTrivialAugmentWide() {
	fmt.Printf("%T\n", imgproc.TrivialAugmentWide{}.Draw(rand.New(rand.NewPCG(1, 2)), pixel().Spec))
	// Output:
	// imgproc.Contrast
}

func BenchmarkNoise(b *testing.B) {
	for _, s := range []tensor.Stage{imgproc.AddGaussianNoise{}, imgproc.AddSaltAndPepper{}} {
		for _, dtype := range dtypes {
			b.Run(fmt.Sprintf("stage=%T/dtype=%v/in=3x375x500", s, dtype), func(b *testing.B) { bench(b, s, scene(dtype, 3, 375, 500)) })
		}
	}
}

func BenchmarkRandAugment(b *testing.B) {
	in := scene(tensor.Uint8, 3, 224, 224)
	dst := tensor.New(in.Spec)
	r := rand.New(rand.NewPCG(1, 1))
	for b.Loop() {
		if err := (imgproc.RandAugment{}).Draw(r, in.Spec).Apply(dst, in); err != nil {
			b.Fatal(err)
		}
	}
}
