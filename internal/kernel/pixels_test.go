package kernel

import (
	"math"
	"slices"
	"testing"
)

// TestAlphaUint8 goes through all pairs of a value and an alpha.
func TestAlphaUint8(t *testing.T) {
	for a := range 256 {
		alpha := slices.Repeat([]uint8{uint8(a)}, 256)
		src, dst := make([]uint8, 256), make([]uint8, 256)
		for v := range src {
			src[v] = uint8(v)
		}
		PremultiplyUint8(dst, src, alpha)
		back := slices.Clone(src)
		UnpremultiplyUint8(back, alpha)
		for v := range src {
			if want := uint8(math.Round(float64(v*a) / 255)); dst[v] != want {
				t.Fatalf("%d with alpha %d: %d, want %d", v, a, dst[v], want)
			}
			want := v
			if a != 0 {
				want = min(255*v/a, 255)
			}
			if int(back[v]) != want {
				t.Fatalf("%d without alpha %d: %d, want %d", v, a, back[v], want)
			}
		}
	}
}

func TestAlphaFloat32(t *testing.T) {
	nan := float32(math.NaN())
	dst := make([]float32, 3)
	PremultiplyFloat32(dst, []float32{1, 0.5, 0.25}, []float32{0, 0.5, 1})
	if want := []float32{0, 0.25, 0.25}; !slices.Equal(dst, want) {
		t.Errorf("premultiplied: %v, want %v", dst, want)
	}
	plane := []float32{0.25, 0.5, 0.75, -0.1, 0.3, 0.3, nan}
	UnpremultiplyFloat32(plane, []float32{0.5, 0.5, 0.5, 0.5, 0, -0.5, 0.5})
	if want := []float32{0.5, 1, 1, 0, 0, 0}; !slices.Equal(plane[:6], want) || plane[6] == plane[6] {
		t.Errorf("unpremultiplied: %v, want %v and NaN", plane, want)
	}
	clip := []float32{-1, 0, 0.5, 1, 2, nan}
	ClipFloat32(clip)
	if want := []float32{0, 0, 0.5, 1, 1}; !slices.Equal(clip[:5], want) || clip[5] == clip[5] {
		t.Errorf("clipped: %v, want %v and NaN", clip, want)
	}
}

func TestAffineFloat32(t *testing.T) {
	for n := range 40 {
		src := make([]float32, n)
		for i := range src {
			src[i] = float32(i) / 7
		}
		all, dst := guardedFloat32(n)
		AffineFloat32(dst, src, 0.485, 0.229)
		checkGuards(t, "affine", all)
		for i, got := range dst {
			if want := (src[i] - 0.485) / 0.229; got != want {
				t.Fatalf("%d of %d: %v, want %v", i, n, got, want)
			}
		}
		AffineFloat32(src, src, 0.485, 0.229)
		if !slices.Equal(src, dst) {
			t.Fatalf("%d values: not the same in place", n)
		}
	}
}

func TestLookupFloat32(t *testing.T) {
	var table [256]float32
	for v := range table {
		table[v] = float32(v * v)
	}
	for n := range 40 {
		src := make([]uint8, n)
		for i := range src {
			src[i] = uint8(255 - 3*i)
		}
		all, dst := guardedFloat32(n)
		LookupFloat32(dst, src, &table)
		checkGuards(t, "lookup", all)
		for i, got := range dst {
			if got != table[src[i]] {
				t.Fatalf("%d of %d: %v", i, n, got)
			}
		}
	}
}

// TestTranspose compares all four kinds with the formula, around the sides of a tile.
func TestTranspose(t *testing.T) {
	sides := []int{1, 2, 31, 32, 33, 70}
	for _, h := range sides {
		for _, w := range sides {
			src := make([]uint8, h*w)
			for i := range src {
				src[i] = uint8(i * 7)
			}
			for kind := range 4 {
				rows, columns := kind&1 != 0, kind&2 != 0
				all, dst := guardedUint8(h * w)
				TransposeUint8(dst, src, h, w, rows, columns)
				checkGuards(t, "transpose", all)
				for i, v := range src {
					x, y := i%w, i/w
					if rows {
						x = w - 1 - x
					}
					if columns {
						y = h - 1 - y
					}
					if dst[x*h+y] != v {
						t.Fatalf("%d×%d, %v, %v: wrong at row %d, column %d", h, w, rows, columns, x, y)
					}
				}
			}
		}
	}
}

func TestReverse(t *testing.T) {
	for n := range 40 {
		src, floats := make([]uint8, n), make([]float32, n)
		for i := range src {
			src[i], floats[i] = uint8(i), float32(i)
		}
		all8, dst := guardedUint8(n)
		all32, reversed := guardedFloat32(n)
		ReverseUint8(dst, src)
		ReverseFloat32(reversed, floats)
		checkGuards(t, "reverse uint8", all8)
		checkGuards(t, "reverse float32", all32)
		slices.Reverse(src)
		slices.Reverse(floats)
		if !slices.Equal(dst, src) || !slices.Equal(reversed, floats) {
			t.Fatalf("%v and %v, want %v", dst, reversed, src)
		}
	}
}
