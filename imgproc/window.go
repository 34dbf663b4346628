package imgproc

import (
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// copyWindow writes to dst the part of src whose first row is top and whose first column is left; both can be
// negative, and dst can be larger than src. Where dst lies outside of src, mode says what it gets; value is
// for Constant, one for each channel, one for all, or none for 0.
func copyWindow(dst, src *tensor.Tensor, top, left int, mode Border, value []float32) {
	columns := scratch.Int32.Get(dst.W)
	rows := scratch.Int32.Get(dst.H)
	defer scratch.Int32.Put(columns)
	defer scratch.Int32.Put(rows)
	sourceIndices(columns.S, left, src.W, mode)
	sourceIndices(rows.S, top, src.H, mode)
	lo := min(max(-left, 0), dst.W)
	hi := max(lo, min(src.W-left, dst.W))
	for c := range src.C {
		v := float32(0)
		if len(value) > 0 {
			v = channel(value, c)
		}
		if src.DType == tensor.Uint8 {
			gather(dst.Plane8(c), src.Plane8(c), src.W, rows.S, columns.S, lo, hi, uint8(v))
		} else {
			gather(dst.Plane32(c), src.Plane32(c), src.W, rows.S, columns.S, lo, hi, v)
		}
	}
}

// sourceIndices fills index with the places in 0..n−1 where first, first+1, … are found.
func sourceIndices(index []int32, first, n int, mode Border) {
	for i := range index {
		at := first + i
		if at < 0 || at >= n {
			at = mode.index(at, n)
		}
		index[i] = int32(at)
	}
}

// gather writes dst[y][x] = src[rows[y]][columns[x]], and value where one of them is outside. From lo to hi−1
// the columns count up one by one.
func gather[T uint8 | float32](dst, src []T, srcW int, rows, columns []int32, lo, hi int, value T) {
	w := len(columns)
	for y, row := range rows {
		to := dst[y*w:][:w]
		if row == outside {
			fill(to, value)
			continue
		}
		from := src[int(row)*srcW:][:srcW]
		pick(to[:lo], from, columns[:lo], value)
		if lo < hi {
			copy(to[lo:hi], from[columns[lo]:])
		}
		pick(to[hi:], from, columns[hi:], value)
	}
}

func pick[T uint8 | float32](to, from []T, columns []int32, value T) {
	for x, column := range columns {
		if column == outside {
			to[x] = value
		} else {
			to[x] = from[column]
		}
	}
}

func fill[T uint8 | float32 | int32](s []T, value T) {
	for i := range s {
		s[i] = value
	}
}
