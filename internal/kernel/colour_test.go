package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// A threePlanes kernel makes three planes of three; generic is its reference.
type threePlanes struct {
	name         string
	run, generic func(dst, src *[3][]float32)
}

func planes6(f func(a, b, c, d, e, f []float32)) func(dst, src *[3][]float32) {
	return func(dst, src *[3][]float32) { f(dst[0], dst[1], dst[2], src[0], src[1], src[2]) }
}

var colourKernels = []threePlanes{
	{"hsv_of_rgb", planes6(HSVOfRGB), planes6(hsvOfRGBGeneric)},
	{"rgb_of_hsv", planes6(RGBOfHSV), planes6(rgbOfHSVGeneric)},
	{"lab_of_rgb", planes6(LabOfRGB), planes6(labOfRGBGeneric)},
	{"lab_of_light", planes6(LabOfLight), planes6(labOfLightGeneric)},
}

// fillColours fills with colours of pictures, in which equal channels and ends are frequent, and with any floats, NaN beside
// equal channels among them.
func fillColours(r *rand.Rand, s *[3][]float32) {
	for c := range s {
		fillWide(r, s[c])
	}
	for i := range s[0] {
		switch r.IntN(5) {
		case 0:
			s[0][i], s[1][i], s[2][i] = r.Float32(), r.Float32(), r.Float32()
		case 1:
			for c := range s {
				s[c][i] = float32(r.IntN(4)) / 3
			}
		case 2:
			for c := range s {
				s[c][i] = float32(r.IntN(256)) / 255
			}
		case 3:
			for c := range s {
				s[c][i] = [3]float32{0.5, float32(math.NaN()), float32(math.Inf(r.IntN(3) - 1))}[r.IntN(3)]
			}
		}
	}
}

// fencedPlanes returns planes of n values that lie in one fence; the last one ends at its end, or the first begins where it
// begins.
func fencedPlanes(f fence, n int, end bool) *[3][]float32 {
	all := fenced[float32](f, 3*n, end)
	return &[3][]float32{all[:n:n], all[n : 2*n : 2*n], all[2*n:]}
}

// testColour compares with the reference, in planes of their own and in those of the source.
func testColour(t *testing.T, r *rand.Rand, k threePlanes, n int, end bool) {
	t.Helper()
	src, dst := fencedPlanes(fences[0], n, end), fencedPlanes(fences[1], n, end)
	fillColours(r, src)
	want := &[3][]float32{make([]float32, n), make([]float32, n), make([]float32, n)}
	k.generic(want, src)
	kept := [3][]float32{slices.Clone(src[0]), slices.Clone(src[1]), slices.Clone(src[2])}
	k.run(dst, src)
	for c := range 3 {
		sameFloats(t, dst[c], want[c], "%s of %d, plane %d", k.name, n, c)
		sameFloats(t, src[c], kept[c], "%s of %d, source %d has changed", k.name, n, c)
	}
	k.run(src, src)
	for c := range 3 {
		sameFloats(t, src[c], want[c], "%s of %d in place, plane %d", k.name, n, c)
	}
}

func TestColourLevels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(40, 40))
		for _, k := range colourKernels {
			for n := range 80 {
				testColour(t, r, k, n, false)
				testColour(t, r, k, n, true)
			}
			testColour(t, r, k, 5000, true)
		}
	})
}

// TestLargePlanes: planes that are written past the caches, and planes that would be if they began where lines do.
func TestLargePlanes(t *testing.T) {
	const n = largePlane + 37
	r := rand.New(rand.NewPCG(43, 43))
	src := &[3][]float32{make([]float32, n), make([]float32, n), make([]float32, n)}
	fillColours(r, src)
	for _, k := range colourKernels[:2] {
		want := &[3][]float32{make([]float32, n), make([]float32, n), make([]float32, n)}
		k.generic(want, src)
		onLevels(t, func(t *testing.T) {
			for skip := range 2 {
				memory := make([]float32, 3*(n+27)+skip) // n+27 is a multiple of 16
				for i := range memory {
					memory[i] = -7
				}
				dst := &[3][]float32{memory[skip:][:n], memory[skip+n+27:][:n], memory[skip+2*(n+27):][:n]}
				k.run(dst, src)
				for c := range 3 {
					sameFloats(t, dst[c], want[c], "%s, plane %d from %d on", k.name, c, skip)
					for i, v := range dst[c][n : n+27] {
						if v != -7 {
							t.Fatalf("%s: wrote %v at %d behind plane %d", k.name, v, i, c)
						}
					}
				}
			}
		})
	}
}

func FuzzColour(f *testing.F) {
	f.Add(uint64(1), uint8(2), uint16(300))
	f.Fuzz(func(t *testing.T, seed uint64, which uint8, n uint16) {
		k := colourKernels[int(which)%len(colourKernels)]
		fuzzLevels(func() { testColour(t, rand.New(rand.NewPCG(seed, 0)), k, int(n%3000), seed%2 == 0) })
	})
}

// TestLightError: light decoded from sRGB and roots keep to the bounds that comments give, over many numbers between 0 and
// beyond what pictures have.
func TestLightError(t *testing.T) {
	for _, tc := range []struct {
		name     string
		f        func(float32) float32
		exact    func(float64) float64
		from, to float32
		bound    float64
	}{
		{"light", lightOf, func(v float64) float64 {
			if v <= 0.04045 {
				return v / 12.92
			}
			return math.Pow((v+0.055)/1.055, 2.4)
		}, 1e-30, 1e15, 5e-7},
		{"root", cubeRoot, math.Cbrt, 1e-37, math.MaxFloat32, 1.5 * 0x1p-23},
	} {
		worst, at := 0., float32(0)
		for bits := math.Float32bits(tc.from); bits < math.Float32bits(tc.to); bits += 997 {
			x := math.Float32frombits(bits)
			want := tc.exact(float64(x))
			if e := math.Abs(float64(tc.f(x))-want) / want; !(e <= worst) {
				worst, at = e, x
			}
		}
		t.Logf("%s: off by %.3g of it at %v", tc.name, worst, at)
		if !(worst <= tc.bound) {
			t.Errorf("%s: off by %.3g of it at %v, want at most %.3g", tc.name, worst, at, tc.bound)
		}
	}
}

func BenchmarkColour(b *testing.B) {
	const n = 1024
	r := rand.New(rand.NewPCG(41, 41))
	src := &[3][]float32{make([]float32, n), make([]float32, n), make([]float32, n)}
	dst := &[3][]float32{make([]float32, n), make([]float32, n), make([]float32, n)}
	for c := range src {
		for i := range src[c] {
			src[c][i] = r.Float32()
		}
	}
	for _, k := range colourKernels {
		b.Run("kernel="+k.name, func(b *testing.B) {
			benchLevels(b, func(b *testing.B) {
				b.SetBytes(3 * 4 * n)
				for b.Loop() {
					k.run(dst, src)
				}
			})
		})
	}
}
