package imgproc

import (
	"fmt"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// ConnectedComponents numbers the parts of values that aren't 0 and are neighbours: from 1 on, in the order of their first pixels,
// row by row; values of 0 stay 0. Connectivity says which pixels are neighbours: the 4 with a common side, or the 8 with a common
// corner, too, which is the default. It is cv2.connectedComponents, scipy.ndimage.label. [Components] gives areas, too.
//
// It gives float32, which has all whole numbers up to 2^24; an image with more parts is an error of Apply. All spaces, every
// channel on its own; the result has the space none.
type ConnectedComponents struct {
	Connectivity int `json:"connectivity,omitzero"`
}

// OutSpec returns in as float32 without a space.
func (c ConnectedComponents) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if c.Connectivity != 0 && c.Connectivity != 4 && c.Connectivity != 8 {
		return tensor.Spec{}, &tensor.ParamError{Op: "connected_components", Param: "connectivity", Want: "4 or 8", Got: c.Connectivity}
	}
	return response("connected_components", in)
}

// Apply writes the numbers to dst.
func (c ConnectedComponents) Apply(dst, src *tensor.Tensor) error {
	out, err := c.OutSpec(src.Spec)
	if err := ready("connected_components", dst, src, out, err); err != nil {
		return err
	}
	memory := scratch.Int32.Get(labellingSize(src.H, src.W))
	defer scratch.Int32.Put(memory)
	for channel := range src.C {
		l := newLabelling(memory.S, src.H, src.W)
		parts := l.run(src, channel, c.Connectivity != 4)
		if parts > 1<<24 {
			want := fmt.Sprintf("at most 2^24 parts in channel %d, found %d", channel, parts)
			return &tensor.SpecError{Op: "connected_components", Want: want, Got: src.Spec}
		}
		writeLabels(dst.Plane32(channel), l)
	}
	return nil
}

// A Component is a part of an image, with the smallest box around it.
type Component struct {
	Area                     int
	Left, Top, Width, Height int
	CentroidX, CentroidY     float64 // the mean of the pixels' columns and rows
}

// Components numbers the parts of channel c of t as [ConnectedComponents] does. labels has the number of each pixel; part k is
// components[k−1].
func Components(t *tensor.Tensor, c, connectivity int) (labels []int32, components []Component) {
	l := newLabelling(make([]int32, labellingSize(t.H, t.W)), t.H, t.W)
	components = make([]Component, l.run(t, c, connectivity != 4))
	labels = make([]int32, t.H*t.W)
	writeLabels(labels, l)
	for i := range components {
		components[i].Left, components[i].Top = t.W, t.H
	}
	for i, label := range labels {
		if label != 0 {
			components[label-1].add(i%t.W, i/t.W)
		}
	}
	for i := range components {
		p := &components[i]
		p.CentroidX, p.CentroidY = p.CentroidX/float64(p.Area), p.CentroidY/float64(p.Area)
	}
	return labels, components
}

func (p *Component) add(x, y int) {
	right, bottom := max(p.Left+p.Width, x+1), max(p.Top+p.Height, y+1)
	if p.Area == 0 {
		right, bottom = x+1, y+1
	}
	p.Area++
	p.Left, p.Top = min(p.Left, x), min(p.Top, y)
	p.Width, p.Height = right-p.Left, bottom-p.Top
	p.CentroidX += float64(x)
	p.CentroidY += float64(y)
}

// A labelling gives pixels numbers in one pass, notes which numbers belong together, and renumbers them.
type labelling struct {
	labels  []int32 // with a frame of 0 above and on the left, where the row before has its right
	parents []int32
	used    int32
	h, w    int
}

// labellingSize is how much memory it takes.
func labellingSize(h, w int) int { return (h+1)*(w+1) + 1 + h*w + 1 }

func newLabelling(memory []int32, h, w int) *labelling {
	framed := (h+1)*(w+1) + 1
	return &labelling{labels: memory[:framed], parents: memory[framed:], h: h, w: w}
}

// row returns row y with the frame on both sides; y may be −1.
func (l *labelling) row(y int) []int32 { return l.labels[(y+1)*(l.w+1):][:l.w+2] }

// run returns the number of parts.
func (l *labelling) run(t *tensor.Tensor, c int, corners bool) int {
	if t.DType == tensor.Uint8 {
		labelRows(l, t.Plane8(c), corners)
	} else {
		labelRows(l, t.Plane32(c), corners)
	}
	return l.number()
}

// number calls numbers that belong together by that of their part, and returns how many parts there are.
func (l *labelling) number() int {
	parts := int32(0)
	l.parents[0] = 0
	for label := int32(1); label <= l.used; label++ {
		if l.parents[label] == label { // numbers that belong together are called by the lowest, which comes first
			parts++
			l.parents[label] = parts
		} else {
			l.parents[label] = l.parents[l.parents[label]]
		}
	}
	return int(parts)
}

func labelRows[T uint8 | float32](l *labelling, src []T, corners bool) {
	clear(l.row(-1))
	for y := range l.h {
		here, above, values := l.row(y), l.row(y-1), src[y*l.w:][:l.w]
		here[0] = 0
		if corners {
			labelBy8(l, here, above, values)
		} else {
			labelBy4(l, here, above, values)
		}
	}
}

// labelBy8 looks at neighbours in an order in which those that touch each other, and have been joined already, aren't looked at
// (K. Wu, E. Otoo and K. Suzuki, "Optimizing two-pass connected-component labeling algorithms", 2009).
func labelBy8[T uint8 | float32](l *labelling, here, above []int32, values []T) {
	rights, to := above[2:][:len(values)], here[1:][:len(values)]
	aboveLeft, middle, label := int32(0), above[1], int32(0)
	for x, v := range values {
		aboveRight := rights[x]
		switch {
		case v == 0:
			label = 0
		case middle != 0:
			label = middle
		case aboveRight != 0 && aboveLeft != 0:
			label = l.union(aboveRight, aboveLeft)
		case aboveRight != 0 && label != 0:
			label = l.union(aboveRight, label)
		case aboveRight != 0:
			label = aboveRight
		case aboveLeft != 0:
			label = aboveLeft
		case label == 0:
			label = l.fresh()
		}
		to[x] = label
		aboveLeft, middle = middle, aboveRight
	}
}

func labelBy4[T uint8 | float32](l *labelling, here, above []int32, values []T) {
	middles, to := above[1:][:len(values)], here[1:][:len(values)]
	label := int32(0)
	for x, v := range values {
		middle := middles[x]
		switch {
		case v == 0:
			label = 0
		case middle != 0 && label != 0 && middle != label:
			label = l.union(middle, label)
		case middle != 0:
			label = middle
		case label == 0:
			label = l.fresh()
		}
		to[x] = label
	}
}

// writeLabels writes the numbers of the parts, once run has found them.
func writeLabels[T int32 | float32](dst []T, l *labelling) {
	for y := range l.h {
		to := dst[y*l.w:][:l.w]
		for x, label := range l.row(y)[1:][:l.w] {
			to[x] = T(l.parents[label])
		}
	}
}

func (l *labelling) fresh() int32 {
	l.used++
	l.parents[l.used] = l.used
	return l.used
}

// union returns the lowest number of two that belong together from now on.
func (l *labelling) union(a, b int32) int32 {
	a, b = l.root(a), l.root(b)
	low := min(a, b)
	l.parents[a], l.parents[b] = low, low
	return low
}

func (l *labelling) root(label int32) int32 {
	for l.parents[label] != label {
		l.parents[label] = l.parents[l.parents[label]]
		label = l.parents[label]
	}
	return label
}
