package imgproc

import (
	"math"
	"sync"
	"testing"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// TestTaps: runs lie inside the source, don't begin or end with zeros, and sum to 1.
func TestTaps(t *testing.T) {
	for f := Bilinear; f <= Area; f++ {
		if f == Nearest {
			continue
		}
		for _, in := range []int{1, 2, 3, 7, 100, 1001} {
			for _, out := range []int{1, 2, 3, 7, 99, 101, 1000} {
				checkTaps(t, makeTaps(whole(in, out, f), singlePrecision), in, out, f)
			}
		}
	}
}

func checkTaps(t *testing.T, taps kernel.Taps[float32], in, out int, f Filter) {
	t.Helper()
	if taps.Len() != out {
		t.Errorf("%v %d to %d: %d runs", f, in, out, taps.Len())
	}
	for x := range out {
		first, weights := taps.Run(x)
		n, sum := len(weights), 0.0
		for _, w := range weights {
			sum += float64(w)
		}
		if first < 0 || n < 1 || first+n > in || weights[0] == 0 || weights[n-1] == 0 || math.Abs(sum-1) > 1e-6 {
			t.Errorf("%v %d to %d: value %d is from %d on %v, sum %v", f, in, out, x, first, weights, sum)
		}
	}
}

// TestTapsAtTheEnd: where single precision puts the end of a part beyond that of the image, the last pixel is taken.
func TestTapsAtTheEnd(t *testing.T) {
	const in = 1<<25 + 3
	for f := Bilinear; f <= Area; f++ {
		if f == Nearest {
			continue
		}
		a := middlePart(in, in-0.5, 1<<30, f)
		if a.from+a.span <= in {
			t.Fatalf("%+v doesn't end beyond %d", a, in)
		}
		w := make([]float64, 7)
		if first, n := a.weigh(w, a.out-1, curves[f].support); first < 0 || n < 1 || first+n != in {
			t.Errorf("%v: %d weights from %d on, want some up to %d", f, n, first, in)
		}
	}
}

// TestTapsCache: it stays bounded, keeps nothing large, and is safe for concurrent use.
func TestTapsCache(t *testing.T) {
	c := tapsCache[int32]{quantise: fixedPoint}
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for n := range 100 {
				in, out := 10+n+g, 1+n%7
				taps := c.get(whole(in, out, Bicubic))
				if _, hi := taps.Span(); taps.Len() != out || hi > in {
					t.Errorf("%d to %d: %d taps up to %d", in, out, taps.Len(), hi)
				}
			}
		})
	}
	wg.Wait()
	if len(c.taps) != cachedTaps {
		t.Errorf("%d entries, want %d", len(c.taps), cachedTaps)
	}
	c.get(whole(cachedWeights, 3, Bilinear))
	if _, ok := c.taps[whole(cachedWeights, 3, Bilinear)]; ok {
		t.Error("the cache keeps what is too large")
	}
}

// TestStrips: a tall image, whose columns are taken in strips, has the values of its parts.
func TestStrips(t *testing.T) {
	src := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 70000, W: 50})
	for i := range src.U8 {
		src.U8[i] = uint8(i * i >> 3)
	}
	r := Resize{Height: 7, Width: 40, Filter: Bicubic}
	whole := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 7, W: 40})
	if err := r.Apply(whole, src); err != nil {
		t.Fatal(err)
	}
	part := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 7, W: 1})
	for x := range whole.W {
		if err := r.ApplyWindow(part, src, x, 0); err != nil {
			t.Fatal(err)
		}
		for y, v := range part.U8 {
			if v != whole.U8[y*whole.W+x] {
				t.Fatalf("row %d, column %d: %d alone and %d in a strip", y, x, v, whole.U8[y*whole.W+x])
			}
		}
	}
}
