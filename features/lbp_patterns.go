package features

import (
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// An lbpCircle has the points that a pixel is compared with.
type lbpCircle struct {
	n     int
	eight bool // 8 points, radius 1
	point [maxLBPPoints]lbpPoint
}

// An lbpPoint is a point's offset. It lies between the pixels at top, left and at bottom, right.
type lbpPoint struct {
	y, x                     float64
	top, left, bottom, right int
	weights                  [4]int32 // of the pixels around it, in 1/lbpUnit: top left, top right, bottom left, bottom right
}

const (
	// lbpUnit is 1 in the integers that uint8 pictures are compared with.
	lbpUnit = 1 << 20
	// lbpDoubt is how near to equal a comparison of integers isn't trusted: weights are off by 3 units in all at most,
	// float64 by less, pixels are up to 255.
	lbpDoubt = 1 << 10
)

func newLBPCircle(n int, radius float64) lbpCircle {
	c := lbpCircle{n: n, eight: n == 8 && radius == 1}
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		p := &c.point[i]
		p.y, p.x = roundLBP(-radius*sin), roundLBP(radius*cos)
		p.top, p.left, p.bottom, p.right = floorOf(p.y), floorOf(p.x), ceilOf(p.y), ceilOf(p.x)
		dy, dx := p.y-float64(p.top), p.x-float64(p.left)
		p.weights[1] = int32(math.Round((1 - dy) * dx * lbpUnit))
		p.weights[2] = int32(math.Round(dy * (1 - dx) * lbpUnit))
		p.weights[3] = int32(math.Round(dy * dx * lbpUnit))
		p.weights[0] = lbpUnit - p.weights[1] - p.weights[2] - p.weights[3]
	}
	return c
}

func floorOf(v float64) int { return int(math.Floor(v)) }
func ceilOf(v float64) int  { return int(math.Ceil(v)) }

// patterns writes the patterns of row y, point i as bit i.
func (c *lbpCircle) patterns(dst []int32, src *tensor.Tensor, y int) {
	if src.DType != tensor.Uint8 {
		lbpExactRow(c, dst, src.F32, src.H, y, 0, src.W)
		return
	}
	if c.eight && y > 0 && y+1 < src.H && src.W > 2 {
		lbpExactRow(c, dst, src.U8, src.H, y, 0, 1)
		c.eightRow(dst, src.U8, src.H, y)
		lbpExactRow(c, dst, src.U8, src.H, y, src.W-1, src.W)
		return
	}
	clear(dst)
	for i := range c.n {
		c.integerRow(dst, src, y, i)
	}
}

// lbpExactRow writes the patterns of the columns lo to hi of row y, in float64.
func lbpExactRow[T uint8 | float32](c *lbpCircle, dst []int32, pix []T, h, y, lo, hi int) {
	w := len(dst)
	for x := lo; x < hi; x++ {
		dst[x] = 0
		centre := float64(pix[y*w+x])
		for i := range c.n {
			if lbpValue(pix, h, w, y, x, &c.point[i])-centre >= 0 { // false for infinities, which are equal
				dst[x] |= 1 << i
			}
		}
	}
}

// lbpValue interpolates the point p of pixel y, x as scikit-image does, whose coordinates are rounded to float64 together with
// the pixel's. The conversions keep products from being fused into sums.
func lbpValue[T uint8 | float32](pix []T, h, w, y, x int, p *lbpPoint) float64 {
	top, left := y+p.top, x+p.left
	bottom, right := y+p.bottom, x+p.right
	dy := float64(y) + p.y - float64(top)
	dx := float64(x) + p.x - float64(left)
	var a, b, c, d float64
	if top >= 0 && left >= 0 && bottom < h && right < w {
		a, b, c, d = float64(pix[top*w+left]), float64(pix[top*w+right]), float64(pix[bottom*w+left]), float64(pix[bottom*w+right])
	} else {
		a, b = orZero(pix, h, w, top, left), orZero(pix, h, w, top, right)
		c, d = orZero(pix, h, w, bottom, left), orZero(pix, h, w, bottom, right)
	}
	upper := float64((1-dx)*a) + float64(dx*b)
	lower := float64((1-dx)*c) + float64(dx*d)
	return float64((1-dy)*upper) + float64(dy*lower)
}

// orZero returns a pixel, outside the picture 0.
func orZero[T uint8 | float32](pix []T, h, w, y, x int) float64 {
	if y < 0 || x < 0 || y >= h || x >= w {
		return 0
	}
	return float64(pix[y*w+x])
}

// integerRow adds point i to the patterns of row y. Within the picture it compares integers, and in doubt float64.
func (c *lbpCircle) integerRow(dst []int32, src *tensor.Tensor, y, i int) {
	p, w := &c.point[i], src.W
	exact := func(x int) {
		if lbpValue(src.U8, src.H, w, y, x, p) >= float64(src.U8[y*w+x]) {
			dst[x] |= 1 << i
		}
	}
	lo, hi := min(max(-p.left, 0), w), max(min(w-p.right, w), 0)
	if y+p.top < 0 || y+p.bottom >= src.H || lo >= hi {
		lo, hi = w, w
	}
	for x := range lo {
		exact(x)
	}
	if lo < hi {
		n := hi - lo
		centre, sum := src.U8[y*w+lo:][:n], dst[lo:hi]
		a, b := src.U8[(y+p.top)*w+lo+p.left:][:n], src.U8[(y+p.top)*w+lo+p.right:][:n]
		c, d := src.U8[(y+p.bottom)*w+lo+p.left:][:n], src.U8[(y+p.bottom)*w+lo+p.right:][:n]
		if p.top == p.bottom && p.left == p.right {
			for x, v := range centre {
				sum[x] |= ^(int32(a[x]) - int32(v)) >> 31 & 1 << i
			}
		} else {
			wa, wb, wc, wd := p.weights[0], p.weights[1], p.weights[2], p.weights[3]
			for x, v := range centre {
				above := int32(a[x])*wa + int32(b[x])*wb + int32(c[x])*wc + int32(d[x])*wd - int32(v)*lbpUnit
				if above < lbpDoubt && above > -lbpDoubt {
					exact(lo + x)
				} else {
					sum[x] |= ^above >> 31 & 1 << i
				}
			}
		}
	}
	for x := hi; x < w; x++ {
		exact(x)
	}
}

// The offsets of the diagonals of 8 points of radius 1 are 0.70711, so that with corner a, edges b and c and centre v
//
//	a·k² + (b + c)·k·m + v·m² ≥ v·(k + m)²  just if  a·k + (b + c)·m ≥ v·(k + 2m),  k = 70711, m = 29289.
//
// These are integers. Next to equal they are 1/100000 of a grey level apart, more than float64 rounds in pictures below 2^26
// pixels each way, and where they are equal float64 decides.
const (
	lbpCorner = 70711
	lbpEdge   = 100000 - lbpCorner
)

// eightRow writes the patterns of row y but for its ends, two points at a time in the halves of 64 bits.
func (c *lbpCircle) eightRow(dst []int32, pix []uint8, h, y int) {
	const (
		both = 1<<32 | 1
		half = both << 31 // 0 in both halves: what isn't below it has the upper bit
		low  = 1 << 31
		high = 1 << 63
	)
	w := len(dst)
	up, here, down := pix[(y-1)*w:][:w], pix[y*w:][:w], pix[(y+1)*w:][:w]
	left, mid := uint64(up[0])|uint64(down[0])<<32, uint64(up[1])|uint64(down[1])<<32
	before, v := uint64(here[0]), uint64(here[1])
	dst = dst[:len(up)]
	for x := 2; x < len(up) && x < len(down) && x < len(here); x++ {
		right, after := uint64(up[x])|uint64(down[x])<<32, uint64(here[x])
		level := v * both
		aside := (after | before<<32) + half - level
		along := mid + half - level
		edge := mid*lbpEdge + half - level*(lbpCorner+2*lbpEdge)
		rightward := edge + right*lbpCorner + after*(lbpEdge*both)
		leftward := edge + left*lbpCorner + before*(lbpEdge*both)
		bits := (aside&half)>>31 | (along&half)>>29 |
			(rightward&low|leftward&high)>>30 | (leftward&low|rightward&high)>>28
		pattern := int32(bits&15 | bits>>28&240)
		if uint32(rightward) == low || uint32(leftward) == low || rightward>>32 == low || leftward>>32 == low {
			for i, d := range [4]uint64{rightward, leftward, leftward >> 32, rightward >> 32} {
				if uint32(d) == low && lbpValue(pix, h, w, y, x-1, &c.point[2*i+1]) < float64(v) {
					pattern &^= 2 << (2 * i)
				}
			}
		}
		dst[x-1] = pattern
		left, mid, before, v = mid, right, v, after
	}
}

// variances writes the variance of the points' values around each pixel of row y.
func (c *lbpCircle) variances(dst []float32, src *tensor.Tensor, y int) {
	for x := range dst {
		sum, squares, n := 0., 0., float64(c.n)
		for i := range c.n {
			var v float64
			if src.DType == tensor.Uint8 {
				v = lbpValue(src.U8, src.H, src.W, y, x, &c.point[i])
			} else {
				v = lbpValue(src.F32, src.H, src.W, y, x, &c.point[i])
			}
			sum += v
			squares += float64(v * v)
		}
		variance := (squares - float64(sum*sum)/n) / n
		if variance == 0 {
			variance = math.NaN()
		}
		dst[x] = float32(variance)
	}
}
