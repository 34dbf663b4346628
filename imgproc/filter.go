package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// A Filter is the function by which [Resize] weighs source pixels by their distance from the point they
// make. Distances are in result pixels when making an image smaller (so that all of the source is seen,
// "antialiasing") and in source pixels when making it larger. The formulas of the first six are Pillow's (Resample.c). The
// zero value is the default of the operation, which its comment names.
type Filter uint8

const (
	// Bilinear is the triangle 1−|x|, |x| < 1.
	Bilinear Filter = iota + 1
	// Nearest takes the one source pixel ⌊(i+½)·scale⌋, without antialiasing.
	Nearest
	// Box is 1 for −½ < x ≤ ½: the mean of the covered pixels.
	Box
	// Hamming is sinc(x)·(0.54+0.46·cos πx), |x| < 1: about as sharp as Bicubic at the cost of Bilinear.
	Hamming
	// Bicubic is Keys' cubic convolution with a = −½, |x| < 2 (R. Keys, "Cubic convolution interpolation for
	// digital image processing", 1981, eq. 15), as Pillow and torchvision with antialiasing have it.
	// OpenCV, and torchvision without antialiasing, have a = −¾, and so has [Resize] with NoAntialias.
	Bicubic
	// Lanczos3 is sinc(x)·sinc(x/3), −3 ≤ x < 3.
	Lanczos3
	// Lanczos2 is sinc(x)·sinc(x/2), −2 ≤ x < 2: less ringing than Lanczos3.
	Lanczos2
	// Mitchell is the cubic with B = C = ⅓, |x| < 2, between blur and ringing (D. Mitchell, A. Netravali, "Reconstruction
	// filters in computer graphics", 1988, eq. 8), the default of ImageMagick.
	Mitchell
	// Gaussian is exp(−x²/2σ²) with σ = ½, −3 ≤ x < 3, as the image and fast_image_resize crates have it.
	Gaussian
	// Area weighs a source pixel by how much of it the result pixel covers, OpenCV's INTER_AREA. Making an image larger, it
	// repeats pixels and mixes two only where a result pixel lies on the border between them, and so does OpenCV.
	Area
)

var filterNames = []string{
	"default", "bilinear", "nearest", "box", "hamming", "bicubic", "lanczos3", "lanczos2", "mitchell", "gaussian", "area",
}

// String returns the filter's name in lower case; that of the zero value is "default".
func (f Filter) String() string { return nameOf("filter", filterNames, int(f)) }

// MarshalText writes the filter's name.
func (f Filter) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads a filter's name; case doesn't matter.
func (f *Filter) UnmarshalText(text []byte) error {
	i, err := nameIndex("filter", filterNames, text)
	if err == nil {
		*f = Filter(i)
	}
	return err
}

// valid reports whether f is one of the constants.
func (f Filter) valid() bool { return int(f) < len(filterNames) }

// or returns f, or the operation's own default if f is the zero value.
func (f Filter) or(own Filter) Filter {
	if f == 0 {
		return own
	}
	return f
}

// checkFilter reports a filter that isn't one of the constants.
func checkFilter(op string, f Filter) error {
	if !f.valid() {
		return &tensor.ParamError{Op: op, Param: "filter", Want: "a known filter", Got: f}
	}
	return nil
}

// curves has each filter's function and the distance from which on it is 0. Area has no function of the distance, but it
// never needs more pixels than a filter with its support.
var curves = [...]struct {
	at      func(x float64) float64
	support float64
}{
	Bilinear: {bilinear, 1},
	Box:      {box, 0.5},
	Hamming:  {hamming, 1},
	Bicubic:  {bicubic, 2},
	Lanczos3: {lanczos3, 3},
	Lanczos2: {lanczos2, 2},
	Mitchell: {mitchell, 2},
	Gaussian: {bell, 3},
	Area:     {nil, 1},
}

// The conversions to float64 in these functions keep compilers from fusing a multiplication and an addition,
// which some platforms would round differently from Pillow.

func box(x float64) float64 {
	if x > -0.5 && x <= 0.5 {
		return 1
	}
	return 0
}

func bilinear(x float64) float64 { return max(0, 1-math.Abs(x)) }

func hamming(x float64) float64 {
	x = math.Abs(x)
	switch {
	case x == 0:
		return 1
	case x >= 1:
		return 0
	}
	x *= math.Pi
	// Pillow has the window's constants in single precision.
	const a, b = float64(float32(0.54)), float64(float32(0.46))
	return math.Sin(x) / x * (a + float64(b*math.Cos(x)))
}

func bicubic(x float64) float64 { return keys(x, -0.5) }

// keys is the cubic convolution with the slope a at ±1.
func keys(x, a float64) float64 {
	x = math.Abs(x)
	switch {
	case x < 1:
		return float64((float64((a+2)*x)-(a+3))*x*x) + 1
	case x < 2:
		return (float64((float64((x-5)*x)+8)*x) - 4) * a
	}
	return 0
}

func lanczos3(x float64) float64 {
	if -3 <= x && x < 3 {
		return sinc(x) * sinc(x/3)
	}
	return 0
}

func lanczos2(x float64) float64 {
	if -2 <= x && x < 2 {
		return sinc(x) * sinc(x/2)
	}
	return 0
}

// mitchell is P(x)/6 with the polynomials of the paper for B = C = ⅓.
func mitchell(x float64) float64 {
	x = math.Abs(x)
	switch {
	case x < 1:
		return float64(float64(float64(7*x)-12)*x*x)/6 + 16.0/18
	case x < 2:
		return (float64((float64((12-float64(7*x/3))*x)-20)*x) + 32.0/3) / 6
	}
	return 0
}

func bell(x float64) float64 {
	if -3 <= x && x < 3 {
		return math.Exp(-2 * x * x)
	}
	return 0
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	x *= math.Pi
	return math.Sin(x) / x
}
