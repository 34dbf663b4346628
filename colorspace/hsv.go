package colorspace

import "github.com/saccade-go/saccade/internal/kernel"

// HSV is the hexcone model of Smith, "Color Gamut Transform Pairs" (SIGGRAPH 1978), on encoded sRGB, with the
// numbers of scikit-image's rgb2hsv and hsv2rgb and Python's colorsys. With M and m the largest and the
// smallest of R, G, B and d = M − m:
//
//	V = M
//	S = d/M                              0 if d = 0
//	H = ((G−B)/d mod 6) / 6   if M = R   0 if d = 0
//	    ((B−R)/d + 2) / 6     if M = G
//	    ((R−G)/d + 4) / 6     if M = B
//
// computed in float32, which differs by less than 2e-7. Back, with f(n) = V − V·S·max(0, min(k, 4−k, 1)) and
// k = (n + 6H) mod 6: R = f(5), G = f(3), B = f(1). Hue is taken modulo 1.
var hsvFamily = family{
	space:  HSV,
	ranges: []bounds{unit, unit, unit},
	conversions: []conversion{
		{from: RGB, to: HSV, convert: rgbToHSV, onePass: true},
		{from: HSV, to: RGB, convert: hsvToRGB, onePass: true},
	},
}

func rgbToHSV(dst, src planes) {
	kernel.HSVOfRGB(dst[0], dst[1], dst[2], src[0], src[1], src[2])
}

func hsvToRGB(dst, src planes) {
	kernel.RGBOfHSV(dst[0], dst[1], dst[2], src[0], src[1], src[2])
}

// ramp returns max(0, min(k, 4−k, 1)) of k modulo 6, for k in 0..12.
func ramp(k float32) float32 {
	if k >= 6 {
		k -= 6
	}
	return max(0, min(k, 4-k, 1))
}
