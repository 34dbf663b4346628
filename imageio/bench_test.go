package imageio

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// photo draws something with the statistics of a photo: smooth areas, edges, a little noise.
func photo(h, w int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			fx, fy := float64(x)/float64(w), float64(y)/float64(h)
			v := 110 + 60*math.Sin(7*fx+3*fy) + 40*math.Cos(11*fy*fx+1)
			if math.Hypot(fx-0.4, fy-0.6) < 0.25 {
				v = 200 - v/2
			}
			n := float64(r.IntN(9)) - 4
			img.SetRGBA(x, y, color.RGBA{clip(v + n), clip(v*0.8 + 20 + n), clip(150 - v/3 + n), 255})
		}
	}
	return img
}

func clip(v float64) uint8 { return uint8(min(max(v, 0), 255)) }

func encoded(t testing.TB, format Format, h, w int) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	if format == JPEG {
		err = jpeg.Encode(&b, photo(h, w), &jpeg.Options{Quality: 90})
	} else {
		err = png.Encode(&b, photo(h, w))
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// BenchmarkDecode gives MB/s of pixels (3 bytes each), not of file.
func BenchmarkDecode(b *testing.B) {
	for _, format := range []Format{JPEG, PNG} {
		data := encoded(b, format, 375, 500)
		for name, opt := range map[string]Options{
			"rgb": {}, "gray": {Space: tensor.Gray}, "float32": {DType: tensor.Float32},
		} {
			b.Run(string(format)+"/"+name+"/in=375x500", func(b *testing.B) {
				var dst tensor.Tensor
				b.SetBytes(3 * 375 * 500)
				b.ReportAllocs()
				for b.Loop() {
					if err := DecodeInto(&dst, data, opt); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "images/s")
			})
		}
	}
}

// BenchmarkCheck is what reading the structure of a JPEG costs before it is decoded.
func BenchmarkCheck(b *testing.B) {
	data := encoded(b, JPEG, 1500, 2000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		src, err := open(data)
		if err == nil {
			err = admit(src, Options{})
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

// allocated returns the bytes that a run of f takes, the first of which is for warming up. A garbage collection
// would empty the pools, and each processor has its own.
func allocated(f func()) int64 {
	const runs = 5
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	f()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		f()
	}
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc-before.TotalAlloc) / runs
}

// TestDecodeIntoMemory: decoding again takes nothing for pixels, neither the decoder nor the tensors.
func TestDecodeIntoMemory(t *testing.T) {
	if testdata.Race {
		t.Skip("pools forget at random")
	}
	data := encoded(t, JPEG, 150, 200)
	for _, opt := range []Options{{}, {Space: tensor.Gray}, {DType: tensor.Float32}} {
		var dst tensor.Tensor
		got := allocated(func() {
			if err := DecodeInto(&dst, data, opt); err != nil {
				t.Fatal(err)
			}
		})
		if got > 8192 { // a plane of the picture has 30 000
			t.Errorf("%+v: %d bytes", opt, got)
		}
	}
}
