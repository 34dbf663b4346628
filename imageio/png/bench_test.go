package png

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	stdpng "image/png"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// photo returns a photo of the repository.
func photo(t testing.TB) image.Image {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(testdata.Root(), "testdata", "photos", "astronaut.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// filtered writes img with one filter, or the best one for each row if filter is filters.
func filtered(t testing.TB, img image.Image, filter byte) []byte {
	t.Helper()
	x, err := tensor.FromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	choose := best
	if filter < filters {
		choose = always(filter)
	}
	info, err := infoOf(x)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := newEncoder(6).encode(&b, x, &info, choose); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// written writes img as image/png does.
func written(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := stdpng.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func redraw[T interface {
	image.Image
	Set(x, y int, c color.Color)
}](img T, from image.Image, alpha bool) T {
	b := from.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.NRGBAModel.Convert(from.At(x, y)).(color.NRGBA)
			if alpha {
				c.A = uint8(min(255, (x+y)/2))
			}
			img.Set(x-b.Min.X, y-b.Min.Y, c)
		}
	}
	return img
}

// interlaced writes an RGB picture in the seven passes of Adam7, each row with the best filter.
func interlaced(t testing.TB, img image.Image) []byte {
	t.Helper()
	b := img.Bounds()
	info := Info{Width: b.Dx(), Height: b.Dy(), Depth: 8, Colour: RGB, Interlaced: true}
	var raw []byte
	for _, p := range adam7 {
		h, w := p.size(&info)
		prev, room := make([]byte, 3*w), make([]byte, filters*(1+3*w))
		for y := range h {
			row := make([]byte, 0, 3*w)
			for x := range w {
				c := color.NRGBAModel.Convert(img.At(b.Min.X+p.x+x*p.dx, b.Min.Y+p.y+y*p.dy)).(color.NRGBA)
				row = append(row, c.R, c.G, c.B)
			}
			raw = append(raw, best(room, row, prev, 3)...)
			prev = row
		}
	}
	file := appendChunk([]byte(signature), "IHDR", ihdr(&info))
	return appendChunk(appendChunk(file, "IDAT", deflated(t, raw, 6)), "IEND", nil)
}

// screenshot draws windows, lines of something like text, and a photo.
func screenshot(picture image.Image) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, 1280, 800))
	r := rand.New(rand.NewPCG(1, 2))
	fill := func(x0, y0, x1, y1 int, c color.RGBA) {
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				img.SetRGBA(x, y, c)
			}
		}
	}
	var glyphs [30][8]uint8
	for g := range glyphs {
		for y := range 8 {
			glyphs[g][y] = uint8(r.UintN(256)) & uint8(r.UintN(256)|0x18)
		}
	}
	fill(0, 0, 1280, 800, color.RGBA{246, 246, 246, 255})
	fill(0, 0, 1280, 40, color.RGBA{40, 44, 52, 255})
	for y := 60; y < 780; y += 14 {
		for x, end := 20, 100+r.IntN(800); x < end; x += 8 {
			for dy, bits := range glyphs[r.IntN(30)] {
				for dx := range 7 {
					if bits>>dx&1 != 0 {
						img.SetRGBA(x+dx, y+dy, color.RGBA{30, 30, 60, 255})
					}
				}
			}
		}
	}
	for y := range 300 {
		for x := range 300 {
			img.Set(950+x, 80+y, picture.At(x+100, y))
		}
	}
	return img
}

// pictures returns a file of each usual kind.
func pictures(t testing.TB) []struct {
	name string
	data []byte
} {
	p := photo(t)
	rect := image.Rect(0, 0, p.Bounds().Dx(), p.Bounds().Dy())
	icon, face := image.Rect(0, 0, 32, 32), p.(*image.YCbCr).SubImage(image.Rect(200, 80, 232, 112))
	var palette color.Palette
	for i := range 252 {
		palette = append(palette, color.RGBA{uint8(i / 42 * 51), uint8(i / 6 % 7 * 42), uint8(i % 6 * 51), 255})
	}
	gray, alpha := redraw(image.NewGray(rect), p, false), redraw(image.NewNRGBA(rect), p, true)
	return []struct {
		name string
		data []byte
	}{
		{"rgb8-photo-std", written(t, redraw(image.NewRGBA(rect), p, false))},
		{"rgb8-photo-best", filtered(t, p, filters)},
		{"rgb8-photo-none", filtered(t, p, filterNone)},
		{"rgb8-photo-sub", filtered(t, p, filterSub)},
		{"rgb8-photo-up", filtered(t, p, filterUp)},
		{"rgb8-photo-average", filtered(t, p, filterAverage)},
		{"rgb8-photo-paeth", filtered(t, p, filterPaeth)},
		{"rgba8-photo", written(t, alpha)},
		{"gray8-photo", written(t, gray)},
		{"gray8-paeth", filtered(t, gray, filterPaeth)},
		{"palette8-photo", written(t, redraw(image.NewPaletted(rect, palette), p, false))},
		{"rgb8-screenshot", written(t, screenshot(p))},
		{"rgb8-interlaced", interlaced(t, p)},
		{"rgb16-photo", written(t, redraw(image.NewRGBA64(rect), p, false))},
		{"rgba16-photo", written(t, redraw(image.NewNRGBA64(rect), p, true))},
		{"gray16-photo", written(t, redraw(image.NewGray16(rect), p, false))},
		{"palette4-photo", written(t, redraw(image.NewPaletted(rect, palette[:16]), p, false))},
		{"rgb8-32x32", written(t, redraw(image.NewRGBA(icon), face, false))},
		{"rgba8-32x32", written(t, redraw(image.NewNRGBA(icon), face, true))},
		{"gray8-32x32", written(t, redraw(image.NewGray(icon), face, false))},
		{"palette8-32x32", written(t, redraw(image.NewPaletted(icon, palette), face, false))},
	}
}

// BenchmarkDecode gives MB/s of what the file's rows have uncompressed.
func BenchmarkDecode(b *testing.B) {
	for _, p := range pictures(b) {
		info, err := ReadInfo(p.data)
		if err != nil {
			b.Fatal(err)
		}
		var dst tensor.Tensor
		for impl, decode := range map[string]func() error{
			"saccade": func() error { return Decode(&dst, p.data, DecodeOptions{}) },
			"std":     func() error { _, err := stdpng.Decode(bytes.NewReader(p.data)); return err },
		} {
			b.Run(fmt.Sprintf("impl=%s/type=%s", impl, p.name), func(b *testing.B) {
				b.SetBytes(rawSize(&info, whole[:]))
				b.ReportAllocs()
				for b.Loop() {
					if err := decode(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkRatio decodes by turns here and with image/png, and gives how many times longer that takes: the ratio of the
// medians, which a busy machine disturbs less than two benchmarks one after the other.
func BenchmarkRatio(b *testing.B) {
	for _, p := range pictures(b) {
		b.Run("type="+p.name, func(b *testing.B) {
			var dst tensor.Tensor
			var ours, theirs []time.Duration
			for b.Loop() {
				start := time.Now()
				if err := Decode(&dst, p.data, DecodeOptions{}); err != nil {
					b.Fatal(err)
				}
				middle := time.Now()
				if _, err := stdpng.Decode(bytes.NewReader(p.data)); err != nil {
					b.Fatal(err)
				}
				ours, theirs = append(ours, middle.Sub(start)), append(theirs, time.Since(middle))
			}
			slices.Sort(ours)
			slices.Sort(theirs)
			b.ReportMetric(float64(theirs[len(theirs)/2])/float64(ours[len(ours)/2]), "std/saccade")
		})
	}
}

func BenchmarkEncode(b *testing.B) {
	img := redraw(image.NewRGBA(image.Rect(0, 0, 512, 512)), photo(b), false)
	t, err := tensor.FromImage(img)
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	count := writerFunc(func(p []byte) (int, error) { size += len(p); return len(p), nil })
	for impl, encode := range map[string]func(w io.Writer) error{
		"saccade":      func(w io.Writer) error { return Encode(w, t, EncodeOptions{}) },
		"saccade-fast": func(w io.Writer) error { return Encode(w, t, EncodeOptions{Fast: true}) },
		"std":          func(w io.Writer) error { return stdpng.Encode(w, img) },
		"std-fast": func(w io.Writer) error {
			return (&stdpng.Encoder{CompressionLevel: stdpng.BestSpeed}).Encode(w, img)
		},
	} {
		b.Run("impl="+impl+"/type=rgb8-photo", func(b *testing.B) {
			b.SetBytes(int64(t.Len()))
			b.ReportAllocs()
			for b.Loop() {
				size = 0
				if err := encode(count); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(size), "bytes")
		})
	}
}

type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
