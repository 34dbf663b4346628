package imgproc

import "github.com/saccade-go/saccade/internal/kernel"

// leastShared is how many values source and result have at least that several goroutines are worth it.
const leastShared = 1 << 20

// A sharing is planes being scaled by several goroutines, which take bands of the result's rows. A band is a window, so
// that it has the bytes it has anyway.
type sharing[T uint8 | float32, W int32 | float32] struct {
	r        *resampler[T, W]
	dst, src []T
	s        scaling
	bands    int       // of each plane
	do       func(int) // is band, made once
}

// planes scales so many planes on up to s.workers goroutines.
func (r *resampler[T, W]) planes(dst, src []T, planes int, s scaling) {
	in, out := s.down.in*s.across.in, s.h*s.w
	if s.workers < 2 || planes*(in+out) < leastShared {
		for c := range planes {
			r.plane(dst[c*out:][:out], src[c*in:][:in], s)
		}
		return
	}
	j, _ := r.sharings.Get().(*sharing[T, W])
	if j == nil {
		j = &sharing[T, W]{r: r}
		j.do = j.band
	}
	j.dst, j.src, j.s, j.bands = dst, src, s, min(s.workers, s.h)
	kernel.Parallel(planes*j.bands, s.workers, j.do)
	j.dst, j.src = nil, nil
	r.sharings.Put(j)
}

// band scales one band of one plane.
func (j *sharing[T, W]) band(task int) {
	s, c, b := j.s, task/j.bands, task%j.bands
	lo, hi := b*s.h/j.bands, (b+1)*s.h/j.bands
	to, from := j.dst[(c*s.h+lo)*s.w:], j.src[c*s.down.in*s.across.in:]
	s.y, s.h = s.y+lo, hi-lo
	j.r.plane(to[:s.h*s.w], from[:s.down.in*s.across.in], s)
}
