package colorspace

// CMYK is what is left of white: cyan, magenta, yellow and black as textbooks and colour-science's CMY_to_CMYK have it,
// without any profile of inks and paper, on encoded values:
//
//	K = 1 − max(R, G, B)
//	C = (1 − R − K)/(1 − K), and M and Y likewise with G and B     0 if K = 1
//
// so that black is (0, 0, 0, 1). Back, R = (1 − C)(1 − K), and so on. Nothing is clipped. Pillow's conversion is
// another: it has K = 0 everywhere.
var cmykFamily = family{
	space:  CMYK,
	ranges: []bounds{unit, unit, unit, unit},
	conversions: []conversion{
		{from: RGB, to: CMYK, convert: rgbToCMYK},
		{from: CMYK, to: RGB, convert: cmykToRGB},
	},
}

func rgbToCMYK(dst, src planes) {
	k := dst[3]
	r, g, b := src[0][:len(k)], src[1][:len(k)], src[2][:len(k)]
	for i := range k {
		most := max(r[i], g[i], b[i])
		k[i] = 1 - most
		scale := float32(0)
		if most != 0 {
			scale = 1 / most
		}
		dst[0][i], dst[1][i], dst[2][i] = (most-r[i])*scale, (most-g[i])*scale, (most-b[i])*scale
	}
}

func cmykToRGB(dst, src planes) {
	for c := range 3 {
		d := dst[c]
		ink, k := src[c][:len(d)], src[3][:len(d)]
		for i := range d {
			d[i] = (1 - ink[i]) * (1 - k[i])
		}
	}
}
