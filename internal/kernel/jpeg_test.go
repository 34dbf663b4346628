package kernel

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// zigzag has the place of each coefficient in the order of the file.
var zigzag = func() (order [64]int) {
	i := 0
	for d := range 15 {
		for k := range d + 1 {
			y, x := d-k, k
			if d%2 == 1 {
				y, x = k, d-k
			}
			if y < 8 && x < 8 {
				order[i] = 8*y + x
				i++
			}
		}
	}
	return order
}()

// jpegBlocks returns blocks as a decoder leaves them, quantised coefficients that fall off with frequency.
func jpegBlocks(r *rand.Rand, n int) (coef []int16, quant [64]uint16, last []uint8) {
	coef, last = make([]int16, 64*n), make([]uint8, n)
	for i := range quant {
		quant[i] = uint16(1 + r.IntN(20))
	}
	for b := range last {
		end := []int{0, 0, 1, 5, 9, 20, 63}[r.IntN(7)]
		last[b] = uint8(end)
		for k := range end + 1 {
			size := 1200 / (1 + 3*k) / int(quant[zigzag[k]])
			coef[64*b+zigzag[k]] = int16(r.IntN(2*size+1) - size)
		}
	}
	return coef, quant, last
}

// TestIDCT compares the transforms with the definition in float64: an N×N picture of a block is the inverse DCT
// of its first N×N coefficients, to which the reduced transforms only come near.
func TestIDCT(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const n = 300
	coef, quant, last := jpegBlocks(r, n)
	got := make([]uint8, 64*n)
	IDCTRow8(got, 8*n, coef, &quant, last)
	off := 0
	for b := range n {
		for i, want := range inverseDCT(coef[64*b:], &quant) {
			d := math.Abs(want - float64(got[i/8*8*n+8*b+i%8]))
			if d > 1.01 {
				t.Fatalf("block %d sample %d is off by %v", b, i, d)
			}
			if d > 0.55 {
				off++
			}
		}
	}
	if off > n {
		t.Errorf("%d of %d samples are off by more than rounding", off, 64*n)
	}
}

func inverseDCT(coef []int16, quant *[64]uint16) (out [64]float64) {
	scale := func(k int) float64 {
		if k == 0 {
			return math.Sqrt2 / 4
		}
		return 0.5
	}
	for i := range out {
		for k, q := range quant {
			u, v := float64(k%8), float64(k/8)
			out[i] += float64(coef[k]) * float64(q) * scale(k%8) * scale(k/8) *
				math.Cos((2*float64(i%8)+1)*u*math.Pi/16) * math.Cos((2*float64(i/8)+1)*v*math.Pi/16)
		}
		out[i] = min(max(out[i]+128, 0), 255)
	}
	return out
}

// TestIDCTReduced: a smooth block becomes the means of its squares, within what the shorter transforms ignore.
func TestIDCTReduced(t *testing.T) {
	coef, quant := make([]int16, 64), [64]uint16{}
	for i := range quant {
		quant[i] = 1
	}
	coef[0], coef[1], coef[8], coef[9] = 80, 200, -150, 30
	full := inverseDCT(coef, &quant)
	for n, f := range map[int]JPEGBlockFunc{4: IDCTRow4, 2: IDCTRow2, 1: IDCTRow1} {
		got := make([]uint8, n*n)
		f(got, n, coef, &quant, []uint8{63})
		side := 8 / n
		for i, v := range got {
			mean := 0.0
			for j := range side * side {
				mean += full[(i/n*side+j/side)*8+i%n*side+j%side] / float64(side*side)
			}
			if math.Abs(mean-float64(v)) > 3 {
				t.Errorf("%d×%d: sample %d is %d, the mean %v", n, n, i, v, mean)
			}
		}
	}
}

// TestIDCTHint: whatever number of coefficients is promised, the samples are the same, and only samples of the
// blocks are written.
func TestIDCTHint(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n, f := range map[int]JPEGBlockFunc{8: IDCTRow8, 4: IDCTRow4, 2: IDCTRow2, 1: IDCTRow1} {
		for blocks := range 9 {
			coef, quant, last := jpegBlocks(r, blocks)
			stride := n*blocks + 3
			size := max(0, n*stride-3)
			got, want := bytes.Repeat([]byte{77}, size), bytes.Repeat([]byte{77}, size)
			f(got, stride, coef, &quant, last)
			for i := range last {
				last[i] = 63
			}
			f(want, stride, coef, &quant, last)
			if !bytes.Equal(got, want) {
				t.Errorf("%d×%d, %d blocks: the hint changes the samples", n, n, blocks)
			}
			for i, v := range got {
				if i%stride >= n*blocks && v != 77 {
					t.Errorf("%d×%d: a byte beside the blocks was written", n, n)
				}
			}
		}
	}
}

// TestIDCTWraps: coefficients that no encoder makes give some sample and no panic.
func TestIDCTWraps(t *testing.T) {
	quant := [64]uint16{}
	coef := make([]int16, 64)
	for i := range quant {
		quant[i], coef[i] = 65535, int16(-1<<15+i%2*(1<<16-1))
	}
	for _, f := range []JPEGBlockFunc{IDCTRow8, IDCTRow4, IDCTRow2, IDCTRow1} {
		f(make([]uint8, 64), 8, coef, &quant, []uint8{63})
	}
}

func TestUpsample(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for n := 1; n < 70; n++ {
		near, far, dst := randomBytes(r, n), randomBytes(r, n), make([]uint8, 2*n+1)
		at := func(s []uint8, i int) int { return int(s[min(max(i, 0), n-1)]) }
		UpsampleH2V1(dst, near)
		for x, v := range dst[:2*n] {
			if want := (3*at(near, x/2) + at(near, x/2-1+x%2*2) + 1 + x%2) >> 2; int(v) != want {
				t.Fatalf("h2v1 of %d: %d is %d, want %d", n, x, v, want)
			}
		}
		UpsampleH2V2(dst, near, far)
		for x, v := range dst[:2*n] {
			sum := func(i int) int { return 3*at(near, i) + at(far, i) }
			if want := (3*sum(x/2) + sum(x/2-1+x%2*2) + 8 - x%2) >> 4; int(v) != want {
				t.Fatalf("h2v2 of %d: %d is %d, want %d", n, x, v, want)
			}
		}
		if dst[2*n] != 0 {
			t.Fatalf("a value after the row was written")
		}
		for bias := range int32(3) {
			UpsampleH1V2(dst[:n], near, far, bias)
			for x, v := range dst[:n] {
				if want := (3*at(near, x) + at(far, x) + int(bias)) >> 2; int(v) != want {
					t.Fatalf("h1v2 of %d: %d is %d, want %d", n, x, v, want)
				}
			}
		}
	}
}

func randomBytes(r *rand.Rand, n int) []uint8 {
	s := make([]uint8, n)
	for i := range s {
		s[i] = uint8(r.IntN(256))
		if r.IntN(4) == 0 {
			s[i] = uint8(255 * r.IntN(2))
		}
	}
	return s
}

// TestYCbCrToRGB: all colours on a grid come within the rounding of the formula of JFIF, in place, too.
func TestYCbCrToRGB(t *testing.T) {
	var y, cb, cr []uint8
	for i := range 52 * 52 * 52 {
		y, cb, cr = append(y, uint8(i%52*5)), append(cb, uint8(i/52%52*5)), append(cr, uint8(i/52/52*5))
	}
	r, g, b := make([]uint8, len(y)), make([]uint8, len(y)), make([]uint8, len(y))
	YCbCrToRGB(r, g, b, y, cb, cr)
	for i := range y {
		l, u, v := float64(y[i]), float64(cb[i])-128, float64(cr[i])-128
		for c, want := range []float64{l + 1.402*v, l - 0.34414*u - 0.71414*v, l + 1.772*u} {
			got := []uint8{r[i], g[i], b[i]}[c]
			if math.Abs(min(max(want, 0), 255)-float64(got)) > 0.51 {
				t.Fatalf("channel %d of %d %d %d is %d, want %v", c, y[i], cb[i], cr[i], got, want)
			}
		}
	}
	YCbCrToRGB(y, cb, cr, y, cb, cr)
	if !slices.Equal(y, r) || !slices.Equal(cb, g) || !slices.Equal(cr, b) {
		t.Error("in place the result is another one")
	}
}

func TestMultiplyInk(t *testing.T) {
	var ink, black []uint8
	for i := range 1 << 16 {
		ink, black = append(ink, uint8(i)), append(black, uint8(i>>8))
	}
	dst := make([]uint8, len(ink))
	for _, flip := range []uint8{0, 255} {
		MultiplyInk(dst, ink, black, flip)
		for i, v := range dst {
			if want := math.Round(float64(ink[i]^flip) * float64(black[i]) / 255); float64(v) != want {
				t.Fatalf("%d·%d is %d, want %v", ink[i]^flip, black[i], v, want)
			}
		}
	}
}

func BenchmarkJPEG(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 8))
	const blocks = 64
	coef, quant, last := jpegBlocks(r, blocks)
	for n, f := range map[int]JPEGBlockFunc{8: IDCTRow8, 4: IDCTRow4, 2: IDCTRow2} {
		b.Run(fmt.Sprintf("idct=%d/blocks=%d", n, blocks), func(b *testing.B) {
			dst := make([]uint8, n*n*blocks)
			b.SetBytes(64 * blocks)
			for b.Loop() {
				f(dst, n*blocks, coef, &quant, last)
			}
		})
	}
	y, cb, cr := randomBytes(r, 512), randomBytes(r, 512), randomBytes(r, 512)
	dst := [3][]uint8{make([]uint8, 512), make([]uint8, 512), make([]uint8, 512)}
	for name, f := range map[string]func(){
		"h2v1": func() { UpsampleH2V1(dst[0], cb[:256]) },
		"h2v2": func() { UpsampleH2V2(dst[0], cb[:256], cr[:256]) },
		"h1v2": func() { UpsampleH1V2(dst[0], cb, cr, 1) },
		"ycc":  func() { YCbCrToRGB(dst[0], dst[1], dst[2], y, cb, cr) },
		"ink":  func() { MultiplyInk(dst[0], y, cb, 0) },
	} {
		b.Run(name+"/out=512", func(b *testing.B) {
			b.SetBytes(512)
			for b.Loop() {
				f()
			}
		})
	}
}
