package imgproc

import (
	"math"
	"sync"

	"github.com/saccade-go/saccade/internal/kernel"
)

// An axis is how rows of in values become out values: the source is what lies from the place from on, and span values wide.
// Sharp is without antialiasing.
type axis struct {
	in         int
	from, span float64
	out        int
	filter     Filter
	sharp      bool
}

// whole is the axis on which all of in values become out.
func whole(in, out int, f Filter) axis { return axis{in: in, span: float64(in), out: out, filter: f} }

// copies reports that the values stay as they are.
func (a axis) copies() bool { return a.in == a.out && a.from == 0 && a.span == float64(a.in) }

// scale is how many source values there are for each value of the result.
func (a axis) scale() float64 { return a.span / float64(a.out) }

// stretch is by how much the filter is wider than in source values.
func (a axis) stretch() float64 {
	if a.sharp {
		return 1
	}
	return max(a.scale(), 1)
}

// skips reports that values of the result have no source values in common.
func (a axis) skips() bool { return a.sharp && a.scale() >= 2*curves[a.filter.or(Bilinear)].support }

// makeTaps computes the weights of an axis; quantise makes what is stored of each weight.
func makeTaps[W int32 | float32](a axis, quantise func(float64) W) kernel.Taps[W] {
	support := float64(curves[a.filter].support * a.stretch())
	stride := min(int(math.Ceil(support))*2+1, a.in)
	t := kernel.Taps[W]{
		First: make([]int32, a.out), Count: make([]int32, a.out),
		Weights: make([]W, a.out*stride), Stride: stride,
	}
	exact := make([]float64, stride)
	for x := range a.out {
		first, n := a.weigh(exact, x, support)
		run := t.Weights[x*stride:][:n]
		for i, w := range exact[:n] {
			run[i] = quantise(w)
		}
		lead, count := trim(run)
		t.First[x], t.Count[x] = int32(first+lead), int32(count)
	}
	return t
}

// weigh fills w with the weights that make value x, and returns which source value the first is for, and how many there are.
func (a axis) weigh(w []float64, x int, support float64) (first, n int) {
	switch {
	case a.filter == Area:
		return a.cover(w, x)
	case a.sharp:
		return a.sample(w, x)
	}
	centre := a.from + float64((float64(x)+0.5)*a.scale())
	first = min(max(int(centre-support+0.5), 0), a.in-1)
	last := max(min(int(centre+support+0.5), a.in), first+1)
	a.average(w[:last-first], first, centre)
	return first, last - first
}

// average is as Pillow's precompute_coeffs: centres are at half pixels, weights outside the source are left out and the rest
// is scaled to sum to 1.
func (a axis) average(w []float64, first int, centre float64) {
	shrink := 1 / a.stretch()
	for i := range w {
		w[i] = curves[a.filter].at((float64(first+i) - centre + 0.5) * shrink)
	}
	sumToOne(w)
}

// cover weighs values by how much of each lies under value x.
func (a axis) cover(w []float64, x int) (first, n int) {
	lo := a.from + float64(x)*a.span/float64(a.out)
	hi := a.from + float64(x+1)*a.span/float64(a.out)
	first = min(max(int(lo), 0), a.in-1)
	last := max(min(int(math.Ceil(hi)), a.in), first+1)
	for i := range w[:last-first] {
		at := float64(first + i)
		w[i] = max(min(at+1, hi)-max(at, lo), 0)
	}
	sumToOne(w[:last-first])
	return first, last - first
}

// sample weighs the values around the centre of value x as OpenCV does, and torchvision without antialiasing: those outside
// of the source are the ones at its border. Places are in single precision, which is what limits them in wide images.
func (a axis) sample(w []float64, x int) (first, n int) {
	at := float64(float32(a.from + float64((float64(x)+0.5)*a.scale()) - 0.5))
	curve, reach := bilinear, 1
	if a.filter == Bicubic {
		curve, reach = func(x float64) float64 { return keys(x, -0.75) }, 2
	}
	lo := int(math.Floor(at)) - reach + 1
	hi := lo + 2*reach
	first, last := min(max(lo, 0), a.in-1), max(min(hi, a.in), 1)
	clear(w[:last-first])
	for i := lo; i < hi; i++ {
		w[min(max(i, first), last-1)-first] += curve(float64(i) - at)
	}
	return first, last - first
}

// sumToOne scales w to sum to 1.
func sumToOne(w []float64) {
	sum := 0.0
	for _, v := range w {
		sum += v
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
	taps map[axis]kernel.Taps[W]
}

const (
	cachedTaps    = 64
	cachedWeights = 1 << 17
)

// get returns the taps of an axis from the cache, or makes them. Without a filter it is Bilinear.
func (c *tapsCache[W]) get(a axis) kernel.Taps[W] {
	a.filter = a.filter.or(Bilinear)
	c.mu.RLock()
	t, ok := c.taps[a]
	c.mu.RUnlock()
	if !ok {
		t = makeTaps(a, c.quantise)
		if c.prepare != nil {
			t = c.prepare(t, a.in)
		}
		c.put(a, t)
	}
	return t
}

func (c *tapsCache[W]) put(key axis, t kernel.Taps[W]) {
	if len(t.Weights) > cachedWeights {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.taps == nil {
		c.taps = map[axis]kernel.Taps[W]{}
	}
	for old := range c.taps {
		if len(c.taps) < cachedTaps {
			break
		}
		delete(c.taps, old)
	}
	c.taps[key] = t
}
