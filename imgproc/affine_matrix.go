package imgproc

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// An AffineMatrix [[a, b, c], [d, e, f]] says where a pixel of the source goes: to column a·x + b·y + c of row
// d·x + e·y + f. Coordinates are those of OpenCV: the centre of the top left pixel is (0, 0).
type AffineMatrix [2][3]float64

// UnmarshalJSON reads two rows of three numbers, and no other shape.
func (m *AffineMatrix) UnmarshalJSON(b []byte) error {
	return readRows("matrix", b, m[0][:], m[1][:])
}

// readRows reads a JSON array of arrays of exactly the given lengths.
func readRows(what string, b []byte, rows ...[]float64) error {
	var found [][]float64
	if err := json.Unmarshal(b, &found); err != nil {
		return err
	}
	if len(found) != len(rows) {
		return fmt.Errorf("%s: wanted %d rows, found %d", what, len(rows), len(found))
	}
	for i, row := range rows {
		if copy(row, found[i]) != len(found[i]) || len(found[i]) != len(row) {
			return fmt.Errorf("%s: wanted %d numbers in row %d, found %d", what, len(row), i, len(found[i]))
		}
	}
	return nil
}

// inverse returns the map from the result to the source, and whether there is one.
func (m AffineMatrix) inverse() (affineGrid, bool) {
	a, b, c, d, e, f := m[0][0], m[0][1], m[0][2], m[1][0], m[1][1], m[1][2]
	det := a*e - b*d
	g := affineGrid{a: e / det, b: -b / det, d: -d / det, e: a / det}
	g.c, g.f = -(g.a*c + g.b*f), -(g.d*c + g.e*f)
	for _, v := range [...]float64{det, g.a, g.b, g.c, g.d, g.e, g.f} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return g, false
		}
	}
	// What is left of a determinant that should be 0 is the rounding of its two products.
	return g, math.Abs(det) > 1e-14*(math.Abs(a*e)+math.Abs(b*d))
}

// An AffineMap are the parameters by which torchvision.transforms.functional.affine describes an [AffineMatrix]: the picture
// is sheared, scaled and turned about Center, and then moved.
type AffineMap struct {
	// Angle turns clockwise, in degrees.
	Angle float64
	// Translate moves right and down, in pixels.
	Translate [2]float64
	// Scale makes larger; 0 stands for 1.
	Scale float64
	// Shear are angles parallel to the x and the y axis, in degrees.
	Shear [2]float64
	// Center is x and y in pixels, as torchvision counts them: the top left corner of the picture, which is the corner
	// of its first pixel, is (0, 0). If empty, it is the middle of the picture.
	Center []float64
}

// Matrix returns the matrix for pictures of in's size:
//
//	T(Translate) · C · R(Angle) · Scale · SHy(Shear[1]) · SHx(Shear[0]) · C⁻¹
//
// with C the move from the origin to Center.
func (a AffineMap) Matrix(in tensor.Spec) AffineMatrix {
	turn, sx, sy := radians(a.Angle), radians(a.Shear[0]), radians(a.Shear[1])
	scale := a.Scale
	if scale == 0 {
		scale = 1
	}
	along, across := math.Cos(turn-sy)/math.Cos(sy), math.Sin(turn-sy)/math.Cos(sy)
	m := AffineMatrix{
		{scale * along, scale * (0 - along*math.Tan(sx) - math.Sin(turn))},
		{scale * across, scale * (math.Cos(turn) - across*math.Tan(sx))},
	}
	// In pixels' centres, half a pixel from their corners.
	x, y := float64(in.W)/2-0.5, float64(in.H)/2-0.5
	if len(a.Center) == 2 {
		x, y = a.Center[0]-0.5, a.Center[1]-0.5
	}
	m[0][2] = x + a.Translate[0] - m[0][0]*x - m[0][1]*y
	m[1][2] = y + a.Translate[1] - m[1][0]*x - m[1][1]*y
	return m
}

// radians takes whole turns away first, which is exact.
func radians(degrees float64) float64 { return math.Mod(degrees, 360) * math.Pi / 180 }

// checkCenter reports a centre that isn't empty or two numbers.
func checkCenter(op string, center []float64) error {
	if n := len(center); n != 0 && n != 2 || !within(maxSide, center...) {
		return &tensor.ParamError{Op: op, Param: "center", Want: "x and y from -2^30 to 2^30, or nothing", Got: center}
	}
	return nil
}

// within reports that all values are numbers from −limit to limit.
func within(limit float64, values ...float64) bool {
	for _, v := range values {
		if !(v >= -limit && v <= limit) {
			return false
		}
	}
	return true
}
