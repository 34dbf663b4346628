package colorspace

import "github.com/saccade-go/saccade/tensor"

// YCbCr in its three kinds is luma, and the differences of blue and red from it, on encoded values. With the weights
// Kr and Kb and Kg = 1 − Kr − Kb:
//
//	Y' = Kr R + Kg G + Kb B
//	Y  = y0 + y1·Y'
//	Cb = 128/255 + c1·(B − Y')/(2 − 2 Kb)      for YCbCr: 0.5
//	Cr = 128/255 + c1·(R − Y')/(2 − 2 Kr)
//
// of which grays have exactly the middle. Back, the inverse. Nothing is clipped: what isn't the YCbCr of a colour in
// 0..1 is RGB out of 0..1.
//
//	            Kr      Kb      y0      y1       c1       range of Y        of Cb and Cr
//	YCbCr       0.299   0.114   0       1        1        0..1              0..1
//	YCbCr601    0.299   0.114   16/255  219/255  224/255  16/255..235/255   16/255..240/255
//	YCbCr709    0.2126  0.0722  16/255  219/255  224/255  16/255..235/255   16/255..240/255
//
// YCbCr is that of JFIF (ITU-T T.871, 7), but for the middle: JFIF's is 128 of 255, since bytes have no 127.5; 1/510 is
// to be added to compare with bytes. YCbCr601 is Rec. ITU-R BT.601-7, 2.5, and scikit-image's rgb2ycbcr divided by 255
// (to 1e-6; its matrix is rounded to three places). YCbCr709 is Rec. ITU-R BT.709-6, 3.2 to 3.4.
var (
	ycbcrFamily    = videoFamily(YCbCr, video{kr: 0.299, kb: 0.114, y1: 1, middle: 0.5, c1: 1}, unit, unit)
	ycbcr601Family = videoFamily(YCbCr601, studio(0.299, 0.114), studioY, studioC)
	ycbcr709Family = videoFamily(YCbCr709, studio(0.2126, 0.0722), studioY, studioC)
)

var (
	studioY = bounds{16. / 255, 235. / 255}
	studioC = bounds{16. / 255, 240. / 255}
)

// video is the numbers in the table above.
type video struct {
	kr, kb, y0, y1, middle, c1 float32
}

// studio returns the digital form with 8 bits, divided by 255.
func studio(kr, kb float32) video {
	return video{kr, kb, 16. / 255, 219. / 255, 128. / 255, 224. / 255}
}

func videoFamily(space tensor.Space, v video, luma, chroma bounds) family {
	return family{
		space:  space,
		ranges: []bounds{luma, chroma, chroma},
		conversions: []conversion{
			{from: RGB, to: space, convert: v.fromRGB},
			{from: space, to: RGB, convert: v.toRGB},
		},
	}
}

func (v video) fromRGB(dst, src planes) {
	toB, toR := v.c1/(2-2*v.kb), v.c1/(2-2*v.kr)
	y := dst[0]
	cb, cr := dst[1][:len(y)], dst[2][:len(y)]
	r, g, b := src[0][:len(y)], src[1][:len(y)], src[2][:len(y)]
	for i := range y {
		luma := g[i] + (v.kr*(r[i]-g[i]) + v.kb*(b[i]-g[i]))
		y[i] = v.y0 + v.y1*luma
		cb[i] = v.middle + toB*(b[i]-luma)
		cr[i] = v.middle + toR*(r[i]-luma)
	}
}

func (v video) toRGB(dst, src planes) {
	ofB, ofR, scale := (2-2*v.kb)/v.c1, (2-2*v.kr)/v.c1, 1/v.y1
	kg := 1 - v.kr - v.kb
	gb, gr := v.kb/kg*ofB, v.kr/kg*ofR
	r := dst[0]
	g, b := dst[1][:len(r)], dst[2][:len(r)]
	y, cb, cr := src[0][:len(r)], src[1][:len(r)], src[2][:len(r)]
	for i := range r {
		luma, blue, red := scale*(y[i]-v.y0), cb[i]-v.middle, cr[i]-v.middle
		r[i] = luma + ofR*red
		g[i] = luma - gb*blue - gr*red
		b[i] = luma + ofB*blue
	}
}
