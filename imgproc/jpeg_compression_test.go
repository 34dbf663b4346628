package imgproc_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

// TestJPEGCompressionGolden holds the bytes to those of Pillow.
func TestJPEGCompressionGolden(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/jpeg.npz")
	checked := 0
	for name, want := range arrays {
		source, quality, _ := strings.Cut(name, "_")
		if source == "src" {
			continue
		}
		var j imgproc.JPEGCompression
		scan(t, quality, "%d", &j.Quality)
		src := fromCHW(tensor.Uint8, arrays["src_"+source])
		got := apply(t, j, src)
		testdata.Near(t, name, values(got), want.Data, 0)

		unit := apply(t, j, apply(t, imgproc.ToFloat{}, src))
		for i, v := range unit.F32 {
			if v != float32(got.U8[i])/255 {
				t.Fatalf("%s: float32 gives %v where uint8 gives %d", name, v, got.U8[i])
			}
		}
		checked++
	}
	if checked != 77 {
		t.Errorf("%d goldens, want 77", checked)
	}
}

func TestJPEGCompressionContract(t *testing.T) {
	for _, in := range []tensor.Spec{
		{Space: tensor.Gray, C: 1, H: 17, W: 20}, {Space: tensor.RGB, C: 3, H: 33, W: 18},
		{Space: tensor.RGBA, C: 4, H: 9, W: 40}, {DType: tensor.Float32, Space: tensor.GrayAlpha, C: 2, H: 12, W: 11},
		{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 8, W: 8},
	} {
		stagetest.Run(t, imgproc.JPEGCompression{Quality: 40}, in)
		stagetest.RunRandom(t, imgproc.RandomJPEG{Min: 1, Max: 100}, in)
	}
}

// TestJPEGCompressionProperties: alpha and flat pictures stay, the default is 75, a better quality is nearer.
func TestJPEGCompressionProperties(t *testing.T) {
	src := scene(tensor.Uint8, 4, 40, 50)
	if same(apply(t, imgproc.JPEGCompression{}, src), apply(t, imgproc.JPEGCompression{Quality: 74}, src)) {
		t.Error("qualities 74 and 75 give the same")
	}
	if !same(apply(t, imgproc.JPEGCompression{}, src), apply(t, imgproc.JPEGCompression{Quality: 75}, src)) {
		t.Error("the default isn't 75")
	}
	last := math.Inf(1)
	for _, q := range []int{2, 10, 40, 70, 90, 100} {
		got, sum := apply(t, imgproc.JPEGCompression{Quality: q}, src), 0.0
		for i, v := range got.U8 {
			sum += math.Abs(float64(v) - float64(src.U8[i]))
		}
		if sum >= last {
			t.Errorf("quality %d is no nearer than the one below", q)
		}
		if string(got.Plane8(3)) != string(src.Plane8(3)) {
			t.Errorf("quality %d changes alpha", q)
		}
		last = sum
	}
	flat := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 11, W: 13})
	for i := range flat.U8 {
		flat.U8[i] = 77
	}
	if got := apply(t, imgproc.JPEGCompression{Quality: 100}, flat); !same(got, flat) {
		t.Error("a flat picture changes at quality 100")
	}
}

func TestRandomJPEGDraws(t *testing.T) {
	const n = 20000
	r := rand.New(rand.NewPCG(1, 2))
	counts := map[int]int{}
	for range n {
		counts[imgproc.RandomJPEG{Min: 30, Max: 49}.Draw(r, tensor.Spec{}).(imgproc.JPEGCompression).Quality]++
	}
	chi := 0.0
	for q := 30; q <= 49; q++ {
		d := float64(counts[q]) - n/20
		chi += d * d / (n / 20)
	}
	if len(counts) != 20 || chi > 43.8 { // 19 degrees of freedom, a level of 0.001
		t.Errorf("qualities are %v: χ² is %.1f", counts, chi)
	}
}

func TestJPEGCompressionRefuses(t *testing.T) {
	rgb := tensor.Spec{Space: tensor.RGB, C: 3, H: 10, W: 10}
	lab := tensor.Spec{DType: tensor.Float32, Space: tensor.Lab, C: 3, H: 10, W: 10}
	for _, c := range []struct {
		step tensor.Step
		in   tensor.Spec
		want string
	}{
		{imgproc.JPEGCompression{Quality: 101}, rgb, "jpeg_compression: quality: wanted a number from 1 to 100, found 101"},
		{imgproc.JPEGCompression{Quality: -1}, rgb, "jpeg_compression: quality: wanted a number from 1 to 100, found -1"},
		{imgproc.JPEGCompression{}, lab, "jpeg_compression: wanted a gray or rgb picture (convert makes it), found float32 lab 3×10×10"},
		{imgproc.RandomJPEG{}, rgb, "random_jpeg: min: wanted a quality from 1 to 100, found 0"},
		{imgproc.RandomJPEG{Min: 50, Max: 40}, rgb, "random_jpeg: max: wanted a quality from min to 100, found 40"},
	} {
		if _, err := c.step.OutSpec(c.in); err == nil || err.Error() != c.want {
			t.Errorf("%#v: %v, want %s", c.step, err, c.want)
		}
	}
}

func ExampleJPEGCompression() {
	src := gray([]uint8{10, 200, 10, 200}, []uint8{10, 200, 10, 200})
	show(imgproc.JPEGCompression{Quality: 5}, src)
	show(imgproc.JPEGCompression{Quality: 95}, src)
	// Output:
	// uint8 gray 1×2×4
	// [4 187 24 173]
	// [4 187 24 173]
	// uint8 gray 1×2×4
	// [10 199 10 200]
	// [10 199 10 200]
}

func ExampleRandomJPEG() {
	stage := imgproc.RandomJPEG{Min: 40, Max: 90}.Draw(rand.New(rand.NewPCG(1, 1)), tensor.Spec{})
	fmt.Printf("%T%+v\n", stage, stage)
	// Output:
	// imgproc.JPEGCompression{Quality:90}
}

func BenchmarkJPEGCompression(b *testing.B) {
	for _, dtype := range dtypes {
		b.Run(fmt.Sprintf("dtype=%v/in=3x375x500", dtype), func(b *testing.B) {
			bench(b, imgproc.JPEGCompression{}, scene(dtype, 3, 375, 500))
		})
	}
}
