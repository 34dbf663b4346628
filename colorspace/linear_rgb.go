package colorspace

import "github.com/saccade-go/saccade/internal/kernel"

// LinearRGB is sRGB in linear light: each channel of RGB decoded by the function of IEC 61966-2-1 that stands at
// rgbFamily. 0..1 is what a display shows.
//
// Decoding continues the function as it is: a negative value is divided by 12.92, one above 1 follows the power.
// Encoding clips to 0..1 first, as scikit-image's xyz2rgb does, so that every colour of light becomes one that can
// be shown.
var linearFamily = family{
	space:  LinearRGB,
	ranges: []bounds{unit, unit, unit},
	conversions: []conversion{
		{from: RGB, to: LinearRGB, convert: rgbToLinear, convert8: rgb8ToLinear},
		{from: LinearRGB, to: RGB, convert: linearToRGB, clips: true},
	},
}

func rgbToLinear(dst, src planes) {
	for c := range 3 {
		linearLight.apply(dst[c], src[c])
	}
}

func rgb8ToLinear(dst planes, src planes8) {
	for c := range 3 {
		kernel.LookupFloat32(dst[c], src[c], linearLight8)
	}
}

func linearToRGB(dst, src planes) {
	for c := range 3 {
		d := dst[c]
		for i, v := range src[c][:len(d)] {
			d[i] = min(max(v, 0), 1)
		}
		encodedLight.apply(d, d)
	}
}
