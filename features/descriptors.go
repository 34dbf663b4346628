package features

import (
	"context"
	"fmt"
	"iter"
	"runtime"

	"github.com/saccade-go/saccade/internal/cluster"
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// Local descriptors are the columns of a float32 picture, such as DenseSIFT makes: at each place its channels, or, if there are
// several times as many as a descriptor has values, several descriptors one after the other. A descriptor of zeros stands for
// nothing and is left out, in learning as in encoding.

// checkDescriptors reports pictures that don't have descriptors of so many values.
func checkDescriptors(op string, in tensor.Spec, length int) error {
	if err := in.Check(op); err != nil {
		return err
	}
	if in.DType != tensor.Float32 || in.C == 0 || in.C%length != 0 {
		want := fmt.Sprintf("float32 with %d channels, the values of a descriptor, or a multiple of them", length)
		return &tensor.SpecError{Op: op, Want: want, Got: in}
	}
	return nil
}

// A region is some rows and columns of a picture.
type region struct{ top, left, h, w int }

// A descriptorReader reads the descriptors of a region, a block at a time.
type descriptorReader struct {
	src    *tensor.Tensor
	length int
	region
	next int // place to go on from, row by row, once for each descriptor that a place has

	n       int       // descriptors in the block, each with
	rows    []float32 // its values,
	squares []float64 // their sum of squares,
	places  []int32   // and its place in a plane of src

	lentRows    *scratch.Buffer[float32]
	lentSquares *scratch.Buffer[float64]
	lentPlaces  *scratch.Buffer[int32]
}

// descriptorsAtATime is how many there are in a block: enough for matrix products, few enough for the caches.
const descriptorsAtATime = 256

func newDescriptorReader(src *tensor.Tensor, length int, within region) descriptorReader {
	d := descriptorReader{
		src: src, length: length, region: within,
		lentRows:    scratch.Float32.Get(descriptorsAtATime * length),
		lentSquares: scratch.Float64.Get(descriptorsAtATime),
		lentPlaces:  scratch.Int32.Get(descriptorsAtATime),
	}
	d.rows, d.squares, d.places = d.lentRows.S, d.lentSquares.S, d.lentPlaces.S
	return d
}

func (d *descriptorReader) release() {
	scratch.Float32.Put(d.lentRows)
	scratch.Float64.Put(d.lentSquares)
	scratch.Int32.Put(d.lentPlaces)
}

// read takes the next block, and reports whether there is one.
func (d *descriptorReader) read() bool {
	all := d.src.C / d.length * d.h * d.w
	for d.n = 0; d.n == 0 && d.next < all; {
		n := min(descriptorsAtATime, all-d.next)
		d.copy(n)
		d.next += n
		d.keep(n)
	}
	return d.n > 0
}

// copy makes rows of the next n descriptors.
func (d *descriptorReader) copy(n int) {
	size := d.src.H * d.src.W
	for i := 0; i < n; {
		at := d.next + i
		set, x := at/(d.h*d.w), at%d.w
		place := (d.top+at/d.w%d.h)*d.src.W + d.left + x
		run := min(d.w-x, n-i)
		for c := range d.length {
			to := d.rows[i*d.length+c:]
			for k, v := range d.src.F32[(set*d.length+c)*size+place:][:run] {
				to[k*d.length] = v
			}
		}
		for k := range run {
			d.places[i+k] = int32(place + k)
		}
		i += run
	}
}

// keep leaves out those of n descriptors that are zeros.
func (d *descriptorReader) keep(n int) {
	for i := range n {
		row := d.rows[i*d.length:][:d.length]
		squares := kernel.SumSquares(row)
		if squares == 0 {
			continue
		}
		if d.n < i {
			copy(d.rows[d.n*d.length:], row)
		}
		d.squares[d.n], d.places[d.n] = squares, d.places[i]
		d.n++
	}
}

// row has the values of descriptor i of the block.
func (d *descriptorReader) row(i int) []float32 { return d.rows[i*d.length:][:d.length] }

// finite reports whether descriptor i of the block has neither NaN nor an infinity.
func (d *descriptorReader) finite(i int) bool { return d.squares[i]-d.squares[i] == 0 }

// A descriptorSample draws descriptors from pictures for a Fitter to learn from.
type descriptorSample struct {
	op     string
	step   tensor.Step // the Fitter, which says what pictures it takes
	length int         // of a descriptor; 0 until it is known
	reservoir
}

// newDescriptorSample is for descriptors of so many values; 0 stands for as many as the first picture has channels.
func newDescriptorSample(op string, step tensor.Step, length, samples int, seed uint64) *descriptorSample {
	return &descriptorSample{op: op, step: step, length: length, reservoir: newReservoir(samples, seed, 0x6465736372697074)}
}

// draw takes descriptors from all of data, at least so many.
func (s *descriptorSample) draw(ctx context.Context, data iter.Seq2[*tensor.Tensor, error], least int) (tensor.Matrix, error) {
	if err := eachSample(ctx, s.op, data, s.add); err != nil {
		return tensor.Matrix{}, err
	}
	if s.x.Rows < least {
		return tensor.Matrix{}, fmt.Errorf("%s: wanted at least %d descriptors, found %d", s.op, least, s.x.Rows)
	}
	return s.x, nil
}

// words finds the centroids of descriptors from data: 1×K×D.
func (s *descriptorSample) words(ctx context.Context, data iter.Seq2[*tensor.Tensor, error], k cluster.KMeans) (tensor.Tensor, error) {
	x, err := s.draw(ctx, data, k.K)
	if err != nil {
		return tensor.Tensor{}, err
	}
	k.Workers = runtime.GOMAXPROCS(0)
	c, err := k.Fit(ctx, x)
	if err != nil {
		return tensor.Tensor{}, fmt.Errorf("%s: %w", s.op, err)
	}
	return matrixTensor(c), nil
}

// matrixTensor makes of an m×n matrix a tensor of 1×m×n that shares its memory.
func matrixTensor(m tensor.Matrix) tensor.Tensor {
	return tensor.Tensor{Spec: tensor.Spec{DType: tensor.Float32, C: 1, H: m.Rows, W: m.Cols}, F32: m.Data}
}

// add draws descriptors from a picture.
func (s *descriptorSample) add(src *tensor.Tensor) error {
	if _, err := s.step.OutSpec(src.Spec); err != nil {
		return err
	}
	if s.length == 0 {
		s.length = src.C
	}
	if err := checkDescriptors(s.op, src.Spec, s.length); err != nil {
		return err
	}
	if err := checkTensors(s.op, src, src, src.Spec); err != nil {
		return err
	}
	s.x.Cols = s.length
	size := src.H * src.W
	has := src.C / s.length * size
	return s.take(has, func(v []float32) error {
		at := s.r.IntN(has)
		from := src.F32[at/size*s.length*size+at%size:]
		for c := range v {
			v[c] = from[c*size]
		}
		switch sum := kernel.SumSquares(v); {
		case sum-sum != 0:
			return errNotFinite
		case sum == 0:
			s.drop()
		}
		return nil
	})
}

// checkSample reports parameters of a descriptorSample that make no sense, and those of what is learned from it: how many words or the
// like, by the parameter's name, and in how many iterations.
func checkSample(op string, length, samples int, param string, words, iterations int) error {
	switch {
	case length < 0 || length > 1<<20:
		return &tensor.ParamError{Op: op, Param: "length", Want: "a number from 1 to 1048576, or 0 for all channels", Got: length}
	case words < 1 || words > 1<<20:
		return &tensor.ParamError{Op: op, Param: param, Want: "a number from 1 to 1048576", Got: words}
	case samples < words || samples > 1<<26:
		return &tensor.ParamError{Op: op, Param: "samples", Want: "a number from that of " + param + " to 67108864", Got: samples}
	case iterations < 1 || iterations > 10000:
		return &tensor.ParamError{Op: op, Param: "iterations", Want: "a number from 1 to 10000", Got: iterations}
	}
	return nil
}
