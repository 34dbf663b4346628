package imgproc

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
)

// A blending scales colours with alpha: they are multiplied by it before and divided by it after, as Pillow does.
type blending[T uint8 | float32] struct {
	premultiply   func(dst, src, alpha []T)
	unpremultiply func(plane, alpha []T)
	clip          func(alpha []T)
	pool          *scratch.Pool[T]
}

var (
	blending8 = blending[uint8]{
		premultiply: kernel.PremultiplyUint8, unpremultiply: kernel.UnpremultiplyUint8,
		clip: func([]uint8) {}, // there is nothing beside 0..255
		pool: &scratch.Uint8,
	}
	blending32 = blending[float32]{
		premultiply: kernel.PremultiplyFloat32, unpremultiply: kernel.UnpremultiplyFloat32,
		clip: kernel.ClipFloat32,
		pool: &scratch.Float32,
	}
)

// image scales the planes of an image, of which the last one is alpha.
func (b *blending[T]) image(dst, src []T, channels int, scale func(dst, src []T)) {
	in, out, last := len(src)/channels, len(dst)/channels, channels-1
	srcAlpha, dstAlpha := src[last*in:][:in], dst[last*out:][:out]
	scale(dstAlpha, srcAlpha)
	b.clip(dstAlpha)
	colour := b.pool.Get(in)
	defer b.pool.Put(colour)
	for c := range last {
		plane := dst[c*out:][:out]
		b.premultiply(colour.S, src[c*in:][:in], srcAlpha)
		scale(plane, colour.S)
		b.unpremultiply(plane, dstAlpha)
	}
}
