package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// A butterworth is what LowPass and HighPass have in common.
type butterworth struct {
	op     string
	cutoff float64
	order  float64
	high   bool
}

func (b butterworth) outSpec(in tensor.Spec) (tensor.Spec, error) {
	if !(b.cutoff >= 1e-6 && b.cutoff <= 0.5) {
		return tensor.Spec{}, &tensor.ParamError{Op: b.op, Param: "cutoff", Want: "cycles per pixel from 1e-6 to 0.5", Got: b.cutoff}
	}
	if !(b.order >= 0 && b.order <= 100) {
		return tensor.Spec{}, &tensor.ParamError{Op: b.op, Param: "order", Want: "a number above 0, at most 100", Got: b.order}
	}
	return response(b.op, in)
}

func (b butterworth) apply(dst, src *tensor.Tensor) error {
	out, err := b.outSpec(src.Spec)
	if err := ready(b.op, dst, src, out, err); err != nil {
		return err
	}
	if b.order == 0 {
		b.order = 2
	}
	toUnits(dst.F32, src)
	f := spectrum{h: src.H, w: src.W, memory: scratch.Complex.Get(src.H*src.W + src.H), rows: transforms.get(src.W), columns: transforms.get(src.H)}
	defer f.free()
	for c := range src.C {
		f.filter(dst.Plane32(c), b)
	}
	return nil
}

// gain is the filter's at the frequencies fy and fx, in cycles per pixel.
func (b butterworth) gain(fy, fx float64) float64 {
	q := math.Pow((fy*fy+fx*fx)/(b.cutoff*b.cutoff), b.order)
	switch {
	case !b.high:
		return 1 / (1 + q)
	case math.IsInf(q, 1):
		return 1
	}
	return q / (1 + q)
}

// A spectrum has the Fourier transform of a plane, row by row, and room for a column.
type spectrum struct {
	h, w          int
	memory        *scratch.Buffer[complex128]
	rows, columns *transform
}

func (f *spectrum) free() {
	scratch.Complex.Put(f.memory)
	transforms.put(f.rows)
	transforms.put(f.columns)
}

func (f *spectrum) filter(plane []float32, b butterworth) {
	values, column := f.memory.S[:f.h*f.w], f.memory.S[f.h*f.w:]
	for i, v := range plane {
		values[i] = complex(float64(v), 0)
	}
	for y := range f.h {
		row := values[y*f.w:][:f.w]
		f.rows.forward(row)
	}
	for x := range f.w {
		for y := range column {
			column[y] = values[y*f.w+x]
		}
		f.columns.forward(column)
		for y := range column {
			column[y] *= complex(b.gain(frequency(y, f.h), frequency(x, f.w)), 0)
		}
		f.columns.backward(column)
		for y, v := range column {
			values[y*f.w+x] = v
		}
	}
	scale := 1 / float64(f.h*f.w)
	for y := range f.h {
		row := values[y*f.w:][:f.w]
		f.rows.backward(row)
		for x, v := range row {
			plane[y*f.w+x] = float32(real(v) * scale)
		}
	}
}

// frequency is that of coefficient i of n, in cycles per pixel.
func frequency(i, n int) float64 {
	if i > n/2 {
		i -= n
	}
	return float64(i) / float64(n)
}
