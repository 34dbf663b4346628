package imgproc_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/saccade-go/saccade/imgproc"
)

// TestPadContinues: beyond the border stands what the border's rule, applied one pixel after the other, says.
func TestPadContinues(t *testing.T) {
	next := map[imgproc.Border]func(at, n int) int{
		imgproc.Edge:      func(at, n int) int { return min(max(at, 0), n-1) },
		imgproc.Wrap:      func(at, n int) int { return (at + 100*n) % n },
		imgproc.Reflect:   func(at, n int) int { return bounce(at, n, 0) },
		imgproc.Symmetric: func(at, n int) int { return bounce(at, n, 1) },
	}
	rapid.Check(t, func(t *rapid.T) {
		src := image(t)
		amount := rapid.IntRange(0, 90)
		for mode, source := range next {
			p := imgproc.Pad{Top: amount.Draw(t, "top"), Right: amount.Draw(t, "right"), Bottom: amount.Draw(t, "bottom"), Left: amount.Draw(t, "left"), Mode: mode}
			dst := run(t, p, src)
			from, to := values(src), values(dst)
			for i, v := range to {
				c, y, x := i/(dst.H*dst.W), i/dst.W%dst.H, i%dst.W
				want := from[(c*src.H+source(y-p.Top, src.H))*src.W+source(x-p.Left, src.W)]
				if v != want {
					t.Fatalf("%+v of %v: %v at %d, %d, want %v", p, src.Spec, v, y, x, want)
				}
			}
		}
	})
}

// bounce walks from the first of n pixels to the place at and turns at both ends, where it stays for so many steps.
func bounce(at, n, stay int) int {
	if n == 1 {
		return 0
	}
	if at < 0 {
		at = -at - stay // the mirror image is the same
	}
	place, step, rest := 0, 1, 0
	for range at {
		switch {
		case rest > 0:
			rest--
		case place+step < 0 || place+step == n:
			step = -step
			if stay == 0 {
				place += step
			}
		default:
			place += step
		}
	}
	return place
}
