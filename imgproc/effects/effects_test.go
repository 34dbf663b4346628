package effects_test

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"math"
	"os"
	"os/exec"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/anthonynsimon/bild/adjust"
	"github.com/anthonynsimon/bild/blur"
	"github.com/anthonynsimon/bild/effect"
	"github.com/anthonynsimon/bild/segment"
	"github.com/disintegration/imaging"

	"github.com/saccade-go/saccade/imgproc/effects"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

var kernel = [][]float64{{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}}

// samples has each stage, and the library's own call.
var samples = []struct {
	stage tensor.Stage
	call  func(img image.Image) image.Image
}{
	{effects.BildBoxBlur{Radius: 2}, func(m image.Image) image.Image { return blur.Box(m, 2) }},
	{effects.BildGaussianBlur{Radius: 1.5}, func(m image.Image) image.Image { return blur.Gaussian(m, 1.5) }},
	{effects.BildBrightness{Change: 0.3}, func(m image.Image) image.Image { return adjust.Brightness(m, 0.3) }},
	{effects.BildContrast{Change: -0.4}, func(m image.Image) image.Image { return adjust.Contrast(m, -0.4) }},
	{effects.BildGamma{Gamma: 2.2}, func(m image.Image) image.Image { return adjust.Gamma(m, 2.2) }},
	{effects.BildHue{Change: 100}, func(m image.Image) image.Image { return adjust.Hue(m, 100) }},
	{effects.BildSaturation{Change: 0.7}, func(m image.Image) image.Image { return adjust.Saturation(m, 0.7) }},
	{effects.BildInvert{}, func(m image.Image) image.Image { return effect.Invert(m) }},
	{effects.BildGrayscale{}, func(m image.Image) image.Image { return effect.Grayscale(m) }},
	{effects.BildSepia{}, func(m image.Image) image.Image { return effect.Sepia(m) }},
	{effects.BildEdgeDetection{Radius: 1}, func(m image.Image) image.Image { return effect.EdgeDetection(m, 1) }},
	{effects.BildEmboss{}, func(m image.Image) image.Image { return effect.Emboss(m) }},
	{effects.BildSharpen{}, func(m image.Image) image.Image { return effect.Sharpen(m) }},
	{effects.BildUnsharpMask{Radius: 0.4, Amount: 2}, func(m image.Image) image.Image { return effect.UnsharpMask(m, 0.4, 2) }},
	{effects.BildSobel{}, func(m image.Image) image.Image { return effect.Sobel(m) }},
	{effects.BildMedian{Radius: 1}, func(m image.Image) image.Image { return effect.Median(m, 1) }},
	{effects.BildDilate{Radius: 1}, func(m image.Image) image.Image { return effect.Dilate(m, 1) }},
	{effects.BildErode{Radius: 1}, func(m image.Image) image.Image { return effect.Erode(m, 1) }},
	{effects.BildThreshold{Level: 99}, func(m image.Image) image.Image { return segment.Threshold(m, 99) }},
	{effects.ImagingGrayscale{}, func(m image.Image) image.Image { return imaging.Grayscale(m) }},
	{effects.ImagingInvert{}, func(m image.Image) image.Image { return imaging.Invert(m) }},
	{effects.ImagingSaturation{Percentage: 40}, func(m image.Image) image.Image { return imaging.AdjustSaturation(m, 40) }},
	{effects.ImagingContrast{Percentage: -30}, func(m image.Image) image.Image { return imaging.AdjustContrast(m, -30) }},
	{effects.ImagingBrightness{Percentage: 15}, func(m image.Image) image.Image { return imaging.AdjustBrightness(m, 15) }},
	{effects.ImagingGamma{Gamma: 0.6}, func(m image.Image) image.Image { return imaging.AdjustGamma(m, 0.6) }},
	{effects.ImagingSigmoid{Midpoint: 0.5, Factor: 4}, func(m image.Image) image.Image { return imaging.AdjustSigmoid(m, 0.5, 4) }},
	{effects.ImagingBlur{Sigma: 1.2}, func(m image.Image) image.Image { return imaging.Blur(m, 1.2) }},
	{effects.ImagingSharpen{Sigma: 0.8}, func(m image.Image) image.Image { return imaging.Sharpen(m, 0.8) }},
	{effects.ImagingConvolve{Kernel: kernel, Abs: true, Bias: 3}, func(m image.Image) image.Image {
		return imaging.Convolve3x3(m, [9]float64{-1, 0, 1, -2, 0, 2, -1, 0, 1}, &imaging.ConvolveOptions{Abs: true, Bias: 3})
	}},
}

// TestEffectsAreTheLibraries compares pixels with the library's own picture, for gray and RGB.
func TestEffectsAreTheLibraries(t *testing.T) {
	for _, in := range []tensor.Spec{{Space: tensor.RGB, C: 3, H: 23, W: 31}, {Space: tensor.Gray, C: 1, H: 14, W: 9}} {
		src := stagetest.Fill(in, 1)
		img, err := src.Image()
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range samples {
			if _, err := s.stage.OutSpec(in); err != nil {
				continue
			}
			dst, want := tensor.New(in), s.call(img)
			if err := s.stage.Apply(dst, src); err != nil {
				t.Errorf("%T: %v", s.stage, err)
				continue
			}
			for i := range in.H * in.W {
				var c [3]uint8
				switch p := want.At(want.Bounds().Min.X+i%in.W, want.Bounds().Min.Y+i/in.W).(type) {
				case color.RGBA:
					c = [3]uint8{p.R, p.G, p.B}
				case color.NRGBA:
					c = [3]uint8{p.R, p.G, p.B}
				case color.Gray:
					c = [3]uint8{p.Y, p.Y, p.Y}
				}
				for k, v := range c {
					if got := dst.U8[k%in.C*in.H*in.W+i]; got != v {
						t.Fatalf("%T of %v: channel %d of pixel %d is %d, want %d", s.stage, in, k, i, got, v)
					}
				}
			}
		}
	}
}

// TestAlpha: the colours are those of the same picture without alpha, wherever the library doesn't blur across pixels, and alpha stays.
func TestAlpha(t *testing.T) {
	for _, opaque := range []tensor.Spec{{Space: tensor.RGB, C: 3, H: 11, W: 7}, {Space: tensor.Gray, C: 1, H: 6, W: 9}} {
		in := opaque
		in.C++
		in.Space = tensor.RGBA
		if opaque.C == 1 {
			in.Space = tensor.GrayAlpha
		}
		for _, s := range samples {
			if _, err := s.stage.OutSpec(in); err != nil {
				continue
			}
			switch s.stage.(type) {
			case effects.ImagingBlur, effects.ImagingSharpen:
				continue // weighted by alpha
			}
			src, plain := stagetest.Fill(in, 2), tensor.New(opaque)
			copy(plain.U8, src.U8)
			dst, want := tensor.New(in), tensor.New(opaque)
			if err := errors.Join(s.stage.Apply(dst, src), s.stage.Apply(want, plain)); err != nil {
				t.Errorf("%T: %v", s.stage, err)
				continue
			}
			if n := opaque.Len(); !slices.Equal(dst.U8[:n], want.U8) || !slices.Equal(dst.U8[n:], src.U8[n:]) {
				t.Errorf("%T of %v differs from what it makes without alpha", s.stage, in)
			}
		}
	}
}

func TestContract(t *testing.T) {
	suite := stagetest.Suite{Allocates: true}
	for _, s := range samples {
		t.Run(fmt.Sprintf("%T", s.stage), func(t *testing.T) {
			for _, in := range []tensor.Spec{{Space: tensor.RGB, C: 3, H: 9, W: 14}, {Space: tensor.Gray, C: 1, H: 8, W: 5}, {Space: tensor.RGBA, C: 4, H: 6, W: 7}, {Space: tensor.GrayAlpha, C: 2, H: 5, W: 6}} {
				if _, err := s.stage.OutSpec(in); err == nil {
					suite.Run(t, s.stage, in)
				}
			}
		})
	}
}

// TestSmallPicturesWithLargeKernels: the libraries work in goroutines of their own, whose panics would end the program.
func TestSmallPicturesWithLargeKernels(t *testing.T) {
	large := []tensor.Stage{
		effects.BildBoxBlur{Radius: 20.5}, effects.BildGaussianBlur{Radius: 50}, effects.BildEdgeDetection{Radius: 13.3}, effects.BildUnsharpMask{Radius: 10, Amount: 10},
		effects.BildMedian{Radius: 5.4}, effects.BildDilate{Radius: 6.5}, effects.BildErode{Radius: 6.49}, effects.BildMedian{Radius: 0.1}, effects.BildGaussianBlur{Radius: 1e-9},
		effects.ImagingBlur{Sigma: 50}, effects.ImagingSharpen{Sigma: 1e-9}, effects.ImagingSigmoid{Factor: -100}, effects.ImagingSigmoid{Midpoint: 1, Factor: 100},
		effects.ImagingConvolve{Kernel: [][]float64{{0, 0, 0}, {0, 0, 0}, {0, 0, 0}}, Normalize: true},
	}
	for h := 1; h < 6; h++ {
		for w := 1; w < 6; w++ {
			in := tensor.Spec{Space: tensor.RGBA, C: 4, H: h, W: w}
			for _, s := range large {
				if err := s.Apply(tensor.New(in), stagetest.Fill(in, uint64(h*w))); err != nil {
					t.Errorf("%+v of %v: %v", s, in, err)
				}
			}
		}
	}
}

func TestRefuses(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	rgb := tensor.Spec{Space: tensor.RGB, C: 3, H: 4, W: 4}
	for _, s := range []tensor.Stage{
		effects.BildBoxBlur{}, effects.BildBoxBlur{Radius: nan}, effects.BildGaussianBlur{Radius: inf}, effects.BildGaussianBlur{Radius: 51}, effects.BildBrightness{Change: 2}, effects.BildContrast{Change: nan},
		effects.BildGamma{}, effects.BildHue{Change: 400}, effects.BildSaturation{Change: -2}, effects.BildEdgeDetection{Radius: -1}, effects.BildUnsharpMask{}, effects.BildUnsharpMask{Radius: 1, Amount: nan},
		effects.BildMedian{Radius: 1e9}, effects.BildMedian{Radius: 10.5}, effects.BildDilate{}, effects.BildErode{Radius: 11}, effects.BildErode{Radius: nan}, effects.ImagingSaturation{Percentage: 101}, effects.ImagingContrast{Percentage: nan}, effects.ImagingBrightness{Percentage: -inf},
		effects.ImagingGamma{}, effects.ImagingSigmoid{Midpoint: 2}, effects.ImagingSigmoid{Factor: nan}, effects.ImagingBlur{}, effects.ImagingSharpen{Sigma: nan},
		effects.ImagingConvolve{}, effects.ImagingConvolve{Kernel: [][]float64{{1, 2}, {3, 4}}}, effects.ImagingConvolve{Kernel: [][]float64{{nan, 0, 0}, {0, 0, 0}, {0, 0, 0}}}, effects.ImagingConvolve{Kernel: kernel, Bias: 256},
	} {
		_, err := s.OutSpec(rgb)
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Op != pipeline.Name(s) {
			t.Errorf("%+v: %v, want an error about a parameter of %s", s, err, pipeline.Name(s))
		}
	}
	gray := tensor.Spec{Space: tensor.Gray, C: 1, H: 4, W: 4}
	float := rgb
	float.DType = tensor.Float32
	for _, c := range []struct {
		stage tensor.Stage
		in    tensor.Spec
	}{{effects.BildSepia{}, gray}, {effects.BildHue{}, gray}, {effects.ImagingSaturation{}, gray}, {effects.BildInvert{}, float}, {effects.ImagingInvert{}, tensor.VectorSpec(4)}} {
		if _, err := c.stage.OutSpec(c.in); err == nil {
			t.Errorf("%T takes %v", c.stage, c.in)
		}
	}
}

// TestSteps: all samples, and nothing else, have a name of their own that configuration files know.
func TestSteps(t *testing.T) {
	catalogue, err := pipeline.Standard().With(effects.Steps()...)
	if err != nil {
		t.Fatal(err)
	}
	if len(effects.Steps()) != len(samples) {
		t.Errorf("%d steps, %d samples", len(effects.Steps()), len(samples))
	}
	for _, s := range samples {
		text, err := pipeline.New(s.stage).MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		p, err := catalogue.Parse(text)
		if err != nil || !reflect.DeepEqual(p.Steps[0], s.stage) {
			t.Errorf("%s is read as %+v, %v", text, p, err)
		}
	}
}

// TestGOMAXPROCS in processes of its own, with and without the variable.
func TestGOMAXPROCS(t *testing.T) {
	if os.Getenv("EFFECTS_PROCS") != "" {
		fmt.Printf("procs=%d\n", runtime.GOMAXPROCS(0))
		runtime.SetDefaultGOMAXPROCS()
		fmt.Printf("default=%d\n", runtime.GOMAXPROCS(0))
		return
	}
	for _, env := range []string{"1", "3", "", "nonsense"} {
		cmd := exec.Command(os.Args[0], "-test.run", "^TestGOMAXPROCS$")
		cmd.Env = append(os.Environ(), "EFFECTS_PROCS=1", "GOMAXPROCS="+env)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatal(err)
		}
		_, normal, _ := strings.Cut(string(out), "default=")
		want := "procs=" + env + "\n"
		if env == "" || env == "nonsense" {
			want = "procs=" + strings.Fields(normal)[0] + "\n"
		}
		if !strings.Contains(string(out), want) {
			t.Errorf("GOMAXPROCS=%q: %s, want %s", env, out, want)
		}
	}
}

func Example() {
	src := tensor.New(tensor.Spec{Space: tensor.RGB, C: 3, H: 1, W: 1})
	copy(src.U8, []uint8{200, 100, 50})
	dst := tensor.New(src.Spec)
	for _, s := range []tensor.Stage{effects.BildSepia{}, effects.ImagingSigmoid{Midpoint: 0.5, Factor: 5}} {
		if err := s.Apply(dst, src); err != nil {
			fmt.Println(err)
		}
		fmt.Println(pipeline.Name(s), dst.U8)
	}
	// Output:
	// bild_sepia [165 147 114]
	// imaging_sigmoid [219 88 31]
}

func BenchmarkEffects(b *testing.B) {
	in := tensor.Spec{Space: tensor.RGB, C: 3, H: 375, W: 500}
	src, dst := stagetest.Fill(in, 1), tensor.New(in)
	for _, s := range samples {
		b.Run(fmt.Sprintf("stage=%T/in=3x375x500", s.stage), func(b *testing.B) {
			b.SetBytes(int64(src.Bytes()))
			for b.Loop() {
				if err := s.stage.Apply(dst, src); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
