package survey

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"math/bits"

	"github.com/saccade-go/saccade/tensor"
)

// Moments are means and standard deviations, by channel, over all pixels of all pictures: what the step normalize takes. Those of
// uint8 are in 0..1, v/255, as to_float makes it. The deviation is that of the values themselves, σ² = Σ(v−mean)²/n, as numpy.std
// has it. Both are summed in float64, or exactly, in an order that doesn't depend on the number of workers.
type Moments struct {
	Pixels uint64   `json:"pixels"` // of all pictures
	Mean   []Number `json:"mean"`
	Std    []Number `json:"std"`
}

// A Number is null in JSON where it is none: NaN or infinite, as what a pipeline makes may be.
type Number float64

// MarshalJSON writes null for what JSON doesn't know.
func (n Number) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(n)) || math.IsInf(float64(n), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

// A tally has the moments of so many values. Two are joined as Chan, Golub & LeVeque 1979 do.
type tally struct {
	n, mean, squares float64 // squares of what differs from the mean
}

func (t tally) with(o tally) tally {
	n := t.n + o.n
	if o.n == 0 {
		return t
	}
	d := o.mean - t.mean
	return tally{n, t.mean + d*o.n/n, t.squares + o.squares + d*d*t.n*o.n/n}
}

// tallyOf looks at values twice, which loses less than once.
func tallyOf(values []float32) tally {
	sum := 0.
	for _, v := range values {
		sum += float64(v)
	}
	t := tally{n: float64(len(values)), mean: sum / float64(len(values))}
	for _, v := range values {
		d := float64(v) - t.mean
		t.squares += d * d
	}
	return t
}

// tallyOfBytes is exact but for the last roundings.
func tallyOfBytes(values []uint8) tally {
	var sum, squares uint64
	for _, v := range values {
		sum += uint64(v)
		squares += uint64(v) * uint64(v)
	}
	n := uint64(len(values))
	// n·Σv² − (Σv)², which is n times the squares of the differences
	hi, lo := bits.Mul64(n, squares)
	hi2, lo2 := bits.Mul64(sum, sum)
	lo, borrow := bits.Sub64(lo, lo2, 0)
	hi, _ = bits.Sub64(hi, hi2, borrow)
	difference := math.Ldexp(float64(hi), 64) + float64(lo)
	return tally{float64(n), float64(sum) / float64(n) / 255, difference / float64(n) / (255 * 255)}
}

// tallies is the stage that makes tallies of a tensor's channels, in bytes.
type tallies struct{}

const tallyLen = 3 * 8

func (tallies) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return tensor.Spec{DType: tensor.Uint8, C: in.C * tallyLen, H: 1, W: 1}, nil
}

func (tallies) Apply(dst, src *tensor.Tensor) error {
	writeTallies(dst.U8[:0], src)
	return nil
}

func writeTallies(b []byte, src *tensor.Tensor) []byte {
	for c := range src.C {
		var t tally
		if src.DType == tensor.Uint8 {
			t = tallyOfBytes(src.Plane8(c))
		} else {
			t = tallyOf(src.Plane32(c))
		}
		for _, v := range []float64{t.n, t.mean, t.squares} {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
	}
	return b
}

// A gathering joins tallies of pictures.
type gathering []tally

func (g *gathering) add(b []byte) {
	for len(*g) < len(b)/tallyLen {
		*g = append(*g, tally{})
	}
	number := func(i int) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:])) }
	for c := range *g {
		(*g)[c] = (*g)[c].with(tally{number(3 * c), number(3*c + 1), number(3*c + 2)})
	}
}

// moments is nil if there was no picture.
func (g gathering) moments() *Moments {
	if len(g) == 0 {
		return nil
	}
	m := &Moments{Pixels: uint64(g[0].n)}
	for _, t := range g {
		m.Mean = append(m.Mean, Number(t.mean))
		m.Std = append(m.Std, Number(math.Sqrt(t.squares/t.n)))
	}
	return m
}
