package colorspace

// Gray is luma as in Rec. ITU-R BT.601, on encoded values:
//
//	Y = 0.299 R + 0.587 G + 0.114 B
//
// which is what Pillow, OpenCV and JPEG call gray. It is not luminance, which is a sum of linear light, nor
// scikit-image's rgb2gray, which weighs with Rec. 709. Back to RGB, all channels are Y.
var grayFamily = family{
	space:  Gray,
	ranges: []bounds{unit},
	conversions: []conversion{
		{from: RGB, to: Gray, convert: rgbToGray, convert8: rgb8ToGray},
		{from: Gray, to: RGB, convert: grayToRGB},
	},
}

// rgbToGray takes G as the base and adds weighted differences from it, so that R = G = B gives exactly that
// value, which a sum of three rounded products doesn't.
func rgbToGray(dst, src planes) {
	y := dst[0]
	r, g, b := src[0][:len(y)], src[1][:len(y)], src[2][:len(y)]
	for i := range y {
		y[i] = g[i] + (0.299*(r[i]-g[i]) + 0.114*(b[i]-g[i]))
	}
}

// rgb8ToGray sums integers, so that each result is correctly rounded.
func rgb8ToGray(dst planes, src planes8) {
	y := dst[0]
	r, g, b := src[0][:len(y)], src[1][:len(y)], src[2][:len(y)]
	for i := range y {
		y[i] = float32(299*int32(r[i])+587*int32(g[i])+114*int32(b[i])) / 255000
	}
}

func grayToRGB(dst, src planes) {
	for _, d := range dst[:3] {
		copy(d, src[0])
	}
}
