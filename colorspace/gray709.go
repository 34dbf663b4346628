package colorspace

// Gray709 is luma with the weights of Rec. ITU-R BT.709-6, 3.2, on encoded values:
//
//	Y = 0.2126 R + 0.7152 G + 0.0722 B
//
// the Y of YCbCr709 in full range. scikit-image's rgb2gray weighs with 0.2125, 0.7154 and 0.0721, which differs by up
// to 0.0002. Back to RGB, all channels are Y. Nothing is clipped.
var gray709Family = family{
	space:  Gray709,
	ranges: []bounds{unit},
	conversions: []conversion{
		{from: RGB, to: Gray709, convert: rgbToGray709},
		{from: Gray709, to: RGB, convert: grayToRGB},
	},
}

// rgbToGray709 takes G as the base, as rgbToGray does.
func rgbToGray709(dst, src planes) {
	y := dst[0]
	r, g, b := src[0][:len(y)], src[1][:len(y)], src[2][:len(y)]
	for i := range y {
		y[i] = g[i] + (0.2126*(r[i]-g[i]) + 0.0722*(b[i]-g[i]))
	}
}
