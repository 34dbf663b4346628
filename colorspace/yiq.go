package colorspace

// YIQ is the space of NTSC television on encoded values, with the numbers of scikit-image's rgb2yiq:
//
//	Y = 0.299 R + 0.587 G + 0.114 B
//	I = 0.59590059 R − 0.27455667 G − 0.32134392 B
//	Q = 0.21153661 R − 0.52273617 G + 0.31119955 B
//
// Y is 0..1, I −0.5959..0.5959, Q −0.5227..0.5227. Back, the inverse. Nothing is clipped.
var yiqFamily = family{
	space:  YIQ,
	ranges: []bounds{unit, {-0.59590059, 0.59590059}, {-0.52273617, 0.52273617}},
	conversions: []conversion{
		{from: RGB, to: YIQ, convert: rgbToYIQ},
		{from: YIQ, to: RGB, convert: yiqOfRGB.inverse().convert()},
	},
}

var yiqOfRGB = matrix{
	{0.299, 0.587, 0.114},
	{0.59590059, -0.27455667, -0.32134392},
	{0.21153661, -0.52273617, 0.31119955},
}

// rgbToYIQ weighs differences from G, so that grays have no I and no Q.
func rgbToYIQ(dst, src planes) {
	y := dst[0]
	in, q := dst[1][:len(y)], dst[2][:len(y)]
	r, g, b := src[0][:len(y)], src[1][:len(y)], src[2][:len(y)]
	for i := range y {
		red, blue := r[i]-g[i], b[i]-g[i]
		y[i] = g[i] + (0.299*red + 0.114*blue)
		in[i] = 0.59590059*red - 0.32134392*blue
		q[i] = 0.21153661*red + 0.31119955*blue
	}
}
