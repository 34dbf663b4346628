package kernel

import (
	"math/rand/v2"
	"testing"
)

func TestAffineLevels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(10, 10))
		for n := range 150 {
			for _, end := range []bool{false, true} {
				testAffine(t, r, n, end, r.Float32()-0.5, r.Float32()*4-2)
			}
		}
		testAffine(t, r, 10, true, 0, 0)
	})
}

func testAffine(t *testing.T, r *rand.Rand, n int, end bool, mean, std float32) {
	t.Helper()
	bytes := fillBytes(r, fenced[uint8](fences[0], n, end))
	dst, want := fenced[float32](fences[1], n, end), make([]float32, n)
	UnitUint8(dst, bytes)
	unitUint8Generic(want, bytes)
	sameFloats(t, dst, want, "%d bytes", n)
	AffineUint8(dst, bytes, mean, std)
	affineUint8Generic(want, bytes, mean, std)
	sameFloats(t, dst, want, "%d bytes, mean %v, std %v", n, mean, std)

	var table [256]float32
	fillFloats(r, table[:])
	LookupFloat32(dst, bytes, &table)
	lookupFloat32Generic(want, bytes, &table)
	sameFloats(t, dst, want, "%d bytes looked up", n)

	src := fillFloats(r, fenced[float32](fences[0], n, end))
	AffineFloat32(dst, src, mean, std)
	affineFloat32Generic(want, src, mean, std)
	sameFloats(t, dst, want, "%d floats, mean %v, std %v", n, mean, std)
	AffineFloat32(src, src, mean, std)
	sameFloats(t, src, want, "%d floats in place", n)
}

// TestAffineUint8Composes: for all values, one pass gives what two do.
func TestAffineUint8Composes(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		var src [256]uint8
		for v := range src {
			src[v] = uint8(v)
		}
		var unit, want, got [256]float32
		UnitUint8(unit[:], src[:])
		AffineFloat32(want[:], unit[:], 0.485, 0.229)
		AffineUint8(got[:], src[:], 0.485, 0.229)
		sameFloats(t, got[:], want[:], "one pass and two")
	})
}

func FuzzAffine(f *testing.F) {
	f.Add(uint64(1), uint16(300), float32(0.5), float32(0.25))
	f.Fuzz(func(t *testing.T, seed uint64, n uint16, mean, std float32) {
		r := rand.New(rand.NewPCG(seed, 0))
		fuzzLevels(func() { testAffine(t, r, int(n%2000), seed%2 == 0, mean, std) })
	})
}

func BenchmarkAffine(b *testing.B) {
	const n = 3 * 224 * 224
	dst, floats, bytes := make([]float32, n), make([]float32, n), make([]uint8, n)
	fillBytes(rand.New(rand.NewPCG(11, 11)), bytes)
	var table [256]float32
	for name, run := range map[string]func(){
		"float32": func() { AffineFloat32(dst, floats, 0.5, 0.25) },
		"uint8":   func() { AffineUint8(dst, bytes, 0.5, 0.25) },
		"unit":    func() { UnitUint8(dst, bytes) },
		"lookup":  func() { LookupFloat32(dst, bytes, &table) },
	} {
		b.Run("kernel="+name, func(b *testing.B) {
			benchLevels(b, func(b *testing.B) {
				b.SetBytes(4 * n)
				for b.Loop() {
					run()
				}
			})
		})
	}
}
