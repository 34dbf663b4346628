package imgproc_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

// drawnBoxes are statistics of torchvision's draws: means and deviations of y, x, height, width and area as shares of the
// image's, and how often anything is erased.
type drawnBoxes struct {
	H, W         int
	Scale, Ratio []float64
	Erased       float64
	Mean, Std    []float64
}

type randomGoldens struct {
	N               int
	Fallback        [][]float64
	Crops, Erasings []drawnBoxes
}

func readRandomGoldens(t *testing.T) (g randomGoldens) {
	t.Helper()
	text, err := os.ReadFile("testdata/random.json")
	if err == nil {
		err = json.Unmarshal(text, &g)
	}
	if err != nil || len(g.Fallback) != 200 || len(g.Crops) != 4 || len(g.Erasings) != 3 {
		t.Fatalf("testdata/random.json: %v", err)
	}
	return g
}

func graySpec(h, w int) tensor.Spec { return tensor.Spec{Space: tensor.Gray, C: 1, H: h, W: w} }

// TestRandomResizedCropFallback: where no rectangle fits, it is torchvision's.
func TestRandomResizedCropFallback(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, f := range readRandomGoldens(t).Fallback {
		c := imgproc.RandomResizedCrop{Height: 5, Width: 6, Scale: []float64{1, 1}, Ratio: f[2:4]}
		got := c.Draw(r, graySpec(int(f[0]), int(f[1])))
		want := imgproc.CropResize{Y: int(f[4]), X: int(f[5]), CropHeight: int(f[6]), CropWidth: int(f[7]), Height: 5, Width: 6}
		if got != want {
			t.Errorf("%v: %+v, want %+v", f, got, want)
		}
	}
}

// TestRandomResizedCropDraws has the distribution of torchvision's draws.
func TestRandomResizedCropDraws(t *testing.T) {
	g := readRandomGoldens(t)
	for _, d := range g.Crops {
		c := imgproc.RandomResizedCrop{Height: 5, Width: 6, Scale: d.Scale, Ratio: d.Ratio}
		d.compare(t, g.N, func(r *rand.Rand) (imgproc.Crop, bool) {
			s := c.Draw(r, graySpec(d.H, d.W)).(imgproc.CropResize)
			return imgproc.Crop{X: s.X, Y: s.Y, Width: s.CropWidth, Height: s.CropHeight}, true
		})
	}
}

// TestRandomErasingDraws has the distribution of torchvision's draws.
func TestRandomErasingDraws(t *testing.T) {
	g := readRandomGoldens(t)
	for _, d := range g.Erasings {
		c := imgproc.RandomErasing{P: 1, Scale: d.Scale, Ratio: d.Ratio}
		d.compare(t, g.N, func(r *rand.Rand) (imgproc.Crop, bool) {
			s, ok := c.Draw(r, graySpec(d.H, d.W)).(imgproc.Erase)
			if !ok {
				return imgproc.Crop{}, false
			}
			return s.Boxes[0], true
		})
	}
}

// compare holds the means and deviations of n draws to those of n others: they differ by less than 5 standard errors.
func (d drawnBoxes) compare(t *testing.T, n int, draw func(r *rand.Rand) (imgproc.Crop, bool)) {
	t.Helper()
	r := rand.New(rand.NewPCG(5, 6))
	var sum, squares [5]float64
	count := 0.0
	for range n {
		b, ok := draw(r)
		if !ok {
			continue
		}
		if b.X < 0 || b.Y < 0 || b.Width < 1 || b.Height < 1 || b.X+b.Width > d.W || b.Y+b.Height > d.H {
			t.Fatalf("%+v of %d×%d pixels", b, d.H, d.W)
		}
		h, w := float64(b.Height)/float64(d.H), float64(b.Width)/float64(d.W)
		for i, v := range [...]float64{float64(b.Y) / float64(d.H), float64(b.X) / float64(d.W), h, w, h * w} {
			sum[i] += v
			squares[i] += v * v
		}
		count++
	}
	if math.Abs(count/float64(n)-d.Erased) > 5*math.Sqrt(2*d.Erased*(1-d.Erased)/float64(n))+1e-3 {
		t.Errorf("%+v: %v of all draws give a box", d, count/float64(n))
	}
	for i, what := range []string{"y", "x", "height", "width", "area"} {
		mean := sum[i] / count
		std := math.Sqrt(squares[i]/count - mean*mean)
		if 5*d.Std[i]*math.Sqrt(2/count) < math.Abs(mean-d.Mean[i]) || math.Abs(std/d.Std[i]-1) > 0.06 {
			t.Errorf("%+v: %s has mean %v and deviation %v", d, what, mean, std)
		}
	}
}

// TestRandomBoxesAreEven: the share of the area, the logarithm of the ratio and the place come up evenly (χ² of 20 classes, with
// 19 degrees of freedom: above 44 once in a thousand times).
func TestRandomBoxesAreEven(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	in := graySpec(4000, 4000)
	crop := imgproc.RandomResizedCrop{Height: 1, Width: 1, Scale: []float64{0.1, 0.4}, Ratio: []float64{0.5, 2}}
	erasing := imgproc.RandomErasing{P: 1, Scale: []float64{0.1, 0.4}, Ratio: []float64{0.5, 2}}
	place := imgproc.RandomResizedCrop{Height: 1, Width: 1, Scale: []float64{0.04, 0.04}, Ratio: []float64{1, 1}}
	cutout := imgproc.Cutout{Size: 1}
	var area, ratio, erasedArea, erasedRatio, x, y, holeX, holeY [20]int
	count := func(classes *[20]int, share float64) {
		classes[min(max(int(share*20), 0), 19)]++
	}
	for range 8000 {
		c := crop.Draw(r, in).(imgproc.CropResize)
		w, h := float64(c.CropWidth), float64(c.CropHeight)
		count(&area, (w*h/16e6-0.1)/0.3)
		count(&ratio, (math.Log2(w/h)+1)/2)
		e := erasing.Draw(r, in).(imgproc.Erase).Boxes[0]
		w, h = float64(e.Width), float64(e.Height)
		count(&erasedArea, (w*h/16e6-0.1)/0.3)
		count(&erasedRatio, (math.Log2(h/w)+1)/2)
		p := place.Draw(r, in).(imgproc.CropResize)
		count(&x, float64(p.X)/3201)
		count(&y, float64(p.Y)/3201)
		hole := cutout.Draw(r, in).(imgproc.Erase).Boxes[0]
		count(&holeX, float64(hole.X)/4000)
		count(&holeY, float64(hole.Y)/4000)
	}
	for name, classes := range map[string][20]int{
		"area": area, "ratio": ratio, "erased area": erasedArea, "erased ratio": erasedRatio, "x": x, "y": y, "hole x": holeX, "hole y": holeY,
	} {
		chi := 0.0
		for _, n := range classes {
			chi += float64(n-400) * float64(n-400) / 400
		}
		if chi > 44 {
			t.Errorf("%s: χ² is %.1f, classes %v", name, chi, classes)
		}
	}
}

// TestRandomErasingProbability, and that what is drawn comes from the generator alone.
func TestRandomErasingProbability(t *testing.T) {
	in := graySpec(50, 60)
	for p, want := range map[float64]float64{0: 0.5, 0.1: 0.1, 1: 1} {
		r := rand.New(rand.NewPCG(1, 2))
		const n = 10000
		erased := 0
		for range n {
			if _, ok := (imgproc.RandomErasing{P: p}).Draw(r, in).(imgproc.Erase); ok {
				erased++
			}
		}
		if got := float64(erased) / n; math.Abs(got-want) > 0.02 {
			t.Errorf("p %v: %v of the images are erased", p, got)
		}
	}
}

// TestCutoutClips: squares are whole inside, cut off at the border, and their middles are in the image.
func TestCutoutClips(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, size := range []int{1, 4, 5, 30} {
		seen := map[imgproc.Crop]int{}
		c := imgproc.Cutout{Size: size, Holes: 3}
		for range 4000 {
			boxes := c.Draw(r, graySpec(9, 11)).(imgproc.Erase).Boxes
			if len(boxes) != 3 {
				t.Fatalf("%d holes", len(boxes))
			}
			for _, b := range boxes {
				seen[b]++
			}
		}
		want := map[imgproc.Crop]float64{}
		for y := range 9 {
			for x := range 11 {
				top, left := max(y-size/2, 0), max(x-size/2, 0)
				want[imgproc.Crop{X: left, Y: top, Width: min(x-size/2+size, 11) - left, Height: min(y-size/2+size, 9) - top}] += 12000.0 / 99
			}
		}
		for b, n := range want {
			if math.Abs(float64(seen[b])-n) > 5*math.Sqrt(n) {
				t.Errorf("size %d: %+v comes up %d times, want about %.0f", size, b, seen[b], n)
			}
			delete(seen, b)
		}
		if len(seen) > 0 {
			t.Errorf("size %d: %v", size, seen)
		}
	}
}

// TestErase: inside stands the value, outside the image.
func TestErase(t *testing.T) {
	boxes := []imgproc.Crop{{X: 1, Y: 2, Width: 3, Height: 1}, {X: 3, Y: 0, Width: 2, Height: 4}}
	for _, dtype := range dtypes {
		src := noise(dtype, 3, 5, 6)
		got := values(apply(t, imgproc.Erase{Boxes: boxes, Value: []float32{1, 2, 3}}, src))
		for i, v := range values(src) {
			c, y, x := i/30, i/6%5, i%6
			for _, b := range boxes {
				if x >= b.X && x < b.X+b.Width && y >= b.Y && y < b.Y+b.Height {
					v = float32(c + 1)
				}
			}
			if got[i] != v {
				t.Fatalf("%v: %v in channel %d at %d, %d, want %v", dtype, got[i], c, y, x, v)
			}
		}
	}
}

// TestEraseNoise: mean and variance of the noise, which depends on the seed and on nothing else.
func TestEraseNoise(t *testing.T) {
	whole := []imgproc.Crop{{Width: 200, Height: 100}}
	for dtype, want := range map[tensor.DType][2]float64{tensor.Uint8: {127.5, (256*256 - 1) / 12.0}, tensor.Float32: {0, 1}} {
		src := noise(dtype, 3, 100, 200)
		a := apply(t, imgproc.Erase{Boxes: whole, Noise: 5}, src)
		if !same(a, apply(t, imgproc.Erase{Boxes: whole, Noise: 5}, noise(dtype, 3, 100, 200))) || same(a, apply(t, imgproc.Erase{Boxes: whole, Noise: 6}, src)) {
			t.Errorf("%v: the noise isn't that of the seed", dtype)
		}
		sum, squares, n := 0.0, 0.0, float64(a.Len())
		for _, v := range values(a) {
			sum += float64(v)
			squares += float64(v) * float64(v)
		}
		mean := sum / n
		variance := squares/n - mean*mean
		if math.Abs(mean-want[0]) > 5*math.Sqrt(want[1]/n) || math.Abs(variance/want[1]-1) > 0.04 {
			t.Errorf("%v: mean %v, variance %v", dtype, mean, variance)
		}
	}
}

func TestRandomBoxesContract(t *testing.T) {
	for _, s := range []stagetest.Random{
		imgproc.RandomResizedCrop{Height: 7, Width: 9, Filter: imgproc.Bicubic}, imgproc.RandomErasing{P: 1, Value: []float32{3}},
		imgproc.RandomErasing{Noise: true, Scale: []float64{0.1, 0.2}, Ratio: []float64{1, 1}}, imgproc.Cutout{Size: 5, Holes: 2},
	} {
		t.Run(fmt.Sprintf("%T", s), func(t *testing.T) { stagetest.RunRandom(t, s, oddSpecs...) })
	}
	stagetest.Run(t, imgproc.Erase{Boxes: []imgproc.Crop{{Width: 1, Height: 1}}, Noise: 9}, oddSpecs...)
	if still := (imgproc.RandomResizedCrop{Height: 7, Width: 9, Filter: imgproc.Area}).Still(); still != (imgproc.Fill{Height: 7, Width: 9, Filter: imgproc.Area}) {
		t.Errorf("still: %#v", still)
	}
}

func TestRandomBoxesErrors(t *testing.T) {
	nan := math.NaN()
	one := []imgproc.Crop{{Width: 1, Height: 1}}
	rgb := tensor.Spec{Space: tensor.RGB, C: 3, H: 10, W: 12}
	for _, c := range []struct {
		step      tensor.Step
		op, param string // no parameter: the input is wrong
	}{
		{imgproc.RandomResizedCrop{Width: 5}, "random_resized_crop", "height"},
		{imgproc.RandomResizedCrop{Width: 5, Height: 5, Filter: 50}, "random_resized_crop", "filter"},
		{imgproc.RandomResizedCrop{Width: 5, Height: 5, Scale: []float64{0.5}}, "random_resized_crop", "scale"},
		{imgproc.RandomResizedCrop{Width: 5, Height: 5, Scale: []float64{0, 1}}, "random_resized_crop", "scale"},
		{imgproc.RandomResizedCrop{Width: 5, Height: 5, Scale: []float64{0.5, 1.1}}, "random_resized_crop", "scale"},
		{imgproc.RandomResizedCrop{Width: 5, Height: 5, Scale: []float64{0.5, 0.4}}, "random_resized_crop", "scale"},
		{imgproc.RandomResizedCrop{Width: 5, Height: 5, Scale: []float64{nan, 1}}, "random_resized_crop", "scale"},
		{imgproc.RandomResizedCrop{Width: 5, Height: 5, Ratio: []float64{1, nan}}, "random_resized_crop", "ratio"},
		{imgproc.RandomResizedCrop{Width: 5, Height: 5, Ratio: []float64{0, 1}}, "random_resized_crop", "ratio"},
		{imgproc.RandomResizedCrop{Width: 5, Height: 5, Ratio: []float64{1, math.Inf(1)}}, "random_resized_crop", "ratio"},
		{imgproc.RandomErasing{P: nan}, "random_erasing", "p"},
		{imgproc.RandomErasing{P: 1.1}, "random_erasing", "p"},
		{imgproc.RandomErasing{Scale: []float64{-1, 1}}, "random_erasing", "scale"},
		{imgproc.RandomErasing{Ratio: []float64{3, 2}}, "random_erasing", "ratio"},
		{imgproc.RandomErasing{Noise: true, Value: []float32{1}}, "random_erasing", "value"},
		{imgproc.RandomErasing{Value: []float32{256}}, "random_erasing", "value"},
		{imgproc.RandomErasing{Value: []float32{1, 2}}, "random_erasing", ""},
		{imgproc.Cutout{}, "cutout", "size"},
		{imgproc.Cutout{Size: 1, Holes: -1}, "cutout", "holes"},
		{imgproc.Cutout{Size: 1, Value: []float32{float32(nan)}}, "cutout", "value"},
		{imgproc.Erase{}, "erase", "boxes"},
		{imgproc.Erase{Boxes: []imgproc.Crop{{Width: 1}}}, "erase", "height"},
		{imgproc.Erase{Boxes: one, Noise: 1, Value: []float32{0}}, "erase", "value"},
		{imgproc.Erase{Boxes: []imgproc.Crop{{X: 12, Width: 1, Height: 1}}}, "erase", ""},
	} {
		_, err := c.step.OutSpec(rgb)
		var param *tensor.ParamError
		var spec *tensor.SpecError
		if c.param != "" && (!errors.As(err, &param) || param.Op != c.op || param.Param != c.param) || c.param == "" && (!errors.As(err, &spec) || spec.Op != c.op) {
			t.Errorf("%#v: %v, want an error about %s of %s", c.step, err, c.param, c.op)
		}
		if random, ok := c.step.(stagetest.Random); ok {
			if _, err := random.Draw(rand.New(rand.NewPCG(1, 1)), rgb).OutSpec(rgb); err == nil || !strings.HasPrefix(err.Error(), c.op+": ") {
				t.Errorf("%#v draws what fails with %v", c.step, err)
			}
		}
	}
	for _, s := range []stagetest.Random{imgproc.RandomResizedCrop{Height: 5, Width: 5}, imgproc.RandomErasing{P: 1}, imgproc.Cutout{Size: 2}} {
		open := tensor.Spec{Space: tensor.RGB, C: 3}
		if _, err := s.Draw(rand.New(rand.NewPCG(1, 1)), open).OutSpec(open); err == nil {
			t.Errorf("%#v draws without a size", s)
		}
	}
}

func ExampleErase() {
	src := gray([]uint8{1, 2, 3, 4}, []uint8{5, 6, 7, 8})
	show(imgproc.Erase{Boxes: []imgproc.Crop{{X: 1, Width: 2, Height: 2}}, Value: []float32{99}}, src)
	// Output:
	// uint8 gray 1×2×4
	// [1 99 99 4]
	// [5 99 99 8]
}

func ExampleRandomResizedCrop() {
	photo := tensor.Spec{Space: tensor.RGB, C: 3, H: 375, W: 500}
	random := imgproc.RandomResizedCrop{Height: 224, Width: 224}
	drawn, _ := json.Marshal(random.Draw(rand.New(rand.NewPCG(1, 2)), photo))
	still, _ := json.Marshal(random.Still())
	fmt.Println(string(drawn), string(still))
	// Output:
	// {"x":111,"y":7,"crop_width":359,"crop_height":367,"height":224,"width":224} {"height":224,"width":224}
}

func ExampleRandomErasing() {
	photo := tensor.Spec{Space: tensor.RGB, C: 3, H: 375, W: 500}
	drawn, _ := json.Marshal(imgproc.RandomErasing{P: 1}.Draw(rand.New(rand.NewPCG(1, 2)), photo))
	fmt.Println(string(drawn))
	// Output:
	// {"boxes":[{"x":261,"y":46,"width":173,"height":176}]}
}

func ExampleCutout() {
	photo := tensor.Spec{Space: tensor.RGB, C: 3, H: 32, W: 32}
	drawn, _ := json.Marshal(imgproc.Cutout{Size: 16}.Draw(rand.New(rand.NewPCG(1, 2)), photo))
	fmt.Println(string(drawn))
	// Output:
	// {"boxes":[{"x":4,"y":8,"width":16,"height":16}]}
}

func BenchmarkErase(b *testing.B) {
	box := []imgproc.Crop{{X: 100, Y: 50, Width: 200, Height: 200}}
	for _, s := range []imgproc.Erase{{Boxes: box}, {Boxes: box, Noise: 1}} {
		for _, dtype := range dtypes {
			b.Run(fmt.Sprintf("dtype=%v/noise=%d/in=3x375x500", dtype, s.Noise), func(b *testing.B) { bench(b, s, scene(dtype, 3, 375, 500)) })
		}
	}
}

// BenchmarkRandomResizedCrop draws anew each time, so that weights are hardly ever there already.
func BenchmarkRandomResizedCrop(b *testing.B) {
	random := imgproc.RandomResizedCrop{Height: 224, Width: 224}
	for _, dtype := range dtypes {
		b.Run(fmt.Sprintf("dtype=%v/in=3x375x500/out=3x224x224", dtype), func(b *testing.B) {
			src := scene(dtype, 3, 375, 500)
			dst := apply(b, random.Draw(rand.New(rand.NewPCG(1, 2)), src.Spec), src)
			r := rand.New(rand.NewPCG(3, 4))
			b.SetBytes(int64(src.Bytes()))
			b.ReportAllocs()
			for b.Loop() {
				if err := random.Draw(r, src.Spec).Apply(dst, src); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
