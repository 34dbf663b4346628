package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// Perspective moves the four corners Start to End, and all between them as one sees a plane from elsewhere:
//
//	(x, y) → ((a·x + b·y + c) / (g·x + h·y + i), (d·x + e·y + f) / (g·x + h·y + i))
//
// as torchvision.transforms.functional.perspective does. Both are required: the corners of two quadrilaterals in the same
// order, x and y in pixels from the top left corner of the picture, which is the corner of its first pixel. (OpenCV counts
// from the pixel's centre: add ½ to the points of cv2.getPerspectiveTransform.) No three points of one lie on a line.
//
// Height and Width are those of the result, each as the source's if 0. Filter is [Nearest], [Bilinear], the default, or
// [Bicubic]; Border, [Constant] if not given, and Value say what lies beyond the border; see [Affine]. The type is kept.
// float32 equals torchvision but for its rounding of the coefficients to float32; uint8 is rounded to the nearest number.
//
// JSON: {"start": [[0, 0], [9, 0], [9, 9], [0, 9]], "end": [[1, 0], [8, 0], [9, 9], [0, 9]]}.
type Perspective struct {
	Start  Corners   `json:"start,omitzero"`
	End    Corners   `json:"end,omitzero"`
	Height int       `json:"height,omitzero"`
	Width  int       `json:"width,omitzero"`
	Filter Filter    `json:"filter,omitzero"`
	Border Border    `json:"border,omitzero"`
	Value  []float32 `json:"value,omitzero"`
}

// Corners are the four points of a quadrilateral, each x and y.
type Corners [4][2]float64

// UnmarshalJSON reads four points of two numbers, and no other shape.
func (c *Corners) UnmarshalJSON(b []byte) error {
	return readRows("corners", b, c[0][:], c[1][:], c[2][:], c[3][:])
}

func (p Perspective) sampling() sampling { return sampling{p.Filter, p.Border, p.Value} }

// OutSpec returns in with Height and Width, as far as these are given.
func (p Perspective) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const want = "four points, no three on a line"
	if !p.Start.valid() {
		return tensor.Spec{}, &tensor.ParamError{Op: "perspective", Param: "start", Want: want, Got: p.Start}
	}
	if !p.End.valid() {
		return tensor.Spec{}, &tensor.ParamError{Op: "perspective", Param: "end", Want: want, Got: p.End}
	}
	return warpSpec("perspective", in, p.Height, p.Width, p.sampling())
}

// valid reports that the points are numbers and that each three make a triangle, not one that is only rounding.
func (c Corners) valid() bool {
	for i := range c {
		if !within(maxSide, c[i][:]...) {
			return false
		}
		a, b, d := c[i], c[(i+1)%4], c[(i+2)%4]
		ux, uy, vx, vy := b[0]-a[0], b[1]-a[1], d[0]-a[0], d[1]-a[1]
		if area := math.Abs(ux*vy - uy*vx); area <= 1e-9*math.Hypot(ux, uy)*math.Hypot(vx, vy) {
			return false
		}
	}
	return true
}

// Apply writes the moved src to dst.
func (p Perspective) Apply(dst, src *tensor.Tensor) error {
	out, err := p.OutSpec(src.Spec)
	if err := ready("perspective", dst, src, out, err); err != nil {
		return err
	}
	warp(dst, src, perspectiveGrid(p.Start.fromSquare().times(p.End.fromSquare().adjugate())), p.sampling())
	return nil
}

// A homography is a 3×3 matrix that stands for all of its multiples.
type homography [9]float64

// fromSquare maps the corners (0, 0), (1, 0), (1, 1), (0, 1) to the points (P. Heckbert, "Fundamentals of Texture Mapping
// and Image Warping", 1989, section 2.2.3).
func (c Corners) fromSquare() homography {
	x1, y1, x2, y2 := c[1][0]-c[2][0], c[1][1]-c[2][1], c[3][0]-c[2][0], c[3][1]-c[2][1]
	sx, sy := c[0][0]-c[1][0]+c[2][0]-c[3][0], c[0][1]-c[1][1]+c[2][1]-c[3][1]
	det := x1*y2 - x2*y1
	g, h := (sx*y2-x2*sy)/det, (x1*sy-sx*y1)/det
	return homography{
		c[1][0] - c[0][0] + g*c[1][0], c[3][0] - c[0][0] + h*c[3][0], c[0][0],
		c[1][1] - c[0][1] + g*c[1][1], c[3][1] - c[0][1] + h*c[3][1], c[0][1],
		g, h, 1,
	}
}

// adjugate is a multiple of the inverse.
func (m homography) adjugate() homography {
	return homography{
		m[4]*m[8] - m[5]*m[7], m[2]*m[7] - m[1]*m[8], m[1]*m[5] - m[2]*m[4],
		m[5]*m[6] - m[3]*m[8], m[0]*m[8] - m[2]*m[6], m[2]*m[3] - m[0]*m[5],
		m[3]*m[7] - m[4]*m[6], m[1]*m[6] - m[0]*m[7], m[0]*m[4] - m[1]*m[3],
	}
}

// times is the matrix product.
func (m homography) times(n homography) (p homography) {
	for i := range p {
		row, column := i/3*3, i%3
		p[i] = m[row]*n[column] + m[row+1]*n[column+3] + m[row+2]*n[column+6]
	}
	return p
}

// A perspectiveGrid maps the result to the source, in pixels from the picture's corner.
type perspectiveGrid homography

func (g perspectiveGrid) place(p *places, x, y, n int) {
	fx, fy := float64(x)+0.5, float64(y)+0.5
	w, shift := g[6]*fx+g[7]*fy+g[8], p.shift-0.5
	kernel.RatioPlaces(p.x[:n], p.fx[:n], g[0]*fx+g[1]*fy+g[2], g[0], w, g[6], shift)
	kernel.RatioPlaces(p.y[:n], p.fy[:n], g[3]*fx+g[4]*fy+g[5], g[3], w, g[6], shift)
}

func (perspectiveGrid) quick() bool { return false }

func (perspectiveGrid) slope() float64 { return 0 }
