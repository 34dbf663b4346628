package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// Canny finds edges one pixel wide (J. Canny, "A computational approach to edge detection", 1986): smoothing by a Gaussian with
// Sigma, the magnitude of SciPy's Sobel, those places where it is largest across the edge, with values between pixels taken
// linearly, and of these the ones from Low on that are connected (8 neighbours) with one from High on.
//
// Sigma is above 0, and 1 if not given; Low and High are on values in 0..1 and on the kernel of whole numbers, 0.1 and 0.2 if not
// given, and Low isn't above High. The numbers are those of skimage.feature.canny, which smooths over the pixels there are, as if
// the rest had no weight; the outermost pixels are never edges.
//
// The type stays: an edge is 255 in uint8 and 1 in float32, everything else 0. All spaces, every channel on its own. The spec stays.
type Canny struct {
	Sigma float64 `json:"sigma,omitzero"`
	Low   float64 `json:"low,omitzero"`
	High  float64 `json:"high,omitzero"`
}

// OutSpec returns in.
func (c Canny) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	d := c.withDefaults()
	if err := checkSigma("canny", "sigma", d.Sigma); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkFactor("canny", "low", d.Low); err != nil {
		return tensor.Spec{}, err
	}
	if !(d.High >= d.Low) || math.IsInf(d.High, 1) {
		return tensor.Spec{}, &tensor.ParamError{Op: "canny", Param: "high", Want: "a finite number not below low", Got: d.High}
	}
	return in, checkIn("canny", in)
}

func (c Canny) withDefaults() Canny {
	if c.Sigma == 0 {
		c.Sigma = 1
	}
	if c.Low == 0 {
		c.Low = 0.1
	}
	if c.High == 0 {
		c.High = max(0.2, c.Low)
	}
	return c
}

// Apply writes the edges of src to dst.
func (c Canny) Apply(dst, src *tensor.Tensor) error {
	out, err := c.OutSpec(src.Spec)
	if err := ready("canny", dst, src, out, err); err != nil {
		return err
	}
	n := src.H * src.W
	memory := scratch.Float32.Get(4*n + src.H + src.W)
	marks := scratch.Uint8.Get(n)
	stack := scratch.Int32.Get(n)
	defer scratch.Float32.Put(memory)
	defer scratch.Uint8.Put(marks)
	defer scratch.Int32.Put(stack)
	e := edges{Canny: c.withDefaults(), h: src.H, w: src.W, marks: marks.S, stack: stack.S}
	e.smooth, e.across, e.down, e.size = memory.S[:n], memory.S[n:][:n], memory.S[2*n:][:n], memory.S[3*n:][:n]
	e.shares(memory.S[4*n:])
	for channel := range src.C {
		e.find(src, channel)
		if dst.DType == tensor.Uint8 {
			for i, m := range e.marks {
				dst.Plane8(channel)[i] = m / edge * 255
			}
		} else {
			for i, m := range e.marks {
				dst.Plane32(channel)[i] = float32(m / edge)
			}
		}
	}
	return nil
}

// An edges finds those of a channel.
type edges struct {
	Canny
	h, w                       int
	smooth, across, down, size []float32
	shareX, shareY             []float32 // of the Gaussian's weights that lie in the picture, for each column and row
	marks                      []uint8
	stack                      []int32
}

// Marks of pixels.
const (
	nothing = 0
	perhaps = 1 // from Low on
	edge    = 2
)

func (e *edges) shares(memory []float32) {
	e.shareX, e.shareY = memory[:e.w], memory[e.w:]
	g := gaussianTaps(e.Sigma, 0, 0)
	for _, share := range [][]float32{e.shareX, e.shareY} {
		for x := range share {
			sum := float32(0)
			for i, v := range g {
				if at := x + i - len(g)/2; at >= 0 && at < len(share) {
					sum += v
				}
			}
			share[x] = sum
		}
	}
}

func (e *edges) find(src *tensor.Tensor, channel int) {
	g := gaussianTaps(e.Sigma, 0, 0)
	separable(g, g, Constant, true).channel(e.smooth, src, channel)
	for i := range e.smooth {
		e.smooth[i] /= float32(e.shareY[i/e.w]*e.shareX[i%e.w]) + 1.1920929e-07
	}
	plane := tensor.Tensor{Spec: tensor.Spec{DType: tensor.Float32, C: 1, H: e.h, W: e.w}, F32: e.smooth}
	difference, weights := []float32{-1, 0, 1}, []float32{1, 2, 1}
	separable(difference, weights, Symmetric, true).channel(e.across, &plane, 0)
	separable(weights, difference, Symmetric, true).channel(e.down, &plane, 0)
	for i, x := range e.across {
		y := e.down[i]
		e.size[i] = float32(math.Sqrt(float64(float32(y*y) + float32(x*x))))
	}
	clear(e.marks)
	for y := 1; y < e.h-1; y++ {
		for x := 1; x < e.w-1; x++ {
			if i := y*e.w + x; e.isRidge(i) {
				e.marks[i] = perhaps
			}
		}
	}
	e.connect()
}

// isRidge reports whether the magnitude at i is at least Low and at least what it is across the edge, on both sides.
func (e *edges) isRidge(i int) bool {
	m := e.size[i]
	if !(float64(m) >= e.Low) || m == 0 {
		return false
	}
	x, y, right, below := abs32(e.across[i]), abs32(e.down[i]), 1, e.w
	if (e.across[i] > 0 && e.down[i] < 0) || (e.across[i] < 0 && e.down[i] > 0) {
		below = -below // the gradient goes to the upper right or the lower left
	}
	straight, share := right, float32(0)
	if y > x || y == x && below < 0 {
		straight, share = below, x/y
	} else {
		share = y / x
	}
	diagonal := right + below
	return float32(e.size[i+diagonal]*share)+float32(e.size[i+straight]*(1-share)) <= m &&
		float32(e.size[i-diagonal]*share)+float32(e.size[i-straight]*(1-share)) <= m
}

// connect marks as edges what is connected with a ridge from High on.
func (e *edges) connect() {
	n := 0
	push := func(i int) {
		e.marks[i] = edge
		e.stack[n] = int32(i)
		n++
	}
	for i, m := range e.marks {
		if m == perhaps && float64(e.size[i]) >= e.High {
			push(i)
		}
		for n > 0 {
			n--
			at := int(e.stack[n])
			for _, row := range [3]int{at - e.w, at, at + e.w} { // ridges don't lie at the border
				for _, next := range [3]int{row - 1, row, row + 1} {
					if e.marks[next] == perhaps {
						push(next)
					}
				}
			}
		}
	}
}
