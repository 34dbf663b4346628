package imageio

import (
	"image"

	"github.com/saccade-go/saccade/tensor"
)

// setWebP makes dst, RGB or with alpha RGBA, from a lossy WebP picture, as libwebp does: chroma is interpolated
// with weights 9, 3, 3, 1 ("fancy upsampling"), and colours follow Rec. 601 with luma in 16..235 and
// chroma in 16..240. Package image would take image.YCbCr as full range, which is wrong here.
func setWebP(dst *tensor.Tensor, img *image.YCbCr, alpha []uint8, alphaStride int) error {
	spec := tensor.Spec{Space: tensor.RGB, C: 3, H: img.Rect.Dy(), W: img.Rect.Dx()}
	if alpha != nil {
		spec.Space, spec.C = tensor.RGBA, 4
	}
	if spec.H == 0 || spec.W == 0 || img.SubsampleRatio != image.YCbCrSubsampleRatio420 {
		return headerError("a picture with 4:2:0 sampling", "%d×%d with %v", spec.W, spec.H, img.SubsampleRatio)
	}
	dst.Reset(spec)
	row := 0
	for y := range spec.H {
		near, far := neighbours(y, spec.H)
		end := row + spec.W
		webpRow(
			[3][]uint8{dst.Plane8(0)[row:end], dst.Plane8(1)[row:end], dst.Plane8(2)[row:end]},
			img.Y[y*img.YStride:],
			[2][]uint8{img.Cb[near*img.CStride:], img.Cb[far*img.CStride:]},
			[2][]uint8{img.Cr[near*img.CStride:], img.Cr[far*img.CStride:]},
		)
		if alpha != nil {
			copy(dst.Plane8(3)[row:end], alpha[y*alphaStride:])
		}
		row = end
	}
	return nil
}

// neighbours returns the chroma sample that is nearest to luma sample i of n, and the one on its other side, in
// one dimension. At the border they are the same.
func neighbours(i, n int) (near, far int) {
	near = i / 2
	far = near - 1 + 2*(i&1)
	return near, min(max(far, 0), (n-1)/2)
}

// webpRow converts one row; cb and cr have the nearest row of chroma and the far one.
func webpRow(rgb [3][]uint8, luma []uint8, cb, cr [2][]uint8) {
	n := len(rgb[0])
	r, g, b := rgb[0], rgb[1][:n], rgb[2][:n]
	for x, y := range luma[:n] {
		near, far := neighbours(x, n)
		u := between(cb[0][near], cb[0][far], cb[1][near], cb[1][far])
		v := between(cr[0][near], cr[0][far], cr[1][near], cr[1][far])
		r[x], g[x], b[x] = webpRGB(int32(y), u, v)
	}
}

func between(nearNear, nearFar, farNear, farFar uint8) int32 {
	return (9*int32(nearNear) + 3*int32(nearFar) + 3*int32(farNear) + int32(farFar) + 8) >> 4
}

// webpRGB has the fixed-point numbers of libwebp (src/dsp/yuv.h).
func webpRGB(y, u, v int32) (r, g, b uint8) {
	y = y * 19077 >> 8
	return clip6(y + v*26149>>8 - 14234),
		clip6(y - u*6419>>8 - v*13320>>8 + 8708),
		clip6(y + u*33050>>8 - 17685)
}

// clip6 drops 6 bits of fraction and clips to 0..255.
func clip6(v int32) uint8 { return uint8(min(max(v>>6, 0), 255)) }
