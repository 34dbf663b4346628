package imgproc

import (
	"math"
	"sync"

	"github.com/saccade-go/saccade/internal/kernel"
)

// makeTaps computes the weights by which in values become out, as Pillow's precompute_coeffs does: centres are
// at half pixels, weights outside the source are left out and the rest is scaled to sum to 1. quantise
// makes what is stored of each weight.
//
// The source is span values wide: in, or less if it ends within the last one.
func makeTaps[W int32 | float32](in int, span float64, out int, f Filter, quantise func(float64) W) kernel.Taps[W] {
	scale := span / float64(out)
	stretch := max(scale, 1)
	support := float64(curves[f].support * stretch)
	stride := min(int(math.Ceil(support))*2+1, in)
	t := kernel.Taps[W]{
		First: make([]int32, out), Count: make([]int32, out),
		Weights: make([]W, out*stride), Stride: stride,
	}
	exact := make([]float64, stride)
	for x := range out {
		centre := float64((float64(x) + 0.5) * scale)
		first := max(int(centre-support+0.5), 0)
		last := min(int(centre+support+0.5), in)
		weigh(exact[:last-first], f, first, centre, 1/stretch)
		run := t.Weights[x*stride:][:last-first]
		for i, w := range exact[:last-first] {
			run[i] = quantise(w)
		}
		lead, count := trim(run)
		t.First[x], t.Count[x] = int32(first+lead), int32(count)
	}
	return t
}

// weigh fills w with the filter's values for the pixels from first on, scaled to sum to 1.
func weigh(w []float64, f Filter, first int, centre, shrink float64) {
	sum := 0.0
	for i := range w {
		w[i] = curves[f].at((float64(first+i) - centre + 0.5) * shrink)
		sum += w[i]
	}
	if sum == 0 {
		return
	}
	for i := range w {
		w[i] /= sum
	}
}

// trim moves the weights without the zeros around them to the front of run. It returns how many zeros stood
// before them and how many weights there are.
func trim[W int32 | float32](run []W) (lead, count int) {
	count = len(run)
	for count > 1 && run[count-1] == 0 {
		count--
	}
	for lead < count-1 && run[lead] == 0 {
		lead++
	}
	if lead > 0 {
		copy(run, run[lead:count])
		clear(run[count-lead : count])
	}
	return lead, count - lead
}

// fixedPoint rounds a weight to ResampleBits after the binary point, halves away from 0.
func fixedPoint(w float64) int32 {
	return int32(math.Copysign(0.5, w) + float64(w*(1<<kernel.ResampleBits)))
}

func singlePrecision(w float64) float32 { return float32(w) }

// A tapsCache makes taps, quantising the weights, and keeps them by what they depend on. prepare, if it isn't nil,
// makes them ready for a kernel that reads runs of in values. The cache holds up to cachedTaps of them, none with
// more than cachedWeights weights: 32 MB at most, and about twice that once more for what prepare adds.
type tapsCache[W int32 | float32] struct {
	quantise func(float64) W
	prepare  func(t kernel.Taps[W], in int) kernel.Taps[W]

	mu   sync.RWMutex
	taps map[tapsKey]kernel.Taps[W]
}

type tapsKey struct {
	in     int
	span   float64
	out    int
	filter Filter
}

const (
	cachedTaps    = 64
	cachedWeights = 1 << 17
)

// get returns the taps from the cache, or makes them.
func (c *tapsCache[W]) get(in, out int, f Filter) kernel.Taps[W] {
	return c.getSpan(in, float64(in), out, f)
}

// getSpan is get for a source that is span values wide. Without a filter it is Bilinear.
func (c *tapsCache[W]) getSpan(in int, span float64, out int, f Filter) kernel.Taps[W] {
	f = f.or(Bilinear)
	key := tapsKey{in, span, out, f}
	c.mu.RLock()
	t, ok := c.taps[key]
	c.mu.RUnlock()
	if !ok {
		t = makeTaps(in, span, out, f, c.quantise)
		if c.prepare != nil {
			t = c.prepare(t, in)
		}
		c.put(key, t)
	}
	return t
}

func (c *tapsCache[W]) put(key tapsKey, t kernel.Taps[W]) {
	if len(t.Weights) > cachedWeights {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.taps == nil {
		c.taps = map[tapsKey]kernel.Taps[W]{}
	}
	for old := range c.taps {
		if len(c.taps) < cachedTaps {
			break
		}
		delete(c.taps, old)
	}
	c.taps[key] = t
}
