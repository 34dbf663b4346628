package icc

import (
	"math"
	"slices"
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

// TestLinearizeByTable: many values are converted as few are.
func TestLinearizeByTable(t *testing.T) {
	for _, name := range []string{"kinds", "p3", "gray_table"} {
		tr := mustTransform(t, readProfile(t, name))
		const n = 1 << 16
		var many, few [3][]float32
		for c := range many {
			for i := range n {
				many[c] = append(many[c], float32((i*(2*c+1))%n)/(n-1))
			}
			few[c] = slices.Clone(many[c])
		}
		if tr.gray {
			tr.Gray32(many[0])
			tr.Gray32(few[0][:n/2])
			tr.Gray32(few[0][n/2:])
		} else {
			tr.RGB32(many[0], many[1], many[2])
			tr.RGB32(few[0][:n/2], few[1][:n/2], few[2][:n/2])
			tr.RGB32(few[0][n/2:], few[1][n/2:], few[2][n/2:])
		}
		for c := range many {
			if !slices.Equal(many[c], few[c]) {
				t.Errorf("%s: channel %d depends on how many there are", name, c)
			}
		}
	}
}

// TestWhiteStaysWhite: white and black of primaries with any white are those of sRGB, and gray has no colour.
func TestWhiteStaysWhite(t *testing.T) {
	dci := Chromaticities{White: [2]float64{0.314, 0.351}, Red: [2]float64{0.680, 0.320}, Green: [2]float64{0.265, 0.690}, Blue: [2]float64{0.150, 0.060}}
	tr, err := Chromatic(dci, Gamma(2.6))
	if err != nil || tr.Identity() || tr.Fits(true) != nil {
		t.Fatal(err)
	}
	r, g, b := []uint8{0, 128, 255}, []uint8{0, 128, 255}, []uint8{0, 128, 255}
	tr.RGB8(r, g, b)
	if !slices.Equal(r, g) || !slices.Equal(r, b) || r[0] != 0 || r[2] != 255 {
		t.Errorf("%v %v %v", r, g, b)
	}
}

func TestFits(t *testing.T) {
	for name, c := range map[string]struct{ gray, rgb bool }{
		"p3": {true, true}, "kinds": {false, true}, "gray_gamma": {true, false}, "other_white": {false, true}, "swapped": {true, true},
	} {
		tr := mustTransform(t, readProfile(t, name))
		if gray, rgb := tr.Fits(true) == nil, tr.Fits(false) == nil; gray != c.gray || rgb != c.rgb {
			t.Errorf("%s: gray %v, rgb %v", name, gray, rgb)
		}
	}
}

func TestDescription(t *testing.T) {
	for name, want := range map[string]string{"p3": "Display P3", "adobe": "Adobe RGB", "gray_gamma": "gray gamma 1.8"} {
		data := readProfile(t, name)
		p, err := Parse(data)
		if err != nil || p.Description != want {
			t.Errorf("%s: %q, %v", name, p.Description, err)
		}
		at := content(t, data, "desc")
		for _, broken := range [][]byte{changed(data, at, "text"), changed(data, at+8, "\x00\x00\x00\x00"), changed(data, entry(t, data, "desc")+8, "\x00\x00\x00\x0a")} {
			if p, err := Parse(broken); err != nil || p.Description != "" {
				t.Errorf("%s, broken: %q, %v", name, p.Description, err)
			}
		}
	}
	data := readProfile(t, "p3")
	at := content(t, data, "desc")
	for _, broken := range [][]byte{changed(data, at+12, "\x00\x00\x00\x0d"), changed(data, at+20, "\xff\xff\xff\xff"), changed(data, at+24, "\xff\xff\xff\xff")} {
		if p, err := Parse(broken); err != nil || p.Description != "" {
			t.Errorf("broken: %q, %v", p.Description, err)
		}
	}
	if got := readable("a\x1b[31mb\nc\x00d"); got != "a[31mbc" {
		t.Errorf("%q", got)
	}
}

// TestSteady: converting bytes takes no memory.
func TestSteady(t *testing.T) {
	tr := mustTransform(t, readProfile(t, "p3"))
	r, g, b := make([]uint8, 100), make([]uint8, 100), make([]uint8, 100)
	if n := testing.AllocsPerRun(20, func() { tr.RGB8(r, g, b); tr.Gray8(r) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkRGB8(b *testing.B) {
	b.Run("in=3x1080x1920", benchmarkRGB8)
}

func benchmarkRGB8(b *testing.B) {
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
