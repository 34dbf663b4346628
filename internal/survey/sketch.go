package survey

import (
	"math"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// A sketch is a picture so small that what copies differ in is gone: it tells pictures apart whose hashes are alike, as those of
// drawings, of clothes on white and of all that has little detail are.
type sketch struct {
	luma   [sketchSide * sketchSide]uint8
	chroma [2 * chromaSide * chromaSide]uint8 // Cb, then Cr
	gray   bool                               // all three channels of the picture are equal
	cutOut bool                               // a good part of the picture is black or white
}

const (
	sketchSide = 16
	chromaSide = sketchSide / 2
	sketchLen  = sketchSide*sketchSide + 2*chromaSide*chromaSide + 1
)

// Limits of what copies of a picture differ in. docs/duplicates.md has what they find and what they miss.
const (
	leastAlike           = 0.75  // correlation of details
	leastAlikeCutOut     = 0.985 // of things on black or white
	leastCutOut          = 20    // so many pixels are black or white then
	mostContrast         = 1.25  // ratio of contrasts, either way
	mostTint             = 6     // mean difference of chroma, of 255
	mostFlat             = 3     // mean difference of luma where there are no details, of 255
	flatDetail           = 0.25  // mean square of details below which there are none: rounding
	nearBlack, nearWhite = 5, 250
)

// newSketch makes the sketch of a picture in uint8 RGB.
func newSketch(src *tensor.Tensor, gray bool) (sketch, error) {
	s := sketch{gray: gray}
	t := scratch.Tensor(tensor.Spec{DType: tensor.Uint8, Space: tensor.RGB, C: 3, H: sketchSide, W: sketchSide})
	defer scratch.PutTensor(t)
	if err := (imgproc.Resize{Height: sketchSide, Width: sketchSide}).Apply(t, src); err != nil {
		return s, err
	}
	const n = sketchSide * sketchSide
	var cb, cr [chromaSide * chromaSide]float64
	for i := range n {
		r, g, b := float64(t.U8[i]), float64(t.U8[n+i]), float64(t.U8[2*n+i])
		y := 0.299*r + 0.587*g + 0.114*b
		s.luma[i] = uint8(y + 0.5)
		at := i/sketchSide/2*chromaSide + i%sketchSide/2
		cb[at] += (b - y) * (0.564 / 4) // of four pixels the mean
		cr[at] += (r - y) * (0.713 / 4)
	}
	s.cutOut = s.isCutOut()
	for i := range cb {
		s.chroma[i], s.chroma[len(cb)+i] = uint8(128.5+cb[i]), uint8(128.5+cr[i])
	}
	return s, nil
}

// bytes appends the sketch in sketchLen bytes, from which readSketch makes it again.
func (s *sketch) bytes(b []byte) []byte {
	gray := byte(0)
	if s.gray {
		gray = 1
	}
	return append(append(append(b, s.luma[:]...), s.chroma[:]...), gray)
}

func readSketch(b []byte) (s sketch) {
	n := copy(s.luma[:], b)
	n += copy(s.chroma[:], b[n:])
	s.gray, s.cutOut = b[n] == 1, s.isCutOut()
	return s
}

// alike reports whether two sketches can be those of a picture and a copy of it: scaled, compressed again, cut at the edges or
// made a little brighter. What counts is the correlation of details, which are what of luma is left beside the mean of 3×3 pixels;
// that contrast and colours are about the same; and, for pictures without details, that luma is. Things on black or white, such as
// clothes in a catalogue, have silhouettes in common, so that more must be the same, and of the bits in which hashes may differ
// only half as many do.
func (s *sketch) alike(o *sketch, distance, near int) bool {
	least := leastAlike
	if s.cutOut || o.cutOut {
		least, near = leastAlikeCutOut, near/2
	}
	if distance > near {
		return false
	}
	if s.gray == o.gray && meanDifference(s.chroma[:], o.chroma[:]) > mostTint { // a gray copy of a coloured picture is a copy
		return false
	}
	a, b := s.details(), o.details()
	var aa, ab, bb float64
	for i := range a {
		aa += a[i] * a[i]
		ab += a[i] * b[i]
		bb += b[i] * b[i]
	}
	if flat := flatDetail * float64(len(a)); aa < flat || bb < flat {
		return aa < flat && bb < flat && meanDifference(s.luma[:], o.luma[:]) <= mostFlat
	}
	contrast := math.Sqrt(aa / bb)
	return ab >= least*math.Sqrt(aa*bb) && contrast <= mostContrast && contrast >= 1/mostContrast
}

// isCutOut reports whether a good part of the picture is black or white.
func (s *sketch) isCutOut() bool {
	n := 0
	for _, v := range s.luma {
		if v <= nearBlack || v >= nearWhite {
			n++
		}
	}
	return n >= leastCutOut
}

func meanDifference(a, b []uint8) float64 {
	sum := 0
	for i, v := range a {
		sum += max(int(v), int(b[i])) - min(int(v), int(b[i]))
	}
	return float64(sum) / float64(len(a))
}

// details returns luma less the mean of the pixels around, as many of 3×3 as there are.
func (s *sketch) details() (d [sketchSide * sketchSide]float64) {
	var rows [sketchSide * sketchSide]int // sums of up to three pixels of a row
	for y := range sketchSide {
		for x := range sketchSide {
			for i := max(x-1, 0); i <= min(x+1, sketchSide-1); i++ {
				rows[y*sketchSide+x] += int(s.luma[y*sketchSide+i])
			}
		}
	}
	across := func(i int) int { return min(i+1, sketchSide-1) - max(i-1, 0) + 1 }
	for y := range sketchSide {
		for x := range sketchSide {
			sum := 0
			for i := max(y-1, 0); i <= min(y+1, sketchSide-1); i++ {
				sum += rows[i*sketchSide+x]
			}
			i := y*sketchSide + x
			d[i] = float64(s.luma[i]) - float64(sum)/float64(across(x)*across(y))
		}
	}
	return d
}
