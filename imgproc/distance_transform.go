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
// and _cdt, and of cv2.distanceTransform with DIST_L2 and DIST_MASK_PRECISE, DIST_L1, DIST_C; the algorithm is that of P. Felzenszwalb
// and D. Huttenlocher, "Distance transforms of sampled functions", 2012.
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
	columns := scratch.Int32.Get(src.H * src.W)
	defer scratch.Int32.Put(columns)
	for c := range src.C {
		toZeros(columns.S, src, c)
		switch d.Metric {
		case "cityblock":
			chamfer(dst.Plane32(c), columns.S, src.W)
		case "chessboard":
			chessboard(dst.Plane32(c), columns.S, src.W)
		default:
			euclidean(dst.Plane32(c), columns.S, src.W)
		}
	}
	return nil
}

// beyond is more than any distance in a column.
const beyond = math.MaxInt32 / 2

// toZeros writes the distance to the nearest 0 in the same column, beyond if there is none.
func toZeros(columns []int32, src *tensor.Tensor, c int) {
	w := src.W
	for y := range src.H {
		row := columns[y*w:][:w]
		for x := range row {
			switch i := y*w + x; {
			case src.DType == tensor.Uint8 && src.Plane8(c)[i] == 0, src.DType == tensor.Float32 && src.Plane32(c)[i] == 0:
				row[x] = 0
			case y == 0:
				row[x] = beyond
			default:
				row[x] = min(columns[i-w]+1, beyond)
			}
		}
	}
	for i := len(columns) - w - 1; i >= 0; i-- {
		columns[i] = min(columns[i], columns[i+w]+1)
	}
}

// chamfer adds the steps along the rows.
func chamfer(dst []float32, columns []int32, w int) {
	for at := 0; at < len(dst); at += w {
		row := columns[at:][:w]
		for x := 1; x < w; x++ {
			row[x] = min(row[x], row[x-1]+1)
		}
		for x := w - 2; x >= 0; x-- {
			row[x] = min(row[x], row[x+1]+1)
		}
		for x, v := range row {
			dst[at+x] = float32(v)
			if v >= beyond {
				dst[at+x] = float32(math.Inf(1))
			}
		}
	}
}

// chessboard looks for the column for which the larger of both distances is the smallest. It goes outwards until the distance
// along the row alone is larger.
func chessboard(dst []float32, columns []int32, w int) {
	for at := 0; at < len(dst); at += w {
		row := columns[at:][:w]
		for x := range row {
			best := row[x]
			for d := 1; d < w && int32(d) < best; d++ {
				if x >= d {
					best = min(best, max(row[x-d], int32(d)))
				}
				if x+d < w {
					best = min(best, max(row[x+d], int32(d)))
				}
			}
			dst[at+x] = float32(best)
			if best >= beyond {
				dst[at+x] = float32(math.Inf(1))
			}
		}
	}
}

// euclidean takes the lower envelope of the parabolas (x−q)² + columns[q]² of each row.
func euclidean(dst []float32, columns []int32, w int) {
	tips := scratch.Int32.Get(w)
	starts := scratch.Float64.Get(w)
	defer scratch.Int32.Put(tips)
	defer scratch.Float64.Put(starts)
	for at := 0; at < len(dst); at += w {
		row := columns[at:][:w]
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
