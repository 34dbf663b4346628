package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// CLAHE equalizes the contrast locally, with a limit: contrast limited adaptive histogram equalization (K. Zuiderveld, in
// "Graphics Gems IV", 1994). The image is divided into Columns×Rows tiles; each has a table of equalization, of whose histogram
// what is above ClipLimit times the mean is spread over all values; and each pixel takes the values of the four tables around it,
// weighed bilinearly.
//
// ClipLimit is above 0; 40 if not given. Columns and Rows are 8 if not given. The numbers are those of OpenCV's createCLAHE on
// uint8, in the order of its operations: an image whose size isn't a multiple of the tiles' is mirrored at its right and bottom
// border (reflect) to be one. float32 is counted in 256 levels, the nearest of 255·v, and the result is divided by 255.
//
// The input is gray or RGB, each channel on its own; for the lightness of coloured pictures alone, convert to Lab and back.
// Alpha stays. The spec stays.
type CLAHE struct {
	ClipLimit float64 `json:"clip_limit,omitzero"`
	Columns   int     `json:"columns,omitzero"`
	Rows      int     `json:"rows,omitzero"`
}

// OutSpec returns in.
func (c CLAHE) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if !(c.ClipLimit >= 0) || math.IsInf(c.ClipLimit, 1) {
		return tensor.Spec{}, &tensor.ParamError{Op: "clahe", Param: "clip_limit", Want: "a finite number above 0", Got: c.ClipLimit}
	}
	for _, p := range [...]struct {
		name string
		n    int
	}{{"columns", c.Columns}, {"rows", c.Rows}} {
		if p.n < 0 || p.n > 256 {
			return tensor.Spec{}, &tensor.ParamError{Op: "clahe", Param: p.name, Want: "a number of tiles from 1 to 256", Got: p.n}
		}
	}
	return in, checkPicture("clahe", in)
}

func (c CLAHE) withDefaults() CLAHE {
	if c.ClipLimit == 0 {
		c.ClipLimit = 40
	}
	if c.Columns == 0 {
		c.Columns = 8
	}
	if c.Rows == 0 {
		c.Rows = 8
	}
	return c
}

// Apply writes the equalized src to dst.
func (c CLAHE) Apply(dst, src *tensor.Tensor) error {
	out, err := c.OutSpec(src.Spec)
	if err := ready("clahe", dst, src, out, err); err != nil {
		return err
	}
	t := newClaheTiles(c.withDefaults(), src.H, src.W)
	defer t.free()
	n := colours(src.Spec)
	if src.DType == tensor.Uint8 {
		bytes8(dst, src)
		for c := range n {
			t.tabulate(src.Plane8(c))
			t.look(dst.Plane8(c), src.Plane8(c))
		}
		return nil
	}
	floats(dst, src)
	levels := scratch.Uint8.Get(src.H * src.W)
	defer scratch.Uint8.Put(levels)
	for c := range n {
		levels32(levels.S, src.Plane32(c))
		t.tabulate(levels.S)
		t.look(levels.S, levels.S)
		to := dst.Plane32(c)
		for i, v := range levels.S {
			to[i] = float32(v) / 255
		}
	}
	return nil
}

// A claheTiles has the tables of a channel's tiles, each tileH×tileW pixels.
type claheTiles struct {
	CLAHE
	h, w, tileH, tileW int
	tables             *scratch.Buffer[uint8]
	left, right        *scratch.Buffer[int32] // where the tables of the tiles around each column begin, within a row of tiles
	weight             *scratch.Buffer[float32]
}

func newClaheTiles(c CLAHE, h, w int) claheTiles {
	t := claheTiles{CLAHE: c, h: h, w: w}
	// As in OpenCV, if one side doesn't divide, both are enlarged, by a whole tile's count where they would have divided.
	enlargedW, enlargedH := w, h
	if w%c.Columns != 0 || h%c.Rows != 0 {
		enlargedW += c.Columns - w%c.Columns
		enlargedH += c.Rows - h%c.Rows
	}
	t.tileW, t.tileH = enlargedW/c.Columns, enlargedH/c.Rows
	t.tables = scratch.Uint8.Get(256 * c.Columns * c.Rows)
	t.left, t.right, t.weight = scratch.Int32.Get(w), scratch.Int32.Get(w), scratch.Float32.Get(w)
	inverse := 1 / float32(t.tileW)
	for x := range w {
		left, right, weight := around(x, inverse, c.Columns)
		t.left.S[x], t.right.S[x], t.weight.S[x] = int32(256*left), int32(256*right), weight
	}
	return t
}

func (t *claheTiles) free() {
	scratch.Uint8.Put(t.tables)
	scratch.Int32.Put(t.left)
	scratch.Int32.Put(t.right)
	scratch.Float32.Put(t.weight)
}

// around returns the tiles, of n, whose centres a place lies between, and the weight of the second.
func around(at int, inverse float32, n int) (first, second int, weight float32) {
	f := float32(float32(at)*inverse) - 0.5
	first = int(math.Floor(float64(f)))
	weight = f - float32(first)
	return max(first, 0), min(first+1, n-1), weight
}

func (t *claheTiles) tabulate(src []uint8) {
	for row := range t.Rows {
		for column := range t.Columns {
			var h histogram
			t.countTile(&h, src, row, column)
			t.clip(&h)
			to := t.tables.S[256*(row*t.Columns+column):][:256]
			sum, scale := uint32(0), 255/float32(t.tileH*t.tileW)
			for v, n := range h {
				sum += n
				to[v] = round8(float32(sum) * scale)
			}
		}
	}
}

func (t *claheTiles) countTile(h *histogram, src []uint8, row, column int) {
	for y := row * t.tileH; y < (row+1)*t.tileH; y++ {
		line := src[Reflect.index(y, t.h)*t.w:][:t.w]
		from := column * t.tileW
		for x := from; x < from+t.tileW; x++ {
			if x < t.w {
				h[line[x]]++
			} else {
				h[line[Reflect.index(x, t.w)]]++
			}
		}
	}
}

// clip spreads what is above the limit over all values; the rest of the division goes to some of them, at equal distances.
func (t *claheTiles) clip(h *histogram) {
	limit := uint32(max(min(t.ClipLimit*float64(t.tileH*t.tileW)/256, math.MaxInt32), 1))
	clipped := uint32(0)
	for i, n := range h {
		if n > limit {
			clipped += n - limit
			h[i] = limit
		}
	}
	rest := clipped % 256
	for i := range h {
		h[i] += clipped / 256
	}
	if rest == 0 {
		return
	}
	step := max(256/rest, 1)
	for i := uint32(0); i < 256 && rest > 0; i += step {
		h[i]++
		rest--
	}
}

// look may write into src.
func (t *claheTiles) look(dst, src []uint8) {
	inverse := 1 / float32(t.tileH)
	for y := range t.h {
		top, bottom, down := around(y, inverse, t.Rows)
		above := t.tables.S[256*t.Columns*top:][:256*t.Columns]
		below := t.tables.S[256*t.Columns*bottom:][:256*t.Columns]
		to, from := dst[y*t.w:][:t.w], src[y*t.w:][:t.w]
		for x, v := range from {
			l, r, across := int(t.left.S[x])+int(v), int(t.right.S[x])+int(v), t.weight.S[x]
			up := float32(float32(above[l])*(1-across)) + float32(float32(above[r])*across)
			low := float32(float32(below[l])*(1-across)) + float32(float32(below[r])*across)
			to[x] = round8(float32(up*(1-down)) + float32(low*down))
		}
	}
}
