package imgproc

import "math"

// A span is a run of an element's values of 1: in row y, from x on, n of them.
type span struct{ y, x, n int }

// spans calls each with the runs of the element, row by row.
func (m morphology) spans(each func(span)) {
	for y := range m.rows() {
		switch {
		case m.Mask != nil:
			maskSpans(m.Mask[y], y, each)
		case m.Shape == "cross" && y != m.Height/2:
			each(span{y, m.Width / 2, 1})
		case m.Shape == "ellipse":
			each(m.ellipse(y))
		default:
			each(span{y, 0, m.Width})
		}
	}
}

func maskSpans(row string, y int, each func(span)) {
	for x := 0; x < len(row); x++ {
		if row[x] == '0' {
			continue
		}
		n := 1
		for x+n < len(row) && row[x+n] == '1' {
			n++
		}
		each(span{y, x, n})
		x += n
	}
}

// ellipse is a row of cv2.getStructuringElement(MORPH_ELLIPSE).
func (m morphology) ellipse(y int) span {
	r, c := m.Height/2, m.Width/2
	inverse := 0.0
	if r != 0 {
		inverse = 1 / (float64(r) * float64(r))
	}
	dy := y - r
	if dy > r || dy < -r {
		return span{y, 0, 0}
	}
	dx := int(math.RoundToEven(float64(c) * math.Sqrt(float64((r*r-dy*dy))*inverse)))
	from, to := max(c-dx, 0), min(c+dx+1, m.Width)
	return span{y, from, to - from}
}

func (m morphology) rows() int {
	if m.Mask != nil {
		return len(m.Mask)
	}
	return m.Height
}

func (m morphology) columns() int {
	if m.Mask != nil {
		return len(m.Mask[0])
	}
	return m.Width
}

// element takes any element: for each row of the picture there are the extremes of runs of 1, 2, 4 … values, of which two that
// overlap make any run.
func (e extremum[T]) element(m morphology, dst, src []T, h, w int) {
	high, wide := m.rows(), m.columns()
	levels := 1
	for 1<<levels <= wide {
		levels++
	}
	pitch := w + wide - 1
	memory := e.pool.Get(high * levels * pitch)
	defer e.pool.Put(memory)
	slot := func(r, level int) []T { return memory.S[(r%high*levels+level)*pitch:][:pitch] }
	put := func(r int) {
		row, y := slot(r, 0), r-high/2
		fill(row, e.neutral)
		if y >= 0 && y < h {
			copy(row[wide/2:], src[y*w:][:w])
		}
		for level := 1; level < levels; level++ {
			half := 1 << (level - 1)
			n := pitch - 2*half + 1
			e.pick(slot(r, level)[:n], slot(r, level-1)[:n], slot(r, level-1)[half:][:n])
		}
	}
	for r := range high - 1 {
		put(r)
	}
	for y := range h {
		put(y + high - 1)
		out := dst[y*w:][:w]
		fill(out, e.neutral)
		m.spans(func(s span) {
			if s.n == 0 {
				return
			}
			level := 0
			for 2<<level <= s.n {
				level++
			}
			row := slot(y+s.y, level)
			e.pick(out, out, row[s.x:][:w])
			e.pick(out, out, row[s.x+s.n-(1<<level):][:w])
		})
	}
}
