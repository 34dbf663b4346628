package features

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// ZernikeMoments describes a shape by the magnitudes of its Zernike moments, which stay the same when it is turned (M. R. Teague,
// "Image Analysis via the General Theory of Moments", 1980; A. Khotanzad and Y. H. Hong, 1990), equal to
// mahotas.features.zernike_moments.
//
// They are computed in the disc of Radius pixels about the picture's centroid, x̄ = Σx·v / Σv and ȳ = Σy·v / Σv. Of its pixels
// those of v > 0 count, with the polar coordinates ρ, θ of ((x−x̄)/Radius, (y−ȳ)/Radius), ρ ≤ 1:
//
//	Znl    = (n+1)/π · Σ v·Rnl(ρ)·exp(−i·l·θ) / Σ v
//	Rnl(ρ) = Σ (−1)^m·(n−m)! / (m!·((n+l)/2−m)!·((n−l)/2−m)!)·ρ^(n−2m)   for m from 0 to (n−l)/2
//
// The vector has |Znl| for n from 0 to Degree, in each for l from 0 to n with n−l even: of degree 8 these are 25 values. The first
// is always 1/π, the second close to 0. R is computed by the recurrence of Jacobi polynomials, which is accurate at any degree.
//
// The scale of values doesn't matter, uint8 and float32 give the same. Of gray the bright parts are the shape, so that objects on
// white want an invert before. A disc without anything gives zeros, a NaN or infinity in the picture NaN.
//
// The picture has to have one channel: convert to gray before. Its size may be unknown.
//
// JSON: {"radius": 21.5, "degree": 8}.
type ZernikeMoments struct {
	// Radius is that of the disc in pixels. Default half of the picture's height or width, whichever is less; 0.5 to 65536.
	Radius float64 `json:"radius,omitempty"`
	// Degree is the largest n. Default 8, at most 64.
	Degree int `json:"degree,omitempty"`
}

const (
	zernikeDegree    = 8
	maxZernikeDegree = 64
	maxZernikeRadius = 1 << 16
)

// OutSpec returns a vector.
func (z ZernikeMoments) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkCount("zernike_moments", "degree", z.Degree, maxZernikeDegree); err != nil {
		return tensor.Spec{}, err
	}
	if z.Radius != 0 && !(z.Radius >= 0.5 && z.Radius <= maxZernikeRadius) {
		return tensor.Spec{}, &tensor.ParamError{Op: "zernike_moments", Param: "radius",
			Want: fmt.Sprintf("0.5 to %d pixels, or 0 for the default", maxZernikeRadius), Got: z.Radius}
	}
	if err := checkOneChannel("zernike_moments", in); err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(zernikeCount(orDefault(z.Degree, zernikeDegree))), nil
}

// zernikeCount returns how many moments there are up to a degree.
func zernikeCount(degree int) int { return (degree/2 + 1) * ((degree+1)/2 + 1) }

// Apply writes the magnitudes of src into dst.
func (z ZernikeMoments) Apply(dst, src *tensor.Tensor) error {
	out, err := z.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("zernike_moments", dst, src, out); err != nil {
		return err
	}
	lent := scratch.Float64.Get(2 * out.C)
	defer scratch.Float64.Put(lent)
	clear(lent.S)
	d := disc{radius: z.Radius, degree: orDefault(z.Degree, zernikeDegree), sums: lent.S}
	if d.radius == 0 {
		d.radius = float64(min(src.H, src.W)) / 2
	}
	if src.DType == tensor.Uint8 {
		project(&d, src.U8, src.W, rowMomentsUint8)
	} else {
		project(&d, src.F32, src.W, rowMomentsFloat32)
	}
	d.magnitudes(dst.F32)
	return nil
}

// A disc collects the moments of a part of a picture.
type disc struct {
	x, y, radius float64
	degree       int
	mass         float64 // Σv
	// sums has Σ v·Rnl(ρ)·exp(i·l·θ), l by l, in each n by n, real and imaginary parts.
	sums []float64
}

// project adds up the moments of a plane of width w; sumsOf is what sums up its rows.
func project[T uint8 | float32](d *disc, plane []T, w int, sumsOf func(row []T, left float64) [4]float64) {
	var mass, x, y float64
	for r := range len(plane) / w {
		s := sumsOf(plane[r*w:(r+1)*w], 0)
		mass, x, y = mass+s[0], x+s[1], y+float64(r)*s[0]
	}
	if mass == 0 {
		return
	}
	d.x, d.y = x/mass, y/mass
	if at := d.x + d.y; math.IsNaN(at) || math.IsInf(at, 0) {
		d.mass = math.NaN()
		return
	}
	for r := range len(plane) / w {
		y := (float64(r) - d.y) / d.radius
		if math.Abs(y) > 1 {
			continue
		}
		for c, v := range plane[r*w : (r+1)*w] {
			x := (float64(c) - d.x) / d.radius
			if v > 0 && math.Sqrt(x*x+y*y) <= 1 {
				d.add(x, y, float64(v))
			}
		}
	}
}

// add adds a pixel of value v. R of l+2k and l is ρ^l·P(2ρ²−1), where P is Jacobi's polynomial of degree k for 0 and l, and
// ρ^l·exp(i·l·θ) is (x+iy)^l.
func (d *disc) add(x, y, v float64) {
	d.mass += v
	t := 2*(x*x+y*y) - 1
	re, im := v, 0.
	sums := d.sums
	for l := 0; l <= d.degree; l++ {
		steps := jacobi[l][:(d.degree-l)/2]
		sums[0] += re
		sums[1] += im
		sums = sums[2:]
		before, p := 0., 1.
		for _, s := range steps {
			before, p = p, (s.slope*t+s.shift)*p-s.back*before
			sums[0] += p * re
			sums[1] += p * im
			sums = sums[2:]
		}
		re, im = re*x-im*y, re*y+im*x
	}
}

// magnitudes writes |Znl| in the order of n.
func (d *disc) magnitudes(out []float32) {
	if d.mass == 0 {
		clear(out)
		return
	}
	first := 0 // of the sums of l
	for l := range d.degree + 1 {
		count := (d.degree-l)/2 + 1
		for k := range count {
			n, s := l+2*k, d.sums[2*(first+k):]
			z := float64(n+1) / math.Pi * math.Hypot(s[0], s[1]) / d.mass
			out[zernikeIndex(n, l)] = float32(z)
		}
		first += count
	}
}

// zernikeIndex returns the place of n and l in the vector: after all moments of a lower degree.
func zernikeIndex(n, l int) int {
	if n == 0 {
		return 0
	}
	return zernikeCount(n-1) + l/2
}

// A jacobiStep makes a polynomial of the two before it: P(k+1) = (slope·t + shift)·P(k) − back·P(k−1).
type jacobiStep struct{ slope, shift, back float64 }

// jacobi has the steps from degree k to k+1 of Jacobi's polynomials for 0 and l (Abramowitz and Stegun 22.7.1).
var jacobi = func() (steps [maxZernikeDegree + 1][]jacobiStep) {
	for l := range steps {
		b := float64(l)
		steps[l] = append(steps[l], jacobiStep{slope: (b + 2) / 2, shift: -b / 2})
		for k := 2; k <= (maxZernikeDegree-l)/2; k++ {
			n := float64(k)
			by := 2 * n * (n + b) * (2*n + b - 2)
			steps[l] = append(steps[l], jacobiStep{
				slope: (2*n + b - 1) * (2*n + b) * (2*n + b - 2) / by,
				shift: -(2*n + b - 1) * b * b / by,
				back:  2 * (n - 1) * (n + b - 1) * (2*n + b) / by,
			})
		}
	}
	return steps
}()
