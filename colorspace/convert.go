package colorspace

import (
	"fmt"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// Convert changes a picture's colour space, C×H×W to C'×H×W. The result is float32 in the range of its space,
// also where the space stays as it is: then uint8 is divided by 255 and float32 copied.
//
// The input is RGB or Gray as uint8 (0..255), or any space of this package as float32 in that space's range.
// Pictures with alpha are refused: whether it is dropped or laid over a background is not for a colour
// conversion to choose. H and W may be unknown.
//
// JSON: {"to": "lab"}.
type Convert struct {
	// To is the space of the result, any of this package. Required.
	To tensor.Space `json:"to"`
}

const op = "convert"

// OutSpec returns in with To's channels, as float32.
func (c Convert) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := in.Check(op); err != nil {
		return tensor.Spec{}, err
	}
	if _, ok := routes[ends{c.To, c.To}]; !ok {
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "to", Want: names(), Got: c.To}
	}
	if err := c.checkInput(in); err != nil {
		return tensor.Spec{}, err
	}
	return tensor.Spec{DType: tensor.Float32, Space: c.To, C: c.To.Channels(), H: in.H, W: in.W}, nil
}

func (c Convert) checkInput(in tensor.Spec) error {
	want := ""
	switch _, ok := routes[ends{in.Space, c.To}]; {
	case in.Space.HasAlpha():
		want = "no alpha (drop alpha or lay it over a background first)"
	case !ok:
		want = names()
	case in.DType == tensor.Uint8 && in.Space != RGB && in.Space != Gray:
		want = "float32 (uint8 is for rgb and gray)"
	default:
		return nil
	}
	return &tensor.SpecError{Op: op, Want: want, Got: in}
}

// blockLen is how many pixels go through the whole route at a time: few enough for all planes on the way to stay in the
// second-level cache, and so many that calls cost nothing.
const blockLen = 8192

// Apply writes the converted src into dst.
func (c Convert) Apply(dst, src *tensor.Tensor) error {
	out, err := c.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors(dst, src, out); err != nil {
		return err
	}
	way := routes[ends{src.Space, c.To}]
	if n := src.H * src.W; len(way) == 1 && way[0].onePass && src.DType == tensor.Float32 {
		way[0].convert(slicePlanes(dst.F32, n, 0, n), slicePlanes(src.F32, n, 0, n))
		return nil
	}
	memory := scratch.Float32.Get(2 * maxChannels * blockLen)
	defer scratch.Float32.Put(memory)
	for n, lo := src.H*src.W, 0; lo < n; lo += blockLen {
		hi := min(lo+blockLen, n)
		between := [2]planes{
			slicePlanes(memory.S[:maxChannels*blockLen], blockLen, 0, hi-lo),
			slicePlanes(memory.S[maxChannels*blockLen:], blockLen, 0, hi-lo),
		}
		to := slicePlanes(dst.F32, n, lo, hi)
		if src.DType == tensor.Uint8 {
			way.run8(to, slicePlanes8(src.U8, n, lo, hi), between)
		} else {
			way.run(to, slicePlanes(src.F32, n, lo, hi), between)
		}
	}
	return nil
}

// checkTensors reports a source that hasn't got its pixels and a destination that isn't as it should be.
func checkTensors(dst, src *tensor.Tensor, out tensor.Spec) error {
	have := len(src.U8)
	if src.DType == tensor.Float32 {
		have = len(src.F32)
	}
	if !src.Known() || have != src.Len() {
		return &tensor.SpecError{Op: op, Want: fmt.Sprintf("a picture with all its values, of which %d are here", have), Got: src.Spec}
	}
	return dst.Expect(op, out)
}

// run converts src into dst; what lies between two conversions goes into between, in turn.
func (r route) run(dst, src planes, between [2]planes) {
	if len(r) == 0 {
		for c := range src {
			copy(dst[c], src[c])
		}
		return
	}
	last := len(r) - 1
	for i, step := range r[:last] {
		step.convert(between[i%2], src)
		src = between[i%2]
	}
	r[last].convert(dst, src)
}

// run8 is run on stored pixels.
func (r route) run8(dst planes, src planes8, between [2]planes) {
	load := toUnit
	if len(r) > 0 && r[0].convert8 != nil {
		load, r = r[0].convert8, r[1:]
	}
	if len(r) == 0 {
		load(dst, src)
		return
	}
	load(between[1], src)
	r.run(dst, between[1], between)
}

// slicePlanes returns pixels lo to hi of the planes of n values that follow each other in s.
func slicePlanes(s []float32, n, lo, hi int) (p planes) {
	for c := 0; c < maxChannels && (c+1)*n <= len(s); c++ {
		p[c] = s[c*n+lo : c*n+hi]
	}
	return p
}

func slicePlanes8(s []uint8, n, lo, hi int) (p planes8) {
	for c := 0; c < maxChannels && (c+1)*n <= len(s); c++ {
		p[c] = s[c*n+lo : c*n+hi]
	}
	return p
}

// toUnit writes v/255.
func toUnit(dst planes, src planes8) {
	for c, s := range src {
		kernel.UnitUint8(dst[c][:len(s)], s)
	}
}

// unitOf has v/255 of all stored values, correctly rounded.
var unitOf = func() *[256]float32 {
	t := new([256]float32)
	for v := range t {
		t[v] = float32(v) / 255
	}
	return t
}()
