package colorspace

import "math"

// RGB is sRGB as IEC 61966-2-1 has it, encoded. The other families convert from and to it; spaces of light go
// through the linear values, which are here:
//
//	linear  = v/12.92                    if v ≤ 0.04045,  otherwise ((v + 0.055)/1.055)^2.4
//	encoded = 12.92·v                    if v ≤ 0.0031308, otherwise 1.055·v^(1/2.4) − 0.055
var rgbFamily = family{
	space:  RGB,
	ranges: []bounds{unit, unit, unit},
}

var (
	// linearLight decodes sRGB.
	linearLight = newCurve(0.04045, 1/12.92, 0, func(v float64) float64 {
		return math.Pow((v+0.055)/1.055, 2.4)
	})
	// encodedLight is the inverse of linearLight.
	encodedLight = newCurve(0.0031308, 12.92, 0, func(v float64) float64 {
		return 1.055*math.Pow(v, 1/2.4) - 0.055
	})
	// linearLight8 has linearLight of all stored values.
	linearLight8 = linearLight.tabulate(unitOf)
)
