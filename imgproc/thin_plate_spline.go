package imgproc

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// ThinPlateSpline moves the points Source to the points Target and bends what lies between as little as possible, as a thin
// plate of metal would (F. Bookstein, "Principal Warps: Thin-Plate Splines and the Decomposition of Deformations", 1989): the
// pixel at p in the result is taken from
//
//	f(p) = a + B·p + Σ wᵢ·U(|p − Targetᵢ|),  U(r) = r²·ln r
//
// with a, B and w, Σ wᵢ = 0 and Σ wᵢ·Targetᵢᵀ = 0, such that f(Targetᵢ) = Sourceᵢ. It is what scipy.interpolate.RBFInterpolator
// does with kernel thin_plate_spline, and ThinPlateSplineTransform of scikit-image. Both are required: as many points, 3 to
// 128, x and y in pixels from the centre of the top left pixel. The points of Target are different ones, not all on a line.
//
// Height and Width are those of the result, each as the source's if 0. Filter is [Nearest], [Bilinear], the default, or
// [Bicubic]; Border, [Constant] if not given, and Value say what lies beyond the border; see [Affine]. The type is kept. The
// cost grows with the number of points.
//
// JSON: {"source": [[0, 0], [9, 0], [0, 9]], "target": [[1, 0], [9, 2], [0, 8]]}.
type ThinPlateSpline struct {
	Source Points    `json:"source,omitzero"`
	Target Points    `json:"target,omitzero"`
	Height int       `json:"height,omitzero"`
	Width  int       `json:"width,omitzero"`
	Filter Filter    `json:"filter,omitzero"`
	Border Border    `json:"border,omitzero"`
	Value  []float32 `json:"value,omitzero"`
}

// Points are points in a picture, each x and y.
type Points [][2]float64

// UnmarshalJSON reads points of two numbers each.
func (p *Points) UnmarshalJSON(b []byte) error {
	var rows [][]float64
	if err := json.Unmarshal(b, &rows); err != nil {
		return err
	}
	points := make(Points, len(rows))
	for i, row := range rows {
		if len(row) != 2 {
			return fmt.Errorf("points: wanted x and y of point %d, found %d numbers", i, len(row))
		}
		points[i] = [2]float64(row)
	}
	*p = points
	return nil
}

func (s ThinPlateSpline) sampling() sampling { return sampling{s.Filter, s.Border, s.Value} }

// OutSpec returns in with Height and Width, as far as these are given.
func (s ThinPlateSpline) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if n := len(s.Source); n < 3 || n > 128 || !s.Source.valid() {
		return tensor.Spec{}, &tensor.ParamError{Op: "thin_plate_spline", Param: "source", Want: "3 to 128 points", Got: s.Source}
	}
	if len(s.Target) != len(s.Source) || !s.Target.valid() {
		return tensor.Spec{}, &tensor.ParamError{Op: "thin_plate_spline", Param: "target", Want: "as many points as source has", Got: s.Target}
	}
	g, fits := s.fit()
	defer floats64.Put(g.memory)
	if !fits {
		const want = "different points, not all on a line"
		return tensor.Spec{}, &tensor.ParamError{Op: "thin_plate_spline", Param: "target", Want: want, Got: s.Target}
	}
	return warpSpec("thin_plate_spline", in, s.Height, s.Width, s.sampling())
}

func (p Points) valid() bool {
	for i := range p {
		if !within(maxSide, p[i][:]...) {
			return false
		}
	}
	return true
}

// Apply writes the bent src to dst.
func (s ThinPlateSpline) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	if err := ready("thin_plate_spline", dst, src, out, err); err != nil {
		return err
	}
	g, _ := s.fit()
	defer floats64.Put(g.memory)
	warp(dst, src, g, s.sampling())
	return nil
}

// floats64 lends memory for the equations.
var floats64 scratch.Pool[float64]

// A splineGrid is a fitted spline. Its equations are those of the points moved by −middle and then divided by size, which
// doesn't change the spline, but its numbers are of one size then.
type splineGrid struct {
	target Points
	middle [2]float64
	size   float64
	bends  []float64  // for each point its x and y, and its w for x and for y
	plane  [6]float64 // a and the columns of B, each for x and for y
	memory *scratch.Buffer[float64]
}

// fit solves the equations, and reports whether that can be done.
func (s ThinPlateSpline) fit() (splineGrid, bool) {
	n := len(s.Target)
	columns := n + 5 // 3 for a and B, 2 for the right sides
	g := splineGrid{target: s.Target, memory: floats64.Get((n + 3) * columns)}
	g.middle, g.size = s.Target.frame()
	for i := range n + 3 {
		row := g.memory.S[i*columns:][:columns]
		clear(row)
		if i < n {
			g.terms(row, s.Target[i])
			row[n+3], row[n+4] = s.Source[i][0], s.Source[i][1]
			continue
		}
		for j := range n {
			x, y := g.scaled(s.Target[j])
			row[j] = [...]float64{1, x, y}[i-n]
		}
	}
	if g.size == 0 || !solve(g.memory.S, n+3, columns) {
		return g, false
	}
	// The terms need less room than the equations, so that they can stand where these stood.
	for i := range n {
		right := g.memory.S[i*columns+n+3:]
		x, y := g.scaled(s.Target[i])
		copy(g.memory.S[4*i:], []float64{x, y, right[0], right[1]})
	}
	for i := range 3 {
		right := g.memory.S[(n+i)*columns+n+3:]
		copy(g.memory.S[4*n+2*i:], []float64{right[0], right[1]})
	}
	g.bends, g.plane = g.memory.S[:4*n], [6]float64(g.memory.S[4*n:])
	return g, true
}

// frame returns the middle of the points and their extent.
func (p Points) frame() (middle [2]float64, size float64) {
	for axis := range middle {
		lo, hi := p[0][axis], p[0][axis]
		for _, point := range p {
			lo, hi = min(lo, point[axis]), max(hi, point[axis])
		}
		middle[axis], size = (lo+hi)/2, max(size, hi-lo)
	}
	return middle, size
}

func (g *splineGrid) scaled(p [2]float64) (x, y float64) {
	return (p[0] - g.middle[0]) / g.size, (p[1] - g.middle[1]) / g.size
}

// terms fills row with U of each point's distance from p, and with 1 and p.
func (g *splineGrid) terms(row []float64, p [2]float64) {
	x, y := g.scaled(p)
	n := len(g.target)
	for j := range n {
		tx, ty := g.scaled(g.target[j])
		row[j] = bending(square(x-tx) + square(y-ty))
	}
	row[n], row[n+1], row[n+2] = 1, x, y
}

// bending is U of a squared distance.
func bending(r2 float64) float64 {
	if r2 == 0 {
		return 0
	}
	return 0.5 * r2 * math.Log(r2)
}

// solve brings the n rows of equations to the form in which the right sides are the solution, and reports whether it could.
func solve(rows []float64, n, columns int) bool {
	for k := range n {
		best := k
		for i := k + 1; i < n; i++ {
			if math.Abs(rows[i*columns+k]) > math.Abs(rows[best*columns+k]) {
				best = i
			}
		}
		pivot, other := rows[k*columns:][:columns], rows[best*columns:][:columns]
		for j := range pivot {
			pivot[j], other[j] = other[j], pivot[j]
		}
		if !(math.Abs(pivot[k]) > 1e-10) {
			return false
		}
		for i := range n {
			row := rows[i*columns:][:columns]
			if factor := row[k] / pivot[k]; i != k && factor != 0 {
				for j := k; j < columns; j++ {
					row[j] -= factor * pivot[j]
				}
			}
		}
	}
	for k := range n {
		for j := n; j < columns; j++ {
			rows[k*columns+j] /= rows[k*columns+k]
		}
	}
	return true
}

func (g splineGrid) place(p *places, x, y, n int) {
	var xs, ys [stretch]float32
	for i := range n {
		at, to := g.at(float64(x+i), float64(y))
		xs[i], ys[i] = float32(at), float32(to)
	}
	kernel.MapPlaces(p.x[:n], p.fx[:n], xs[:n], float32(p.shift))
	kernel.MapPlaces(p.y[:n], p.fy[:n], ys[:n], float32(p.shift))
}

// at is f.
func (g *splineGrid) at(x, y float64) (u, v float64) {
	x, y = g.scaled([2]float64{x, y})
	u = g.plane[0] + g.plane[2]*x + g.plane[4]*y
	v = g.plane[1] + g.plane[3]*x + g.plane[5]*y
	for bends := g.bends; len(bends) >= 4; bends = bends[4:] {
		b := bending(square(x-bends[0]) + square(y-bends[1]))
		u += bends[2] * b
		v += bends[3] * b
	}
	return u, v
}

func (splineGrid) quick() bool { return false }

func (splineGrid) slope() float64 { return 0 }
