package imgproc_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// smoothing keeps pictures of one value as they are.
var smoothing = []tensor.Stage{
	imgproc.GaussianBlur{Sigma: 2}, imgproc.GaussianBlur{Sigma: 0.4, Border: imgproc.Wrap}, imgproc.BoxBlur{Size: 5}, imgproc.BoxBlur{Width: 31, Height: 3, Border: imgproc.Edge},
	imgproc.Median{}, imgproc.Median{Size: 9}, imgproc.Bilateral{SigmaColor: 0.2, SigmaSpace: 2}, imgproc.UnsharpMask{Amount: 3},
	imgproc.Convolve{Kernel: [][]float32{{0.1, 0.2, 0.1}, {0.1, 0, 0.1}, {0.1, 0.2, 0.1}}},
	imgproc.Erode{Width: 15, Height: 15}, imgproc.Dilate{Shape: "cross", Width: 7, Height: 7}, imgproc.Open{}, imgproc.Close{Shape: "cross"}, imgproc.Erode{Mask: []string{"10", "01"}},
}

// differentiating makes 0 of them.
var differentiating = []tensor.Stage{
	imgproc.Sobel{}, imgproc.Sobel{Axis: "x", Raw: true}, imgproc.Scharr{Axis: "y"}, imgproc.Prewitt{}, imgproc.Laplacian{}, imgproc.Laplacian{Size: 3},
	imgproc.LaplacianOfGaussian{Sigma: 1.5}, imgproc.DifferenceOfGaussians{Low: 1}, imgproc.Canny{}, imgproc.HighPass{Cutoff: 0.1},
	imgproc.LocalContrastNormalize{Floor: 1e-3}, imgproc.MorphGradient{}, imgproc.TopHat{}, imgproc.BlackHat{Width: 5, Height: 5},
}

func TestFiltersOfConstants(t *testing.T) {
	for _, dtype := range dtypes {
		src := tensor.New(tensor.Spec{DType: dtype, Space: tensor.RGB, C: 3, H: 21, W: 34})
		for i := range src.U8 {
			src.U8[i] = 100
		}
		for i := range src.F32 {
			src.F32[i] = 0.4
		}
		check := func(s tensor.Stage, want, tolerance float64) {
			for i, v := range values(apply(t, s, src)) {
				if math.Abs(float64(v)-want) > tolerance {
					t.Errorf("%v %T%+v: value %d is %v, want %v", dtype, s, s, i, v, want)
					break
				}
			}
		}
		for _, s := range smoothing {
			if dtype == tensor.Uint8 {
				check(s, 100, 0)
			} else {
				check(s, 0.4, 3e-7)
			}
		}
		for _, s := range differentiating {
			check(s, 0, 2e-4) // the sum of weights that were cut off, or rounding divided by a floor
		}
	}
}

// TestLargeBoxes: sums of white don't overflow.
func TestLargeBoxes(t *testing.T) {
	src := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 5, W: 5})
	for i := range src.U8 {
		src.U8[i] = 255
	}
	for _, size := range []int{2901, 2903, 4095} {
		if got := apply(t, imgproc.BoxBlur{Size: size}, src); !same(got, src) {
			t.Errorf("size %d makes %v of white", size, got.U8)
		}
	}
}

// TestFiltersCommute with flips and turns, those that have no direction.
func TestFiltersCommute(t *testing.T) {
	turned := []tensor.Stage{imgproc.FlipHorizontal{}, imgproc.FlipVertical{}, imgproc.Rotate90{Turns: 1}}
	for _, dtype := range dtypes {
		src := noise(dtype, 3, 19, 26)
		for _, s := range slices.Concat(smoothing, differentiating, []tensor.Stage{imgproc.LowPass{Cutoff: 0.2}, imgproc.DistanceTransform{}, imgproc.DistanceTransform{Metric: "chessboard"}}) {
			switch s := s.(type) {
			case imgproc.Erode:
				if s.Mask != nil {
					continue
				}
			case imgproc.Canny:
				continue // ties go to one side
			}
			for _, turn := range turned {
				if g, ok := s.(imgproc.Sobel); ok && g.Axis != "" {
					continue
				}
				switch g := s.(type) {
				case imgproc.Scharr:
					continue
				case imgproc.BoxBlur:
					if g.Width != g.Height {
						continue
					}
				case imgproc.Convolve:
					continue
				}
				a := values(apply(t, turn, apply(t, s, src)))
				b := values(apply(t, s, apply(t, turn, src)))
				for i, v := range a {
					tolerance := 2e-5
					if dtype == tensor.Uint8 && v > 1 {
						tolerance = 1 // a tie
					}
					if math.Abs(float64(v-b[i])) > tolerance {
						t.Errorf("%v %T%+v and %T: value %d is %v behind and %v before", dtype, s, s, turn, i, v, b[i])
						break
					}
				}
			}
		}
	}
}

// TestMorphologyIsDual: eroding is dilating the negative; opening twice is opening once; open ≤ picture ≤ close.
func TestMorphologyIsDual(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w, h := rapid.IntRange(1, 40).Draw(r, "w"), rapid.IntRange(1, 30).Draw(r, "h")
		width, height := 2*rapid.IntRange(0, 20).Draw(r, "width")+1, 2*rapid.IntRange(0, 20).Draw(r, "height")+1
		shape := rapid.SampledFrom([]string{"rect", "ellipse", "cross"}).Draw(r, "shape")
		src := noise(tensor.Uint8, 1, h, w)
		erode := imgproc.Erode{Width: width, Height: height, Shape: shape}
		negative := imgproc.Invert{}
		a := apply(t, negative, apply(t, imgproc.Dilate(erode), apply(t, negative, src)))
		if b := apply(t, erode, src); !same(a, b) {
			t.Errorf("%+v of %d×%d: dilating the negative gives something else", erode, h, w)
		}
		opened := apply(t, imgproc.Open(erode), src)
		if again := apply(t, imgproc.Open(erode), opened); !same(opened, again) {
			t.Errorf("%+v of %d×%d: opening twice gives something else", erode, h, w)
		}
		closed := apply(t, imgproc.Close(erode), src)
		for i, v := range src.U8 {
			if opened.U8[i] > v || closed.U8[i] < v {
				t.Errorf("%+v of %d×%d: open %d, picture %d, close %d", erode, h, w, opened.U8[i], v, closed.U8[i])
				break
			}
		}
	})
}

// TestRectanglesAreElements: a rectangle gives what a mask of ones gives, by another way.
func TestRectanglesAreElements(t *testing.T) {
	for _, dtype := range dtypes {
		src := noise(dtype, 1, 23, 41)
		for _, size := range [][2]int{{1, 1}, {2, 3}, {7, 1}, {16, 4}, {17, 4}, {33, 60}, {1, 50}} {
			mask := make([]string, size[1])
			for i := range mask {
				mask[i] = fmt.Sprintf("%0*d", size[0], 0)
				mask[i] = string(slices.Repeat([]byte{'1'}, size[0]))
			}
			a := apply(t, imgproc.Dilate{Width: size[0], Height: size[1]}, src)
			if b := apply(t, imgproc.Dilate{Mask: mask}, src); !same(a, b) {
				t.Errorf("%v %v: a rectangle and a mask of ones differ", dtype, size)
			}
		}
	}
}

// TestMedianSorts: each value is the middle one of its window, for all sizes; with NaN, which come last from 7×7 on, it is one
// of them.
func TestMedianSorts(t *testing.T) {
	for _, size := range []int{3, 5, 7} {
		src := noise(tensor.Float32, 1, 9, 11)
		for i := range src.F32 {
			if i%17 == 0 {
				src.F32[i] = float32(math.NaN())
			}
		}
		got := apply(t, imgproc.Median{Size: size}, src)
		for y := range src.H {
			for x := range src.W {
				var window []float32
				for j := range size {
					for i := range size {
						window = append(window, src.F32[min(max(y+j-size/2, 0), 8)*11+min(max(x+i-size/2, 0), 10)])
					}
				}
				slices.SortFunc(window, func(a, b float32) int {
					switch {
					case a < b || a == a && b != b:
						return -1
					case a > b || a != a && b == b:
						return 1
					}
					return 0
				})
				v, want := got.F32[y*11+x], window[len(window)/2]
				last := window[len(window)-1]
				if size < 7 && last != last {
					if v == v && !slices.Contains(window, v) {
						t.Fatalf("size %d at %d, %d: %v is none of %v", size, x, y, v, window)
					}
				} else if v != want && want == want {
					t.Fatalf("size %d at %d, %d: %v, want %v", size, x, y, v, want)
				}
			}
		}
	}
}

// TestSeparableKernels: a kernel that is a product gives what the same one gives that isn't any more by a trifle.
func TestSeparableKernels(t *testing.T) {
	src := noise(tensor.Float32, 1, 20, 30)
	product := [][]float32{{1, 2, 1}, {2, 4, 2}, {1, 2, 1}}
	other := [][]float32{{1, 2, 1}, {2, 4, 2}, {1, 2, 1.00001}}
	a, b := apply(t, imgproc.Convolve{Kernel: product}, src), apply(t, imgproc.Convolve{Kernel: other}, src)
	for i, v := range a.F32 {
		if math.Abs(float64(v-b.F32[i])) > 2e-5 {
			t.Fatalf("value %d: %v as a product, %v otherwise", i, v, b.F32[i])
		}
	}
}

// TestLowAndHighPass together are the picture.
func TestLowAndHighPass(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 8}, {7, 1}, {13, 20}, {16, 16}, {67, 1009}} {
		src := noise(tensor.Float32, 1, size[0], size[1])
		low, high := apply(t, imgproc.LowPass{Cutoff: 0.15, Order: 3}, src), apply(t, imgproc.HighPass{Cutoff: 0.15, Order: 3}, src)
		for i, v := range src.F32 {
			if d := math.Abs(float64(low.F32[i] + high.F32[i] - v)); d > 3e-7 {
				t.Errorf("%v: value %d is off by %g", size, i, d)
			}
		}
	}
}

// TestIntegral: the sum over any rectangle comes out of four values.
func TestIntegral(t *testing.T) {
	src := noise(tensor.Uint8, 2, 12, 9)
	rapid.Check(t, func(r *rapid.T) {
		c := rapid.IntRange(0, 1).Draw(r, "channel")
		top, left := rapid.IntRange(0, 12).Draw(r, "top"), rapid.IntRange(0, 9).Draw(r, "left")
		bottom, right := rapid.IntRange(top, 12).Draw(r, "bottom"), rapid.IntRange(left, 9).Draw(r, "right")
		want := 0
		for y := top; y < bottom; y++ {
			for x := left; x < right; x++ {
				want += int(src.Plane8(c)[y*9+x])
			}
		}
		s := imgproc.Integral(src, c)
		if got := s[bottom*10+right] - s[top*10+right] - s[bottom*10+left] + s[top*10+left]; got != float64(want) {
			t.Errorf("sum %v, want %d", got, want)
		}
	})
}

// TestDistancesAreThoseToTheNearest, by looking at all pixels.
func TestDistancesAreThoseToTheNearest(t *testing.T) {
	metrics := map[string]func(dx, dy float64) float64{
		"euclidean":  math.Hypot,
		"cityblock":  func(dx, dy float64) float64 { return math.Abs(dx) + math.Abs(dy) },
		"chessboard": func(dx, dy float64) float64 { return max(math.Abs(dx), math.Abs(dy)) },
	}
	rapid.Check(t, func(r *rapid.T) {
		w, h := rapid.IntRange(1, 12).Draw(r, "w"), rapid.IntRange(1, 12).Draw(r, "h")
		src := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: h, W: w})
		for i := range src.U8 {
			src.U8[i] = uint8(min(rapid.IntRange(0, 6).Draw(r, "v"), 1))
		}
		for name, metric := range metrics {
			got := apply(t, imgproc.DistanceTransform{Metric: name}, src)
			for i := range src.U8 {
				want := math.Inf(1)
				for j, v := range src.U8 {
					if v == 0 {
						want = min(want, metric(float64(i%w-j%w), float64(i/w-j/w)))
					}
				}
				if float64(got.F32[i]) != float64(float32(want)) {
					t.Fatalf("%s of %d×%d: pixel %d is %v, want %v", name, h, w, i, got.F32[i], want)
				}
			}
		}
	})
}

func TestFiltersRefuse(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	rgb := tensor.Spec{Space: tensor.RGB, C: 3, H: 10, W: 10}
	for _, c := range []struct {
		step  tensor.Step
		param string
	}{
		{imgproc.GaussianBlur{}, "sigma"}, {imgproc.GaussianBlur{Sigma: nan}, "sigma"}, {imgproc.GaussianBlur{Sigma: 501}, "sigma"}, {imgproc.GaussianBlur{Sigma: 1, SigmaY: -1}, "sigma_y"}, {imgproc.GaussianBlur{Sigma: 1, Size: 4}, "size"}, {imgproc.GaussianBlur{Sigma: 1, Border: 99}, "border"},
		{imgproc.BoxBlur{}, "size"}, {imgproc.BoxBlur{Size: 4}, "size"}, {imgproc.BoxBlur{Size: 3, Width: 3}, "size"}, {imgproc.BoxBlur{Width: 3}, "height"}, {imgproc.BoxBlur{Height: 3}, "width"}, {imgproc.BoxBlur{Size: 1 << 20}, "size"},
		{imgproc.Convolve{}, "kernel"}, {imgproc.Convolve{Kernel: [][]float32{{1, 2}}}, "kernel"}, {imgproc.Convolve{Kernel: [][]float32{{1}, {1, 2, 3}, {1}}}, "kernel"}, {imgproc.Convolve{Kernel: [][]float32{{float32(nan)}}}, "kernel"}, {imgproc.Convolve{Kernel: [][]float32{{}}}, "kernel"}, {imgproc.Convolve{Kernel: [][]float32{{1}}, Offset: inf}, "offset"}, {imgproc.Convolve{Kernel: [][]float32{make([]float32, 1<<16+1)}}, "kernel"},
		{imgproc.UnsharpMask{Radius: -1}, "radius"}, {imgproc.UnsharpMask{Amount: nan}, "amount"},
		{imgproc.Sobel{Axis: "z"}, "axis"}, {imgproc.Scharr{Border: 7}, "border"}, {imgproc.Prewitt{Axis: "X"}, "axis"}, {imgproc.Laplacian{Size: 5}, "size"},
		{imgproc.LaplacianOfGaussian{}, "sigma"}, {imgproc.DifferenceOfGaussians{}, "low"}, {imgproc.DifferenceOfGaussians{Low: 2, High: 1}, "high"}, {imgproc.DifferenceOfGaussians{Low: 2, High: nan}, "high"},
		{imgproc.Gabor{}, "sigma"}, {imgproc.Gabor{Sigma: 1}, "wavelength"}, {imgproc.Gabor{Sigma: 1, Wavelength: 2, Gamma: nan}, "gamma"}, {imgproc.Gabor{Sigma: 500, Wavelength: 2}, "size"}, {imgproc.Gabor{Sigma: 1, Wavelength: 2, Angle: inf}, "angle"}, {imgproc.Gabor{Sigma: 1, Wavelength: 2, Size: 4}, "size"}, {imgproc.Gabor{Sigma: 1, Wavelength: 2, Size: math.MaxInt}, "size"}, {imgproc.GaussianBlur{Sigma: 1e-170}, "sigma"}, {imgproc.Bilateral{SigmaColor: 1e-160, SigmaSpace: 1}, "sigma_color"}, {imgproc.HighPass{Cutoff: 1e-200}, "cutoff"},
		{imgproc.Bilateral{}, "sigma_color"}, {imgproc.Bilateral{SigmaColor: 1}, "sigma_space"}, {imgproc.Bilateral{SigmaColor: 1, SigmaSpace: 1, Size: 2}, "size"}, {imgproc.Bilateral{SigmaColor: nan, SigmaSpace: 1}, "sigma_color"},
		{imgproc.Canny{Sigma: -1}, "sigma"}, {imgproc.Canny{Low: 2, High: 1}, "high"}, {imgproc.Canny{Low: nan}, "low"}, {imgproc.Canny{High: inf}, "high"},
		{imgproc.LowPass{}, "cutoff"}, {imgproc.LowPass{Cutoff: 0.6}, "cutoff"}, {imgproc.HighPass{Cutoff: 0.1, Order: -1}, "order"}, {imgproc.HighPass{Cutoff: nan}, "cutoff"},
		{imgproc.LocalContrastNormalize{Sigma: nan}, "sigma"}, {imgproc.LocalContrastNormalize{Floor: -1}, "floor"},
		{imgproc.AdaptiveThreshold{}, "size"}, {imgproc.AdaptiveThreshold{Size: 4}, "size"}, {imgproc.AdaptiveThreshold{Size: 3, Method: "median"}, "method"}, {imgproc.AdaptiveThreshold{Size: 3, Offset: nan}, "offset"},
		{imgproc.Median{Size: 4}, "size"}, {imgproc.Median{Size: 1}, "size"}, {imgproc.Median{Size: 257}, "size"},
		{imgproc.Percentile{Percent: nan}, "percent"}, {imgproc.Percentile{Percent: -1}, "percent"}, {imgproc.Percentile{Percent: 100.5}, "percent"}, {imgproc.Percentile{Size: 2}, "size"}, {imgproc.Percentile{Border: 99}, "border"},
		{imgproc.Erode{Width: -1}, "width"}, {imgproc.Erode{Height: 1 << 20}, "height"}, {imgproc.Dilate{Shape: "star"}, "shape"}, {imgproc.Open{Shape: "ellipse", Width: 256}, "width"}, {imgproc.Close{Mask: []string{"0"}}, "mask"}, {imgproc.Close{Mask: []string{"1", "11"}}, "mask"}, {imgproc.TopHat{Mask: []string{"1x"}}, "mask"}, {imgproc.BlackHat{Mask: []string{"1"}, Width: 3}, "mask"}, {imgproc.MorphGradient{Iterations: -1}, "iterations"}, {imgproc.Erode{Mask: []string{}}, "mask"},
		{imgproc.DistanceTransform{Metric: "taxi"}, "metric"}, {imgproc.ConnectedComponents{Connectivity: 6}, "connectivity"}, {imgproc.RemoveSmallObjects{Connectivity: 1}, "connectivity"}, {imgproc.RemoveSmallObjects{MaxSize: -1}, "max_size"},
		{imgproc.HitOrMiss{}, "mask"}, {imgproc.HitOrMiss{Mask: []string{"..", ".."}}, "mask"}, {imgproc.HitOrMiss{Mask: []string{"1", "11"}}, "mask"}, {imgproc.HitOrMiss{Mask: []string{"1x"}}, "mask"}, {imgproc.HitOrMiss{Mask: make([]string, 3)}, "mask"}, {imgproc.HitOrMiss{Mask: []string{strings.Repeat("1", 256)}}, "mask"},
	} {
		_, err := c.step.OutSpec(rgb)
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Param != c.param {
			t.Errorf("%T%.80v: %v, want an error about %s", c.step, c.step, err, c.param)
		}
	}
	lab := tensor.Spec{DType: tensor.Float32, Space: tensor.Lab, C: 3, H: 4, W: 4}
	if _, err := (imgproc.Bilateral{SigmaColor: 1, SigmaSpace: 1}).OutSpec(lab); err == nil {
		t.Error("bilateral takes Lab")
	}
	if _, err := (imgproc.UnsharpMask{}).OutSpec(lab); err == nil {
		t.Error("unsharp_mask takes Lab")
	}
}

func BenchmarkFilters(b *testing.B) {
	for _, s := range []tensor.Stage{
		imgproc.GaussianBlur{Sigma: 2}, imgproc.BoxBlur{Size: 5}, imgproc.BoxBlur{Size: 51}, imgproc.Median{}, imgproc.Median{Size: 5}, imgproc.Median{Size: 7}, imgproc.Median{Size: 31}, imgproc.Percentile{Percent: 20, Size: 7}, imgproc.Bilateral{SigmaColor: 25, SigmaSpace: 2},
		imgproc.UnsharpMask{}, imgproc.Convolve{Kernel: [][]float32{{0, -1, 0}, {-1, 5, -1}, {0, -1, 0}}}, imgproc.Sobel{}, imgproc.Sobel{Axis: "x"}, imgproc.Scharr{}, imgproc.Prewitt{},
		imgproc.Laplacian{}, imgproc.LaplacianOfGaussian{Sigma: 2}, imgproc.DifferenceOfGaussians{Low: 1}, imgproc.Gabor{Sigma: 2, Wavelength: 5}, imgproc.Canny{}, imgproc.LowPass{Cutoff: 0.1}, imgproc.HighPass{Cutoff: 0.1},
		imgproc.LocalContrastNormalize{}, imgproc.AdaptiveThreshold{Size: 11}, imgproc.Erode{Width: 3, Height: 3}, imgproc.Erode{Width: 15, Height: 15}, imgproc.Erode{Width: 151, Height: 151}, imgproc.Dilate{Width: 15, Height: 15, Shape: "ellipse"},
		imgproc.Open{}, imgproc.Close{}, imgproc.MorphGradient{}, imgproc.TopHat{}, imgproc.BlackHat{}, imgproc.DistanceTransform{}, imgproc.ConnectedComponents{}, imgproc.FillHoles{}, imgproc.HitOrMiss{Mask: []string{".1.", "110", ".00"}}, imgproc.RemoveSmallObjects{}, imgproc.IntegralImage{},
	} {
		for _, dtype := range dtypes {
			config, err := json.Marshal(s)
			if err != nil {
				b.Fatal(err)
			}
			b.Run(fmt.Sprintf("stage=%T/config=%s/dtype=%v/in=1x1080x1920", s, config, dtype), func(b *testing.B) { bench(b, s, scene(dtype, 1, 1080, 1920)) })
		}
	}
}
