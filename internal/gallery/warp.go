package main

import (
	"math"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

var warpGroup = group{"Warps", []operation{
	{step: imgproc.Affine{Matrix: imgproc.AffineMatrix{{1, 0.3, -10}, {-0.1, 0.8, 20}}}, params: "`matrix` (required), `height`, `width` as they are, `filter` bilinear, `border` constant, `value` 0", equals: "`scipy.ndimage.affine_transform`, `cv2.warpAffine` to its 1/32 of a pixel"},
	{step: imgproc.Rotate{Angle: 20, Expand: true}, params: "`angle` 0, `center` the middle, `expand` no, `filter` bilinear, `border` constant, `value` 0", equals: "`torchvision.rotate`"},
	{step: imgproc.Shear{X: 20}, params: "`x`, `y` 0, `filter` bilinear, `border` constant, `value` 0", equals: "`torchvision.affine`"},
	{step: imgproc.Perspective{Start: imgproc.Corners{{0, 0}, {95, 0}, {95, 63}, {0, 63}}, End: imgproc.Corners{{20, 8}, {80, 0}, {95, 63}, {0, 50}}}, params: "`start`, `end` (required), `height`, `width` as they are, `filter` bilinear, `border` constant, `value` 0", equals: "`torchvision.perspective`"},
	{step: swirl(), params: "`x`, `y` (required), `filter` bilinear, `border` constant, `value` 0", equals: "`scipy.ndimage.map_coordinates`, `cv2.remap`"},
	{step: imgproc.Elastic{Seed: 7, Alpha: 120, Sigma: 6}, params: "`seed` 0, `alpha` 50, `sigma` 5, `filter` bilinear, `border` constant, `value` 0", equals: "`torchvision.elastic_transform`"},
	{step: imgproc.ThinPlateSpline{Source: corners(0), Target: corners(12)}, params: "`source`, `target` (required), `height`, `width` as they are, `filter` bilinear, `border` constant, `value` 0", equals: "`scipy.interpolate.RBFInterpolator`"},
}}

// swirl turns the middle more than the rest.
func swirl() imgproc.Remap {
	spec := tensor.Spec{DType: tensor.Float32, C: 1, H: 64, W: 96}
	x, y := tensor.New(spec), tensor.New(spec)
	for i := range x.F32 {
		dx, dy := float64(i%96)-48, float64(i/96)-32
		sin, cos := math.Sincos(2 * math.Exp(-(dx*dx+dy*dy)/600))
		x.F32[i], y.F32[i] = float32(48+cos*dx-sin*dy), float32(32+sin*dx+cos*dy)
	}
	return imgproc.Remap{X: *x, Y: *y}
}

// corners are those of a picture and its middle, which is moved.
func corners(by float64) imgproc.Points {
	return imgproc.Points{{0, 0}, {95, 0}, {0, 63}, {95, 63}, {48 + by, 32 - by/2}}
}
