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
	n := src.H * src.W
	memory := scratch.Int32.Get(2*n + 1)
	defer scratch.Int32.Put(memory)
	for channel := range src.C {
		l := labelling{labels: memory.S[:n], parents: memory.S[n:], w: src.W, corners: c.Connectivity != 4}
		parts := l.run(src, channel)
		if parts > 1<<24 {
			want := fmt.Sprintf("at most 2^24 parts in channel %d, found %d", channel, parts)
			return &tensor.SpecError{Op: "connected_components", Want: want, Got: src.Spec}
		}
		to := dst.Plane32(channel)
		for i, v := range l.labels {
			to[i] = float32(v)
		}
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
	n := t.H * t.W
	l := labelling{labels: make([]int32, n), parents: make([]int32, n+1), w: t.W, corners: connectivity != 4}
	components = make([]Component, l.run(t, c))
	for i := range components {
		components[i].Left, components[i].Top = t.W, t.H
	}
	for i, label := range l.labels {
		if label != 0 {
			components[label-1].add(i%t.W, i/t.W)
		}
	}
	for i := range components {
		p := &components[i]
		p.CentroidX, p.CentroidY = p.CentroidX/float64(p.Area), p.CentroidY/float64(p.Area)
	}
	return l.labels, components
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

// A labelling gives pixels numbers in one pass, notes which numbers belong together, and renumbers them in another.
type labelling struct {
	labels, parents []int32
	w               int
	corners         bool
}

// run returns the number of parts.
func (l *labelling) run(t *tensor.Tensor, c int) int {
	used := int32(0)
	for i := range l.labels {
		if t.DType == tensor.Uint8 && t.Plane8(c)[i] == 0 || t.DType == tensor.Float32 && t.Plane32(c)[i] == 0 {
			l.labels[i] = 0
			continue
		}
		label := l.around(i)
		if label == 0 {
			used++
			label = used
			l.parents[label] = label
		}
		l.labels[i] = label
	}
	parts := int32(0)
	for label := int32(1); label <= used; label++ {
		if l.parents[label] == label { // numbers that belong together are called by the lowest, which comes first
			parts++
			l.parents[label] = parts
		} else {
			l.parents[label] = l.parents[l.parents[label]]
		}
	}
	for i, label := range l.labels {
		if label != 0 {
			l.labels[i] = l.parents[label]
		}
	}
	return int(parts)
}

// around returns the number of the neighbours that have one, 0 if none has.
func (l *labelling) around(i int) int32 {
	x, label := i%l.w, int32(0)
	join := func(at int) {
		if other := l.labels[at]; other != 0 {
			label = l.union(label, other)
		}
	}
	if i >= l.w {
		if l.corners && x > 0 {
			join(i - l.w - 1)
		}
		join(i - l.w)
		if l.corners && x < l.w-1 {
			join(i - l.w + 1)
		}
	}
	if x > 0 {
		join(i - 1)
	}
	return label
}

// union returns the lowest number of two that belong together from now on; 0 stands for none.
func (l *labelling) union(a, b int32) int32 {
	b = l.root(b)
	if a == 0 {
		return b
	}
	a = l.root(a)
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
