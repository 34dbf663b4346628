package features

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// ColorHistogram counts how often colours occur: C×H×W becomes a vector of one histogram for each channel, one
// after the other, or with Joint of one histogram over all channels together.
//
// A channel's bins are of equal width over its range in the space (0..1, or in Lab 0..100 and −128..127; see
// colorspace.Range). As in numpy.histogram, bin k of n is half open,
//
//	lo + k·(hi−lo)/n ≤ v < lo + (k+1)·(hi−lo)/n
//
// and the last one has its upper end too. Values out of range count in the first or the last bin. A pixel with
// NaN in it is not counted where the NaN would be. A joint histogram is in row-major order, the last channel
// running fastest: the bin of (i, j, k) is (i·n1 + j)·n2 + k.
//
// Colour apart from brightness is a joint histogram with one bin for what is to be left out: in HSV the bins [h, s, 1] make
// the histogram of hue and saturation, h rows of s.
//
// The input is what colorspace.Convert takes. The size of the picture may be unknown.
//
// JSON: {"space": "hsv", "bins": [8, 4, 4], "joint": true, "norm": "l1"}.
type ColorHistogram struct {
	// Space is the colour space to count in; zero is the picture's own.
	Space tensor.Space `json:"space,omitempty"`
	// Bins is the number of bins for each channel, or one number for all of them. Default 16; at most
	// 16 777 216 in all.
	Bins []int `json:"bins,omitempty"`
	// Joint asks for one histogram over all channels together.
	Joint bool `json:"joint,omitempty"`
	// Norm scales each histogram: "l1" (default) to the sum 1, "l2" to the Euclidean length 1; "none" leaves
	// the counts. A histogram of no values is 0 everywhere.
	Norm string `json:"norm,omitempty"`
}

const (
	defaultBins = 16
	maxBins     = 1 << 24
)

// A colorPlan is what follows from a ColorHistogram's parameters and its input.
type colorPlan struct {
	space  tensor.Space
	bins   [maxChannels]int // of each channel
	groups int              // histograms: 1 if joint, otherwise one for each channel
	length int              // of the vector
}

// maxChannels is the largest number of channels of a colour space.
const maxChannels = 4

// OutSpec returns a vector of as many values as there are bins.
func (h ColorHistogram) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	p, err := h.plan(in)
	if err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(p.length), nil
}

func (h ColorHistogram) plan(in tensor.Spec) (colorPlan, error) {
	switch h.Norm {
	case "", "l1", "l2", "none":
	default:
		return colorPlan{}, h.paramError("norm", `"l1", "l2" or "none"`, h.Norm)
	}
	space, err := colorTarget("color_histogram", h.Space, in)
	if err != nil {
		return colorPlan{}, err
	}
	return h.divide(space)
}

// divide gives each channel of space its bins.
func (h ColorHistogram) divide(space tensor.Space) (colorPlan, error) {
	channels := space.Channels()
	p := colorPlan{space: space, groups: channels}
	if n := len(h.Bins); n > 1 && n != channels {
		return p, h.paramError("bins", fmt.Sprintf("one number or %d, one for each channel of %v", channels, space), h.Bins)
	}
	product := 1
	for c := range channels {
		p.bins[c] = h.binsOf(c)
		if p.bins[c] < 1 || p.bins[c] > maxBins/product {
			return p, h.paramError("bins", fmt.Sprintf("numbers above 0, and at most %d bins in all", maxBins), h.Bins)
		}
		if p.length += p.bins[c]; h.Joint {
			product *= p.bins[c]
			p.groups, p.length = 1, product
		}
	}
	return p, nil
}

func (h ColorHistogram) binsOf(c int) int {
	switch len(h.Bins) {
	case 0:
		return defaultBins
	case 1:
		return h.Bins[0]
	}
	return h.Bins[c]
}

func (ColorHistogram) paramError(param, want string, got any) error {
	return &tensor.ParamError{Op: "color_histogram", Param: param, Want: want, Got: got}
}

// Apply writes the histograms of src into dst.
func (h ColorHistogram) Apply(dst, src *tensor.Tensor) error {
	p, err := h.plan(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("color_histogram", dst, src, tensor.VectorSpec(p.length)); err != nil {
		return err
	}
	src, lent, err := inSpace("color_histogram", p.space, src)
	if err != nil {
		return err
	}
	if lent {
		defer scratch.PutTensor(src)
	}
	h.count(dst.F32, src, p)
	return nil
}

// count fills out with p's histograms of src, which is in p's space.
func (h ColorHistogram) count(out []float32, src *tensor.Tensor, p colorPlan) {
	counts := scratch.Int32.Get(p.length)
	defer scratch.Int32.Put(counts)
	clear(counts.S)
	channels := p.space.Channels() / p.groups
	first := 0
	for g := range p.groups {
		bins := p.length
		if p.groups > 1 {
			bins = p.bins[g]
		}
		p.countGroup(counts.S[first:first+bins], src, g*channels, channels)
		scaleCounts(out[first:first+bins], counts.S[first:first+bins], h.Norm)
		first += bins
	}
}

// countBlock is how many pixels have their bins worked out at a time.
const countBlock = 1024

// countGroup counts over the given channels of src together.
func (p *colorPlan) countGroup(counts []int32, src *tensor.Tensor, first, channels int) {
	if channels == 1 && src.DType == tensor.Uint8 {
		p.countBytes(counts, src.Plane8(first))
		return
	}
	at := scratch.Int32.Get(countBlock)
	defer scratch.Int32.Put(at)
	for n, lo := src.H*src.W, 0; lo < n; lo += countBlock {
		hi := min(lo+countBlock, n)
		bins := at.S[:hi-lo]
		clear(bins)
		for c := first; c < first+channels; c++ {
			p.refine(bins, src, c, lo, hi)
		}
		for _, b := range bins {
			if b >= 0 {
				counts[b]++
			}
		}
	}
}

// countBytes counts each of the 256 values, every fourth in a table of its own, so that additions to the same count don't wait for each
// other, and then adds up those of a bin.
func (*colorPlan) countBytes(counts []int32, plane []uint8) {
	var tables [4][256]int32
	for ; len(plane) >= 4; plane = plane[4:] {
		tables[0][plane[0]]++
		tables[1][plane[1]]++
		tables[2][plane[2]]++
		tables[3][plane[3]]++
	}
	for _, v := range plane {
		tables[0][v]++
	}
	n := len(counts)
	for v := range 256 {
		counts[min(v*n/255, n-1)] += tables[0][v] + tables[1][v] + tables[2][v] + tables[3][v]
	}
}

// refine divides each pixel's bin further by its value in channel c. A bin below 0 is for what isn't counted.
func (p *colorPlan) refine(bins []int32, src *tensor.Tensor, c, lo, hi int) {
	n := int32(p.bins[c])
	if src.DType == tensor.Uint8 {
		for i, v := range src.Plane8(c)[lo:hi] {
			bins[i] = bins[i]*n + min(int32(v)*n/255, n-1)
		}
		return
	}
	from, to, _ := colorspace.Range(p.space, c)
	scale, top := float32(n)/(to-from), float32(n-1)
	for i, v := range src.Plane32(c)[lo:hi] {
		x := (v - from) * scale
		switch {
		case x != x || bins[i] < 0:
			bins[i] = -1
		default:
			bins[i] = bins[i]*n + int32(min(max(x, 0), top))
		}
	}
}

// scaleCounts writes counts into out as norm says.
func scaleCounts(out []float32, counts []int32, norm string) {
	sum, squares := 0., 0.
	for _, v := range counts {
		sum += float64(v)
		squares += float64(v) * float64(v)
	}
	by := sum
	switch {
	case sum == 0 || norm == "none":
		by = 1
	case norm == "l2":
		by = math.Sqrt(squares)
	}
	for i, v := range counts {
		out[i] = float32(float64(v) / by)
	}
}
