package features

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/saccade-go/saccade/tensor"
)

// A reservoir keeps vectors that are drawn from samples of which nobody knows how many there will be. Each gives its share, or all it
// has; when memory is full, half of all vectors leave, and the samples behind give half as many.
type reservoir struct {
	r     *rand.Rand
	bound int     // vectors at most
	share float64 // vectors of a sample; below 1, the probability that it gives one
	x     tensor.Matrix
}

func newReservoir(bound int, seed, stream uint64) reservoir {
	return reservoir{r: rand.New(rand.NewPCG(seed, stream)), bound: bound, share: float64(bound)}
}

// take calls draw as often as a sample that has so many vectors gives one, with the memory that one is to be written to.
func (s *reservoir) take(has int, draw func(v []float32) error) error {
	n := min(s.share, float64(has))
	if whole := math.Floor(n); s.r.Float64() < n-whole {
		n++
	}
	for range int(n) {
		if s.x.Rows == s.bound {
			s.halve()
			s.share = min(s.share, float64(has)) / 2
		}
		if err := draw(s.grow()); err != nil {
			return err
		}
	}
	return nil
}

// grow adds a vector.
func (s *reservoir) grow() []float32 {
	at := len(s.x.Data)
	s.x.Data = slices.Grow(s.x.Data, s.x.Cols)[:at+s.x.Cols]
	s.x.Rows++
	return s.x.Data[at:]
}

// drop takes the last vector away.
func (s *reservoir) drop() {
	s.x.Rows--
	s.x.Data = s.x.Data[:s.x.Rows*s.x.Cols]
}

// halve keeps each vector with probability ½.
func (s *reservoir) halve() {
	kept := 0
	for i := range s.x.Rows {
		if s.r.Uint64()&1 == 0 {
			copy(s.x.Row(kept), s.x.Row(i))
			kept++
		}
	}
	s.x.Rows, s.x.Data = kept, s.x.Data[:kept*s.x.Cols]
}
