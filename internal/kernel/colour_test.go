package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// colours are channels of pixels: random ones, grays, pure ones and hostile ones.
func colours(r *rand.Rand, planes [3][]float32) {
	odd := []float32{0, float32(math.Copysign(0, -1)), 1, 0.04045, 0.0404500001, 2, -1, float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)), math.MaxFloat32, 1e-40}
	for i := range planes[0] {
		kind := r.IntN(5)
		gray := r.Float32()
		for c := range planes {
			switch kind {
			case 0:
				planes[c][i] = gray
			case 1:
				planes[c][i] = float32(r.IntN(2))
			case 2:
				planes[c][i] = odd[r.IntN(len(odd))]
			default:
				planes[c][i] = r.Float32()
			}
		}
	}
}

func TestColourKernels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		for n := range 130 {
			var src, got, want [3][]float32
			for c := range 3 {
				src[c] = fenced[float32](fences[c], n, n%2 == 0)
				got[c], want[c] = make([]float32, n), make([]float32, n)
			}
			colours(r, src)
			check := func(name string) {
				for c := range 3 {
					equalFloats(t, got[c], want[c], "%s of %d pixels, channel %d", name, n, c)
				}
			}
			HSVOfRGB(got[0], got[1], got[2], src[0], src[1], src[2])
			hsvOfRGBGeneric(want[0], want[1], want[2], src[0], src[1], src[2])
			check("hsv")
			LabOfLight(got[0], got[1], got[2], src[0], src[1], src[2])
			labOfLightGeneric(want[0], want[1], want[2], src[0], src[1], src[2])
			check("lab")
			for c := range 3 {
				LightOfSRGB(got[c], src[c])
				lightOfSRGBGeneric(want[c], src[c])
			}
			check("light")
			for c := range 3 {
				for i, v := range src[c] {
					if v > 1 {
						src[c][i] = 1 / v
					}
				}
				LightOfSRGB(got[c], src[c])
				lightOfSRGBGeneric(want[c], src[c])
			}
			check("light up to 1")
			LabOfLight(src[0], src[1], src[2], got[0], got[1], got[2])
			labOfLightGeneric(got[0], got[1], got[2], want[0], want[1], want[2])
			want = src
			check("lab in place")
		}
	})
}

// TestLightOfSRGB holds the polynomial to the formula.
func TestLightOfSRGB(t *testing.T) {
	worst := 0.0
	for i := range 1 << 16 {
		x := float32(i) / (1<<16 - 1)
		var got [1]float32
		LightOfSRGB(got[:], []float32{x})
		want := float64(x) / 12.92
		if x > 0.04045 {
			want = math.Pow((float64(x)+0.055)/1.055, 2.4)
		}
		worst = max(worst, math.Abs(float64(got[0])-want))
	}
	if worst > 4e-7 {
		t.Errorf("off by %g, want 4e-7 at most", worst)
	}
}

// TestLabCurve holds the roots to the formula.
func TestLabCurve(t *testing.T) {
	for i := range 1 << 16 {
		v := float32(i) / (1 << 15)
		want := math.Cbrt(float64(v))
		if v <= labEpsilon {
			want = labSlope*float64(v) + labOffset
		}
		if d := math.Abs(float64(labCurve(v))/want - 1); d > 1.5e-7 {
			t.Fatalf("f(%v) has a relative error of %g", v, d)
		}
	}
}

func FuzzColour(f *testing.F) {
	f.Add(uint64(1), uint16(50))
	f.Fuzz(func(t *testing.T, seed uint64, n uint16) {
		r := rand.New(rand.NewPCG(seed, 3))
		var src, got, want [3][]float32
		for c := range 3 {
			src[c], got[c], want[c] = make([]float32, n%700), make([]float32, n%700), make([]float32, n%700)
			for i := range src[c] {
				src[c][i] = math.Float32frombits(r.Uint32())
			}
		}
		hsvOfRGBGeneric(want[0], want[1], want[2], src[0], src[1], src[2])
		fuzzLevels(func() {
			HSVOfRGB(got[0], got[1], got[2], src[0], src[1], src[2])
			for c := range 3 {
				equalFloats(t, got[c], want[c], "hsv, channel %d", c)
			}
		})
		labOfLightGeneric(want[0], want[1], want[2], src[0], src[1], src[2])
		fuzzLevels(func() {
			LabOfLight(got[0], got[1], got[2], src[0], src[1], src[2])
			for c := range 3 {
				equalFloats(t, got[c], want[c], "lab, channel %d", c)
			}
		})
	})
}

func BenchmarkColour(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	var p, q [3][]float32
	for c := range 3 {
		p[c], q[c] = make([]float32, 1024), make([]float32, 1024)
		for i := range p[c] {
			p[c][i] = r.Float32()
		}
	}
	for name, run := range map[string]func(){
		"hsv":   func() { HSVOfRGB(q[0], q[1], q[2], p[0], p[1], p[2]) },
		"light": func() { LightOfSRGB(q[0], p[0]) },
		"lab":   func() { LabOfLight(q[0], q[1], q[2], p[0], p[1], p[2]) },
	} {
		b.Run("kernel="+name+"/pixels=1024", func(b *testing.B) {
			benchLevels(b, func(b *testing.B) {
				for b.Loop() {
					run()
				}
			})
		})
	}
}
