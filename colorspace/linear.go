package colorspace

// DecodeSRGB writes the linear light of encoded sRGB values to dst, which may be src itself and is as long at least:
//
//	v/12.92 for v ≤ 0.04045, otherwise ((v + 0.055)/1.055)^2.4
//
// Values are 0..1; beyond that the curve goes on. NaN gives NaN. It is exact to float32 rounding.
func DecodeSRGB(dst, src []float32) { linearLight.apply(dst, src) }

// EncodeSRGB writes the encoded sRGB values of linear light to dst, which may be src itself and is as long at least:
//
//	12.92·v for v ≤ 0.0031308, otherwise 1.055·v^(1/2.4) − 0.055
//
// Values are 0..1; beyond that the curve goes on. NaN gives NaN. It is exact to float32 rounding.
func EncodeSRGB(dst, src []float32) { encodedLight.apply(dst, src) }
