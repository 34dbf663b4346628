package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// DistanceTransform gives each value that isn't 0 the distance, in pixels, to the nearest one that is 0, and 0 to the others.
// Metric says how it is measured:
//
//	euclidean (default)   √(dx² + dy²)
//	cityblock             |dx| + |dy|
//	chessboard            max(|dx|, |dy|)
//
// exactly, and rounded once. Where there is no 0, the distance is infinite. The numbers are those of scipy.ndimage.distance_transform_edt
// and _cdt, and of cv2.distanceTransform with DIST_L2 and DIST_MASK_PRECISE, DIST_L1, DIST_C; the algorithms are those of P. Felzenszwalb
// and D. Huttenlocher, "Distance transforms of sampled functions", 2012, and, for whole steps, of A. Rosenfeld and J. Pfaltz,
// "Sequential operations in digital picture processing", 1966.
//
// It gives float32. All spaces, every channel on its own; the result has the space none. The time doesn't depend on the distances.
type DistanceTransform struct {
	Metric string `json:"metric,omitzero"`
}

// OutSpec returns in as float32 without a space.
func (d DistanceTransform) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	switch d.Metric {
	case "", "euclidean", "cityblock", "chessboard":
		return response("distance_transform", in)
	}
	return tensor.Spec{}, &tensor.ParamError{Op: "distance_transform", Param: "metric", Want: "euclidean, cityblock or chessboard", Got: d.Metric}
}

// Apply writes the distances to dst.
func (d DistanceTransform) Apply(dst, src *tensor.Tensor) error {
	out, err := d.OutSpec(src.Spec)
	if err := ready("distance_transform", dst, src, out, err); err != nil {
		return err
	}
	for c := range src.C {
		if src.DType == tensor.Uint8 {
			distances(dst.Plane32(c), src.Plane8(c), src.H, src.W, d.Metric)
		} else {
			distances(dst.Plane32(c), src.Plane32(c), src.H, src.W, d.Metric)
		}
	}
	return nil
}

func distances[T uint8 | float32](dst []float32, src []T, h, w int, metric string) {
	switch metric {
	case "cityblock":
		chamfer(dst, src, h, w, false)
	case "chessboard":
		chamfer(dst, src, h, w, true)
	default:
		euclidean(dst, src, h, w)
	}
}

// beyond is more than any distance.
const beyond = math.MaxInt32 / 2

// zeros writes 0 where src is 0, beyond elsewhere.
func zeros[T uint8 | float32](to []int32, src []T) {
	for x, v := range src[:len(to)] {
		d := int32(beyond)
		if v == 0 {
			d = 0
		}
		to[x] = d
	}
}

// chamfer counts steps to the 4 neighbours, or to those at the corners, too: on the way down those from above and from the left, on
// the way up the others. In between dst has whole numbers, as bits. Rows of distances have a frame of one pixel that is beyond.
func chamfer[T uint8 | float32](dst []float32, src []T, h, w int, corners bool) {
	rows := scratch.Int32.Get(2 * (w + 2))
	defer scratch.Int32.Put(rows)
	here, beside := rows.S[:w+2], rows.S[w+2:]
	fill(rows.S, beyond)
	for y := range h {
		stepsDown(dst[y*w:][:w], here, beside, src[y*w:], corners)
		here, beside = beside, here
	}
	fill(rows.S, beyond)
	for y := h - 1; y >= 0; y-- {
		stepsUp(dst[y*w:][:w], here, beside, corners)
		here, beside = beside, here
	}
	if dst[0] >= beyond {
		fill(dst, float32(math.Inf(1)))
	}
}

// stepsDown takes those from above and from the left.
func stepsDown[T uint8 | float32](dst []float32, here, above []int32, src []T, corners bool) {
	inner, middles, rights := here[1:][:len(dst)], above[1:][:len(dst)], above[2:][:len(dst)]
	left, d := int32(beyond), int32(beyond)
	for x, v := range src[:len(dst)] {
		next := middles[x]
		if corners {
			left, next = next, min(left, next, rights[x])
		}
		next = min(next+1, beyond)
		if v == 0 {
			next = 0
		}
		d = min(d+1, next)
		inner[x], dst[x] = d, math.Float32frombits(uint32(d))
	}
}

// stepsUp takes those from below and from the right.
func stepsUp(dst []float32, here, below []int32, corners bool) {
	inner, middles, lefts := here[1:][:len(dst)], below[1:][:len(dst)], below[:len(dst)]
	right, d := int32(beyond), int32(beyond)
	for x := len(dst) - 1; x >= 0; x-- {
		next := middles[x]
		if corners {
			right, next = next, min(lefts[x], next, right)
		}
		d = min(d+1, min(next+1, int32(math.Float32bits(dst[x]))))
		inner[x], dst[x] = d, float32(d)
	}
}

// columnDistances writes the distance to the nearest 0 in the same column, beyond if there is none.
func columnDistances[T uint8 | float32](to []int32, src []T, h, w int) {
	for y := range h {
		row := to[y*w:][:w]
		zeros(row, src[y*w:])
		if y > 0 {
			stepsFrom(row, to[(y-1)*w:][:w])
		}
	}
	for y := h - 2; y >= 0; y-- {
		stepsFrom(to[y*w:][:w], to[(y+1)*w:][:w])
	}
}

func stepsFrom(here, beside []int32) {
	for x, v := range beside[:len(here)] {
		here[x] = min(here[x], v+1)
	}
}

// euclidean takes the lower envelope of the parabolas (x−q)² + d[q]² of each row, of which d are the distances in the columns.
func euclidean[T uint8 | float32](dst []float32, src []T, h, w int) {
	columns := scratch.Int32.Get(h * w)
	defer scratch.Int32.Put(columns)
	columnDistances(columns.S, src, h, w)
	tips := scratch.Int32.Get(w)
	starts := scratch.Float64.Get(w)
	defer scratch.Int32.Put(tips)
	defer scratch.Float64.Put(starts)
	for at := 0; at < len(dst); at += w {
		row := columns.S[at:][:w]
		n := envelope(tips.S, starts.S, row)
		k := 0
		for x := range row {
			if n == 0 {
				dst[at+x] = float32(math.Inf(1))
				continue
			}
			for k+1 < n && starts.S[k+1] < float64(x) {
				k++
			}
			q := int(tips.S[k])
			dx, dy := float64(x-q), float64(row[q])
			dst[at+x] = float32(math.Sqrt(dx*dx + dy*dy))
		}
	}
}

// envelope returns how many parabolas are part of it, with their columns and where each begins to be the lowest.
func envelope(tips []int32, starts []float64, row []int32) int {
	n := 0
	for q, v := range row {
		if v >= beyond {
			continue
		}
		height := float64(v)*float64(v) + float64(q)*float64(q)
		start := math.Inf(-1)
		for n > 0 {
			p := int(tips[n-1])
			start = (height - (float64(row[p])*float64(row[p]) + float64(p)*float64(p))) / float64(2*(q-p))
			if start > starts[n-1] {
				break
			}
			n--
			start = math.Inf(-1)
		}
		tips[n], starts[n] = int32(q), start
		n++
	}
	return n
}
