package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestLinePlacesLevels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(81, 1))
		for n := range 60 {
			for _, shift := range []int{0, 20, 45} {
				testLinePlaces(t, n, int64(r.Uint64())>>shift, int64(r.Uint64())>>shift)
			}
		}
		testLinePlaces(t, 30, math.MaxInt64, math.MaxInt64)
		testLinePlaces(t, 30, math.MinInt64, -1)
	})
}

// testLinePlaces holds the numbers to their definition.
func testLinePlaces(t *testing.T, n int, at, step int64) {
	t.Helper()
	whole, rest := fenced[int32](fences[0], n, true), fenced[float32](fences[1], n, true)
	LinePlaces(whole, rest, at, step)
	for i := range whole {
		v := at + int64(i)*step
		if want := int32(v >> 32); whole[i] != want {
			t.Fatalf("%d + %d·%d: %d, want %d", at, i, step, whole[i], want)
		}
		if want := float32(uint32(v)&^0xFF) / (1 << 32); rest[i] != want {
			t.Fatalf("%d + %d·%d: rest %v, want %v", at, i, step, rest[i], want)
		}
	}
}

func TestPlacesLevels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(88, 8))
		numbers := []float64{0, 1, -1, 0.5, 1e-300, 1e300, -3e9, 1 << 29, -1 << 29, math.NaN(), math.Inf(1), math.Inf(-1)}
		for n := range 60 {
			testPlaces(t, r, n, func() float64 { return r.NormFloat64() * 100 })
			testPlaces(t, r, n, func() float64 { return numbers[r.IntN(len(numbers))] })
		}
	})
}

// testPlaces compares with the references, and these with the formula where that is a number not far away.
func testPlaces(t *testing.T, r *rand.Rand, n int, number func() float64) {
	t.Helper()
	a, b, c, d, shift := number(), number(), number(), number(), 0.5*float64(r.IntN(3)-1)
	whole, rest, v := fenced[int32](fences[0], n, true), fenced[float32](fences[1], n, true), fenced[float32](fences[2], n, true)
	want, wantRest := make([]int32, n), make([]float32, n)
	RatioPlaces(whole, rest, a, b, c, d, shift)
	ratioPlacesGeneric(want, wantRest, 0, a, b, c, d, shift)
	if !slices.Equal(whole, want) {
		t.Fatalf("(%v + i·%v)/(%v + i·%v) + %v: %v, want %v", a, b, c, d, shift, whole, want)
	}
	sameFloats(t, rest, wantRest, "(%v + i·%v)/(%v + i·%v) + %v", a, b, c, d, shift)
	for i := range want {
		exact := (a+float64(i)*b)/(c+float64(i)*d) + shift
		if found := float64(want[i]) + float64(wantRest[i]); math.Abs(exact) < 1e6 && math.Abs(found-exact) > 1e-6 || found != found {
			t.Fatalf("number %d of (%v + i·%v)/(%v + i·%v) + %v: %v, want %v", i, a, b, c, d, shift, found, exact)
		}
		v[i] = float32(number())
	}
	MapPlaces(whole, rest, v, float32(shift))
	mapPlacesGeneric(want, wantRest, v, float32(shift))
	if !slices.Equal(whole, want) {
		t.Fatalf("%v: %v, want %v", v, whole, want)
	}
	sameFloats(t, rest, wantRest, "%v", v)
	for i, f := range v {
		exact := float64(f + float32(shift))
		if found := float64(want[i]) + float64(wantRest[i]); math.Abs(exact) < 1e6 && math.Abs(found-exact) > 1e-6 || found != found {
			t.Fatalf("%v: %v, want %v", f, found, exact)
		}
	}
}

func TestBilinearLevels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(82, 2))
		for n := range 60 {
			testBilinear(t, r, n, 2+r.IntN(40), 2+r.IntN(40), n%2 == 0)
			testBilinear(t, r, n, 2, 2, n%2 == 0)
		}
	})
}

// testBilinear compares with the reference, in a source that begins or ends where memory does.
func testBilinear(t *testing.T, r *rand.Rand, n, h, w int, end bool) {
	t.Helper()
	x, y, fx, fy := make([]int32, n), make([]int32, n), make([]float32, n), make([]float32, n)
	for i := range x {
		x[i], y[i], fx[i], fy[i] = int32(r.IntN(w-1)), int32(r.IntN(h-1)), r.Float32(), r.Float32()
		switch r.IntN(6) {
		case 0: // the corners
			x[i], y[i] = int32(r.IntN(2)*(w-2)), int32(r.IntN(2)*(h-2))
		case 1: // the ends of a pixel, and ties
			fx[i], fy[i] = float32(r.IntN(3))/2, float32(r.IntN(3))/2
		}
	}
	bytes, to := fillBytes(r, fenced[uint8](fences[0], h*w, end)), fenced[uint8](fences[1], n, end)
	wantBytes := make([]uint8, n)
	bilinearUint8Generic(wantBytes, bytes, w, x, y, fx, fy)
	BilinearUint8(to, bytes, w, x, y, fx, fy)
	sameBytes(t, to, wantBytes, "%d of %d×%d bytes", n, h, w)

	floats, dst := fillFloats(r, fenced[float32](fences[0], h*w, end)), fenced[float32](fences[1], n, end)
	want := make([]float32, n)
	bilinearFloat32Generic(want, floats, w, x, y, fx, fy)
	BilinearFloat32(dst, floats, w, x, y, fx, fy)
	sameFloats(t, dst, want, "%d of %d×%d floats", n, h, w)
}

func TestNearestLevels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(85, 5))
		for n := range 60 {
			testNearest(t, r, n, 1+r.IntN(40), 1+r.IntN(40), n%2 == 0)
			testNearest(t, r, n, 1, 1+n%8, n%2 == 0)
		}
	})
}

// testNearest holds the values to their definition, in a source that begins or ends where memory does.
func testNearest(t *testing.T, r *rand.Rand, n, h, w int, end bool) {
	t.Helper()
	x, y := make([]int32, n), make([]int32, n)
	bytes, to, wantBytes := fillBytes(r, fenced[uint8](fences[0], h*w, end)), fenced[uint8](fences[1], n, end), make([]uint8, n)
	floats, dst, want := fillFloats(r, fenced[float32](fences[2], h*w, end)), fenced[float32](fences[3], n, end), make([]float32, n)
	for i := range x {
		x[i], y[i] = int32(r.IntN(w)), int32(r.IntN(h))
		if i%4 == 0 {
			x[i], y[i] = int32(w-1), int32(h-1)
		}
		at := int(y[i])*w + int(x[i])
		wantBytes[i], want[i] = bytes[at], floats[at]
	}
	NearestUint8(to, bytes, w, x, y)
	sameBytes(t, to, wantBytes, "%d of %d×%d bytes", n, h, w)
	NearestFloat32(dst, floats, w, x, y)
	sameFloats(t, dst, want, "%d of %d×%d floats", n, h, w)
}

func TestCubicLevels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(86, 6))
		for n := range 40 {
			testCubic(t, r, n, 4+r.IntN(40), 4+r.IntN(40), n%2 == 0)
			testCubic(t, r, n, 4, 4, n%2 == 0)
		}
	})
}

// testCubic compares with the reference, in a source that begins or ends where memory does.
func testCubic(t *testing.T, r *rand.Rand, n, h, w int, end bool) {
	t.Helper()
	x, y, u, v := make([]int32, n), make([]int32, n), make([][4]float32, n), make([][4]float32, n)
	f := fenced[float32](fences[0], n, end)
	for i := range x {
		x[i], y[i], f[i] = 1+int32(r.IntN(w-3)), 1+int32(r.IntN(h-3)), r.Float32()
		if r.IntN(5) == 0 {
			x[i], y[i], f[i] = 1+int32(r.IntN(2)*(w-4)), 1+int32(r.IntN(2)*(h-4)), float32(r.IntN(3))/2
		}
	}
	CubicWeights(u, f)
	cubicWeightsGeneric(v, f)
	for i := range u {
		sameFloats(t, u[i][:], v[i][:], "the weights at %v, %d of %d", f[i], i, n)
	}
	r.Shuffle(n, func(i, j int) { v[i], v[j] = v[j], v[i] })
	bytes, to := fillBytes(r, fenced[uint8](fences[0], h*w, end)), fenced[uint8](fences[1], n, end)
	if r.IntN(3) == 0 {
		for i := range bytes {
			bytes[i] = 255 * (bytes[i] & 1) // beyond both ends of the range
		}
	}
	wantBytes := make([]uint8, n)
	cubicUint8Generic(wantBytes, bytes, w, x, y, u, v)
	CubicUint8(to, bytes, w, x, y, u, v)
	sameBytes(t, to, wantBytes, "%d of %d×%d bytes", n, h, w)

	floats, dst := fillFloats(r, fenced[float32](fences[0], h*w, end)), fenced[float32](fences[1], n, end)
	want := make([]float32, n)
	cubicFloat32Generic(want, floats, w, x, y, u, v)
	CubicFloat32(dst, floats, w, x, y, u, v)
	sameFloats(t, dst, want, "%d of %d×%d floats", n, h, w)
}

// TestCubicFormula holds the weights to Keys' function in float64, and sums to the sum of 16 products.
func TestCubicFormula(t *testing.T) {
	const a = -0.75
	keys := func(x float64) float64 {
		if x = math.Abs(x); x <= 1 {
			return (a+2)*x*x*x - (a+3)*x*x + 1
		}
		return a*x*x*x - 5*a*x*x + 8*a*x - 4*a
	}
	r := rand.New(rand.NewPCG(87, 7))
	src := make([]float32, 16)
	for range 1000 {
		fx, fy, u, v, sum := r.Float32(), r.Float32(), make([][4]float32, 1), make([][4]float32, 1), 0.0
		cubicWeightsGeneric(u, []float32{fx})
		cubicWeightsGeneric(v, []float32{fy})
		for i := range src {
			src[i] = r.Float32()
			sum += keys(float64(i%4-1)-float64(fx)) * keys(float64(i/4-1)-float64(fy)) * float64(src[i])
		}
		for i, w := range u[0] {
			if math.Abs(float64(w)-keys(float64(i-1)-float64(fx))) > 2e-7 {
				t.Fatalf("weight %d at %v: %v", i, fx, w)
			}
		}
		var got [1]float32
		cubicFloat32Generic(got[:], src, 4, []int32{1}, []int32{1}, u, v)
		if math.Abs(float64(got[0])-sum) > 1e-6 {
			t.Fatalf("%v, want %v", got[0], sum)
		}
	}
}

// TestBilinearFormula holds the reference to the formula in float64.
func TestBilinearFormula(t *testing.T) {
	r := rand.New(rand.NewPCG(83, 3))
	src, floats := fillBytes(r, make([]uint8, 4)), make([]float32, 4)
	for range 10000 {
		fillBytes(r, src)
		for i, v := range src {
			floats[i] = float32(v)
		}
		fx, fy := []float32{r.Float32()}, []float32{r.Float32()}
		a, b := float64(fx[0]), float64(fy[0])
		want := (float64(src[0])*(1-a)+float64(src[1])*a)*(1-b) + (float64(src[2])*(1-a)+float64(src[3])*a)*b
		var v [1]float32
		var u [1]uint8
		bilinearFloat32Generic(v[:], floats, 2, []int32{0}, []int32{0}, fx, fy)
		bilinearUint8Generic(u[:], src, 2, []int32{0}, []int32{0}, fx, fy)
		if math.Abs(float64(v[0])-want) > 1e-4 || math.Abs(float64(u[0])-want) > 0.5001 {
			t.Fatalf("%v at %v, %v: %v and %d, want %v", src, a, b, v[0], u[0], want)
		}
	}
}

func FuzzWarp(f *testing.F) {
	f.Add(uint64(1), uint8(20), uint8(3), uint8(5), int64(1), int64(1)<<32)
	f.Fuzz(func(t *testing.T, seed uint64, n, h, w uint8, start, step int64) {
		r := rand.New(rand.NewPCG(seed, 0))
		fuzzLevels(func() {
			testBilinear(t, r, int(n), 2+int(h), 2+int(w), seed%2 == 0)
			testCubic(t, r, int(n), 4+int(h), 4+int(w), seed%2 == 0)
			testNearest(t, r, int(n), 1+int(h), 1+int(w), seed%2 == 0)
			testLinePlaces(t, int(n), start, step)
			testPlaces(t, r, int(n), func() float64 { return math.Ldexp(r.NormFloat64(), r.IntN(60)-20) })
		})
	})
}

func BenchmarkWarp(b *testing.B) {
	const n, h, w = 256, 1080, 1920
	r := rand.New(rand.NewPCG(84, 4))
	x, y, fx, fy := make([]int32, n), make([]int32, n), make([]float32, n), make([]float32, n)
	for i := range x {
		x[i], y[i], fx[i], fy[i] = 500+int32(i), 300+int32(i)/8, r.Float32(), r.Float32()
	}
	bytes, floats := fillBytes(r, make([]uint8, h*w)), make([]float32, h*w)
	to, dst, u := make([]uint8, n), make([]float32, n), make([][4]float32, n)
	CubicWeights(u, fx)
	for name, run := range map[string]func(){
		"bilinear_uint8":   func() { BilinearUint8(to, bytes, w, x, y, fx, fy) },
		"bilinear_float32": func() { BilinearFloat32(dst, floats, w, x, y, fx, fy) },
		"cubic_uint8":      func() { CubicUint8(to, bytes, w, x, y, u, u) },
		"cubic_float32":    func() { CubicFloat32(dst, floats, w, x, y, u, u) },
		"cubic_weights":    func() { CubicWeights(u, fx) },
		"nearest_uint8":    func() { NearestUint8(to, bytes, w, x, y) },
		"nearest_float32":  func() { NearestFloat32(dst, floats, w, x, y) },
		"ratio_places":     func() { RatioPlaces(x, fx, 500, 1.01, 1, 1e-5, -0.5) },
		"map_places":       func() { MapPlaces(x, fx, fy, 500) },
		"line_places":      func() { LinePlaces(x, fx, 500<<32, 1<<31+12345) },
	} {
		b.Run(fmt.Sprint("kernel=", name, "/n=256"), func(b *testing.B) {
			benchLevels(b, func(b *testing.B) {
				for b.Loop() {
					run()
				}
			})
		})
	}
}
