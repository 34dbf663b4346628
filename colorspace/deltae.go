package colorspace

import "math"

// DeltaE76 returns the colour difference CIE 1976 of two colours in Lab, their Euclidean distance (CIE 15:2004, 8.2.1.3).
// About 2.3 is just noticeable. NaN gives NaN, here and below.
func DeltaE76(a, b [3]float64) float64 {
	return math.Sqrt(square(a[0]-b[0]) + square(a[1]-b[1]) + square(a[2]-b[2]))
}

// DeltaE94 returns the colour difference CIE 1994 of b from the reference a, both in Lab, with the constants for graphic
// arts (CIE 116-1995: kL = 1, K1 = 0.045, K2 = 0.015), as scikit-image's deltaE_ciede94 has it:
//
//	√(ΔL² + (ΔC/(1 + K1·C1))² + (ΔH/(1 + K2·C1))²)     ΔH² = Δa² + Δb² − ΔC²
//
// C1 being the chroma of a, so that it isn't symmetric.
func DeltaE94(a, b [3]float64) float64 {
	c1, c2 := math.Hypot(a[1], a[2]), math.Hypot(b[1], b[2])
	dl, dc := a[0]-b[0], c1-c2
	dh2 := max(square(a[1]-b[1])+square(a[2]-b[2])-dc*dc, 0) // rounding may make it negative
	return math.Sqrt(dl*dl + square(dc/(1+0.045*c1)) + dh2/square(1+0.015*c1))
}

// DeltaE2000 returns the colour difference CIEDE2000 of two colours in Lab, with kL = kC = kH = 1, after Sharma, Wu and
// Dalal, "The CIEDE2000 color-difference formula: implementation notes, supplementary test data, and mathematical
// observations" (Color Research and Application 30, 2005), whose 34 pairs it meets. It is symmetric. Hues that are
// opposite have their mean on the side of the smaller sum, as there.
func DeltaE2000(a, b [3]float64) float64 {
	c7 := math.Pow((math.Hypot(a[1], a[2])+math.Hypot(b[1], b[2]))/2, 7)
	stretch := 1 + 0.5*(1-chromaRatio(c7))
	c1, h1 := polar(stretch*a[1], a[2])
	c2, h2 := polar(stretch*b[1], b[2])
	dl, dc, dh := b[0]-a[0], c2-c1, 0.
	l, c, h := (a[0]+b[0])/2, (c1+c2)/2, h1+h2
	if c1*c2 != 0 {
		var turn float64
		turn, h = hueDifference(h1, h2)
		dh = 2 * math.Sqrt(c1*c2) * math.Sin(radians(turn)/2)
	}
	t := 1 - 0.17*math.Cos(radians(h-30)) + 0.24*math.Cos(radians(2*h)) +
		0.32*math.Cos(radians(3*h+6)) - 0.20*math.Cos(radians(4*h-63))
	l50 := square(l - 50)
	dl /= 1 + 0.015*l50/math.Sqrt(20+l50)
	dc /= 1 + 0.045*c
	dh /= 1 + 0.015*c*t
	twist := -math.Sin(radians(60*math.Exp(-square((h-275)/25)))) * 2 * chromaRatio(math.Pow(c, 7))
	return math.Sqrt(dl*dl + dc*dc + dh*dh + twist*dc*dh)
}

// chromaRatio returns √(c⁷/(c⁷ + 25⁷)).
func chromaRatio(c7 float64) float64 {
	if math.IsInf(c7, 1) {
		return 1
	}
	return math.Sqrt(c7 / (c7 + 6103515625))
}

// polar returns chroma, and hue in 0..360 degrees.
func polar(a, b float64) (c, h float64) {
	h = math.Atan2(b, a) * 180 / math.Pi
	if h < 0 {
		h += 360
	}
	return math.Hypot(a, b), h
}

// hueDifference returns h2 − h1 in −180..180 degrees, and the mean of the two hues on the shorter way.
func hueDifference(h1, h2 float64) (turn, mean float64) {
	turn, mean = h2-h1, (h1+h2)/2
	switch {
	case math.Abs(turn) <= 180+hueSlack:
		return turn, mean
	case turn > 0:
		turn -= 360
	default:
		turn += 360
	}
	if mean < 180 {
		return turn, mean + 180
	}
	return turn, mean - 180
}

// hueSlack makes hues that are opposite but for rounding opposite.
const hueSlack = 1e-10

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }

func square(v float64) float64 { return v * v }
