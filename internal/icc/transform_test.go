package icc

import (
	"math"
	"testing"

	"github.com/saccade-go/saccade/colorspace"
)

// TestEncode: the table rounds as the formula does, at every edge and between.
func TestEncode(t *testing.T) {
	e := srgb()
	for k := range 1 << 18 {
		v := []float32{float32(k) / (1<<18 - 1)}
		got := e.encode(v[0])
		colorspace.EncodeSRGB(v, v)
		if want := float64(v[0]) * 255; math.Abs(float64(got)-want) > 0.5001 {
			t.Fatalf("light %d: %d, want %v", k, got, want)
		}
	}
	for q := range 256 {
		v := []float32{float32(q) / 255}
		colorspace.DecodeSRGB(v, v)
		if got := e.encode(v[0]); int(got) != q {
			t.Errorf("light of %d gives %d", q, got)
		}
	}
	for v, want := range map[float32]uint8{-1: 0, float32(math.Copysign(0, -1)): 0, 2: 255, float32(math.Inf(1)): 255, float32(math.Inf(-1)): 0} {
		if got := e.encode(v); got != want {
			t.Errorf("%v: %d, want %d", v, got, want)
		}
	}
}

func BenchmarkRGB8(b *testing.B) {
	p3 := Rec709
	p3.Red, p3.Green = [2]float64{0.680, 0.320}, [2]float64{0.265, 0.690}
	tr, err := Chromatic(p3, SRGB())
	if err != nil {
		b.Fatal(err)
	}
	const n = 1080 * 1920
	var planes, from [3][]uint8
	for c := range planes {
		planes[c], from[c] = make([]uint8, n), make([]uint8, n)
		for i := range from[c] {
			from[c][i] = uint8(i*(7+c)>>5 ^ i>>(3+c))
		}
	}
	b.SetBytes(3 * n)
	for b.Loop() {
		for c := range planes {
			copy(planes[c], from[c])
		}
		tr.RGB8(planes[0], planes[1], planes[2])
	}
}

func BenchmarkChromatic(b *testing.B) {
	for b.Loop() {
		if _, err := Chromatic(Rec709, SRGB()); err != nil {
			b.Fatal(err)
		}
	}
}
