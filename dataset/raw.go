package dataset

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// A rawArray is pictures as plain values, one behind the other, in a source.
type rawArray struct {
	src    *source
	off    int64       // of the first
	stride int64       // bytes of a picture, with a label or another thing that belongs to it
	spec   tensor.Spec // of what is loaded
	layout layout
	kind   kind
	order  binary.ByteOrder
}

// A layout is the order of a picture's values.
type layout uint8

const (
	layoutCHW layout = iota
	layoutHWC
)

// A kind is the type of stored values.
type kind uint8

const (
	kindUint8   kind = iota
	kindBool         // 0 and 1, as black and white
	kindFloat16      // this and the next: 0..1
	kindFloat32
	kindFloat64
)

var kindSizes = [...]int{kindUint8: 1, kindBool: 1, kindFloat16: 2, kindFloat32: 4, kindFloat64: 8}

// dtype is the type of the tensor that the values become.
func (k kind) dtype() tensor.DType {
	if k == kindUint8 || k == kindBool {
		return tensor.Uint8
	}
	return tensor.Float32
}

// spaceOf is what pictures with so many channels are taken for.
func spaceOf(channels int) (tensor.Space, bool) {
	spaces := [...]tensor.Space{1: tensor.Gray, 2: tensor.GrayAlpha, 3: tensor.RGB, 4: tensor.RGBA}
	if channels < 1 || channels >= len(spaces) {
		return tensor.None, false
	}
	return spaces[channels], true
}

// values are picture i of an array.
type values struct {
	*rawArray
	i int
}

func (v values) fetches() bool { return v.src.data == nil }

func (v values) bytes() int { return v.spec.Len() * kindSizes[v.kind] }

func (v values) size() int64 {
	if !v.fetches() {
		return 0
	}
	return int64(v.bytes())
}

func (v values) at() int64 { return v.off + int64(v.i)*v.stride }

func (v values) fetch(buf []byte, name string, opt imageio.Options) ([]byte, error) {
	if err := v.admit(name, opt); err != nil {
		return buf, err
	}
	n := v.bytes()
	if opt.Limits.Reserve != nil {
		if err := opt.Limits.Reserve(int64(n)); err != nil {
			return buf, failure(name, "limit", err)
		}
	}
	f, err := v.src.open()
	if err != nil {
		return buf, failure(name, "open", err)
	}
	defer f.Close()
	buf = slices.Grow(buf[:0], n)[:n]
	if _, err := f.ReadAt(buf, v.at()); err != nil {
		return buf, failure(name, "data", named(err))
	}
	return buf, nil
}

// admit refuses a picture that is larger than the limits allow.
func (v values) admit(name string, opt imageio.Options) error {
	if err := opt.Check(); err != nil {
		return err
	}
	const defaultPixels = 100e6 // as package imageio has it
	limit := int64(opt.Limits.Pixels)
	if limit == 0 {
		limit = defaultPixels
	}
	if n := int64(v.spec.H) * int64(v.spec.W); n > limit {
		return failure(name, "limit", &imageio.LimitError{What: "pixels", Limit: limit, Found: n})
	}
	return nil
}

func (v values) load(dst *tensor.Tensor, name string, data []byte, opt imageio.Options) error {
	if err := v.admit(name, opt); err != nil {
		return err
	}
	if !v.fetches() {
		data = v.src.data[v.at():][:v.bytes()]
	}
	t := scratch.Tensor(v.spec)
	defer scratch.PutTensor(t)
	if err := v.unpack(t, data); err != nil {
		return failure(name, "data", err)
	}
	if err := imageio.Adapt(dst, t, opt); err != nil {
		return failure(name, "adapt", err)
	}
	return nil
}

func (v values) identify(w io.Writer) error {
	if v.src.data != nil {
		_, err := fmt.Fprintf(w, "values %v %d %d\n%s", v.spec, v.layout, v.kind, v.src.data[v.at():][:v.bytes()])
		return err
	}
	if err := v.src.identify(w); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "values %v %d %d %d\n", v.spec, v.layout, v.kind, v.at())
	return err
}

// unpack writes the stored values into t.
func (a *rawArray) unpack(t *tensor.Tensor, data []byte) error {
	if a.kind.dtype() == tensor.Uint8 {
		arrange(t.U8, data[:len(t.U8)], t.Spec, a.layout)
		if a.kind == kindBool {
			for i, v := range t.U8 {
				t.U8[i] = 255 * min(v, 1)
			}
		}
		return nil
	}
	stored := scratch.Float32.Get(len(t.F32))
	defer scratch.Float32.Put(stored)
	a.floats(stored.S, data)
	arrange(t.F32, stored.S, t.Spec, a.layout)
	return checkRange(t.F32)
}

func (a *rawArray) floats(dst []float32, data []byte) {
	for i := range dst {
		switch a.kind {
		case kindFloat16:
			dst[i] = half(a.order.Uint16(data[2*i:]))
		case kindFloat32:
			dst[i] = math.Float32frombits(a.order.Uint32(data[4*i:]))
		case kindFloat64:
			dst[i] = float32(math.Float64frombits(a.order.Uint64(data[8*i:])))
		}
	}
}

// arrange writes the values of a picture plane by plane.
func arrange[T uint8 | float32](dst, src []T, spec tensor.Spec, l layout) {
	if l == layoutCHW || spec.C == 1 {
		copy(dst, src)
		return
	}
	n := spec.H * spec.W
	for c := range spec.C {
		plane := dst[c*n : (c+1)*n]
		for i := range plane {
			plane[i] = src[i*spec.C+c]
		}
	}
}

// checkRange refuses what is no picture in 0..1 but one in 0..255, or normalised already. What lies a little outside, as
// after interpolation, is left alone.
func checkRange(values []float32) error {
	const over = 0.5
	for _, v := range values {
		if v < -over || v > 1+over || v != v {
			return fmt.Errorf("wanted float values from 0 to 1, found %v: store 0..255 as uint8, and let the pipeline normalise", v)
		}
	}
	return nil
}

// half is the value of an IEEE 754 binary16.
func half(b uint16) float32 {
	sign, exponent, fraction := uint32(b>>15)<<31, int(b>>10&31), uint32(b&0x3ff)
	switch exponent {
	case 31:
		return math.Float32frombits(sign | 0xff<<23 | fraction<<13)
	case 0:
		v := float32(fraction) / (1 << 24)
		return math.Float32frombits(sign | math.Float32bits(v))
	}
	return math.Float32frombits(sign | uint32(exponent+127-15)<<23 | fraction<<13)
}
