package features

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// GLCM describes texture by grey-level co-occurrence matrices (Haralick, Shanmugam and Dinstein, "Textural Features for Image
// Classification", 1973), with the numbers of scikit-image's skimage.feature.graycomatrix and graycoprops.
//
// The picture's values are quantised, q = ⌊v·Levels/256⌋; float32 is first multiplied by 255, rounded, and clipped to 0..255, NaN
// being 0. For each distance d and angle α the matrix P counts pairs of pixels: P(i, j) is how many pixels of level i have one of
// level j at
//
//	y + round(d·sin α), x + round(d·cos α)
//
// where halves are rounded away from 0 and y grows downwards: 0° is to the right and 90° below. Pairs that leave the picture
// aren't counted. With Symmetric each pair counts both ways, P(i, j) + P(j, i). Divided by its sum P becomes p, of which
//
//	contrast       Σ p·(i−j)²
//	dissimilarity  Σ p·|i−j|
//	homogeneity    Σ p / (1 + (i−j)²)
//	asm            Σ p², the angular second moment
//	energy         √asm
//	correlation    Σ p·(i−μi)·(j−μj) / (σi·σj), and 1 if σi or σj is 0
//	entropy        −Σ p·ln p
//	mean           μi = Σ p·i
//	variance       σi² = Σ p·(i−μi)²
//	std            σi
//
// A matrix without pairs, which has a picture smaller than the distance, gives 0, and the correlation 1.
//
// The vector has the properties one after the other, in each the distances, in each the angles: property k of distance d and
// angle a is at (k·D + d)·A + a. With MeanAngles it has the mean over the angles, which changes little when the picture is turned:
// property k of distance d is at k·D + d.
//
// The picture has to have one channel: convert to gray before. Its size may be unknown.
//
// JSON: {"distances": [1], "angles": [0, 45, 90, 135], "levels": 16, "symmetric": false,
// "props": ["contrast", "dissimilarity", "homogeneity", "energy", "correlation", "asm"], "mean_angles": false}.
type GLCM struct {
	// Distances are those between the pixels of a pair, in pixels. Default 1; each at least 1 and at most 65536.
	Distances []int `json:"distances,omitempty"`
	// Angles are the directions from the first pixel of a pair to the second, in degrees. Default 0, 45, 90 and 135.
	Angles []float64 `json:"angles,omitempty"`
	// Levels is the number of grey levels. Default 16, as in Haralick's paper; 2 to 256.
	Levels int `json:"levels,omitempty"`
	// Symmetric counts each pair both ways, so that an angle and its opposite are the same.
	Symmetric bool `json:"symmetric,omitempty"`
	// Props are the properties, by name. Default contrast, dissimilarity, homogeneity, energy, correlation and asm.
	Props []string `json:"props,omitempty"`
	// MeanAngles asks for each property's mean over the angles.
	MeanAngles bool `json:"mean_angles,omitempty"`
}

const (
	glcmLevels      = 16
	maxGLCMLevels   = 256
	maxGLCMDistance = 1 << 16
	maxGLCMMatrices = 1 << 12
)

var (
	glcmDistances = []int{1}
	glcmAngles    = []float64{0, 45, 90, 135}
	glcmProps     = []string{"contrast", "dissimilarity", "homogeneity", "energy", "correlation", "asm"}
)

// OutSpec returns a vector.
func (g GLCM) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	p, err := g.plan(in)
	if err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(p.length()), nil
}

// plan returns g with its defaults filled in.
func (g GLCM) plan(in tensor.Spec) (GLCM, error) {
	if len(g.Distances) == 0 {
		g.Distances = glcmDistances
	}
	if len(g.Angles) == 0 {
		g.Angles = glcmAngles
	}
	if len(g.Props) == 0 {
		g.Props = glcmProps
	}
	g.Levels = orDefault(g.Levels, glcmLevels)
	if err := g.check(); err != nil {
		return g, err
	}
	return g, checkOneChannel("glcm", in)
}

// check reports parameters that make no sense.
func (g *GLCM) check() error {
	if g.Levels < 2 || g.Levels > maxGLCMLevels {
		return g.paramError("levels", fmt.Sprintf("2 to %d, or 0 for the default", maxGLCMLevels), g.Levels)
	}
	if n := len(g.Distances) * len(g.Angles); n > maxGLCMMatrices {
		return g.paramError("distances", fmt.Sprintf("at most %d pairs of a distance and an angle", maxGLCMMatrices), n)
	}
	for _, d := range g.Distances {
		if d < 1 || d > maxGLCMDistance {
			return g.paramError("distances", fmt.Sprintf("1 to %d", maxGLCMDistance), d)
		}
	}
	for _, a := range g.Angles {
		if !(math.Abs(a) <= 360) {
			return g.paramError("angles", "−360 to 360 degrees", a)
		}
	}
	for i, name := range g.Props {
		if propIndex(name) < 0 || slices.Contains(g.Props[:i], name) {
			return g.paramError("props", strings.Join(propNames[:], ", ")+", each once", name)
		}
	}
	return nil
}

func (*GLCM) paramError(param, want string, got any) error {
	return &tensor.ParamError{Op: "glcm", Param: param, Want: want, Got: got}
}

// length returns how many values the vector has.
func (g *GLCM) length() int { return len(g.Props) * len(g.Distances) * g.perDistance() }

// perDistance returns how many values a property has for each distance.
func (g *GLCM) perDistance() int {
	if g.MeanAngles {
		return 1
	}
	return len(g.Angles)
}

// Apply writes the properties of src into dst.
func (g GLCM) Apply(dst, src *tensor.Tensor) error {
	g, err := g.plan(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("glcm", dst, src, tensor.VectorSpec(g.length())); err != nil {
		return err
	}
	levels := scratch.Uint8.Get(src.H * src.W)
	defer scratch.Uint8.Put(levels)
	g.quantize(levels.S, src)
	matrix := cooccurrences.Get(g.Levels * g.Levels)
	defer cooccurrences.Put(matrix)
	entropy := slices.Contains(g.Props, "entropy")
	stride := len(g.Distances) * g.perDistance() // from one property to the next
	for d, distance := range g.Distances {
		var sums propValues
		for a, angle := range g.Angles {
			g.count(matrix.S, levels.S, src.H, src.W, distance, angle)
			values := propsOf(matrix.S, g.Levels, entropy)
			if !g.MeanAngles {
				g.write(dst.F32[d*len(g.Angles)+a:], stride, &values, 1)
			}
			for i, v := range values {
				sums[i] += v
			}
		}
		if g.MeanAngles {
			g.write(dst.F32[d:], stride, &sums, float64(len(g.Angles)))
		}
	}
	return nil
}

// write puts the properties asked for into every stride-th value of out, divided by by.
func (g *GLCM) write(out []float32, stride int, values *propValues, by float64) {
	for k, name := range g.Props {
		out[k*stride] = float32(values[propIndex(name)] / by)
	}
}

// cooccurrences lends memory for matrices.
var cooccurrences scratch.Pool[uint32]

// Matrices returns the matrices that a GLCM sees in a picture, each divided by its sum, or 0 everywhere if there are no
// pairs: float32 of Levels×Levels, one channel for each distance and angle, the angle running fastest.
func (g GLCM) Matrices(img *tensor.Tensor) (*tensor.Tensor, error) {
	g, err := g.plan(img.Spec)
	if err != nil {
		return nil, err
	}
	if err := checkTensors("glcm", img, img, img.Spec); err != nil {
		return nil, err
	}
	out := tensor.Spec{DType: tensor.Float32, C: len(g.Distances) * len(g.Angles), H: g.Levels, W: g.Levels}
	if err := out.Check("glcm"); err != nil {
		return nil, err
	}
	levels := make([]uint8, img.H*img.W)
	g.quantize(levels, img)
	counts := make([]uint32, g.Levels*g.Levels)
	matrices := tensor.New(out)
	for c := range out.C {
		g.count(counts, levels, img.H, img.W, g.Distances[c/len(g.Angles)], g.Angles[c%len(g.Angles)])
		sum := 0
		for _, v := range counts {
			sum += int(v)
		}
		for i, v := range counts {
			matrices.Plane32(c)[i] = float32(float64(v) / float64(max(sum, 1)))
		}
	}
	return matrices, nil
}

// quantize writes the grey level of each pixel.
func (g *GLCM) quantize(levels []uint8, src *tensor.Tensor) {
	from := src.U8
	if src.DType == tensor.Float32 {
		scaled := scratch.Float32.Get(len(levels))
		defer scratch.Float32.Put(scaled)
		kernel.Scale(scaled.S, src.F32, 255)
		kernel.RoundUint8(levels, scaled.S)
		from = levels
	}
	n := uint32(g.Levels)
	for i, v := range from {
		levels[i] = uint8(uint32(v) * n >> 8)
	}
}

// count fills matrix with the pairs of pixels at a distance and an angle.
func (g *GLCM) count(matrix []uint32, levels []uint8, h, w, distance int, angle float64) {
	clear(matrix)
	sin, cos := math.Sincos(angle * math.Pi / 180)
	down, right := roundOffset(sin*float64(distance)), roundOffset(cos*float64(distance))
	left, n := max(0, -right), w-max(right, -right) // where rows of pairs begin, and how many there are in each
	if n <= 0 {
		return
	}
	for y := max(0, -down); y < min(h, h-down); y++ {
		first, second := y*w+left, (y+down)*w+left+right
		countPairs(matrix, levels[first:first+n], levels[second:second+n], g.Levels)
	}
	if g.Symmetric {
		symmetrise(matrix, g.Levels)
	}
}

// roundOffset rounds as scikit-image does: 0.5 less the last bit, which the sine of 30° is, becomes 1.
func roundOffset(v float64) int { return int(v + math.Copysign(0.5, v)) }

// countPairs counts the pairs of one row.
func countPairs(matrix []uint32, first, second []uint8, n int) {
	second = second[:len(first)]
	for i, v := range first {
		matrix[int(v)*n+int(second[i])]++
	}
}

// symmetrise adds its transpose to an n×n matrix.
func symmetrise(matrix []uint32, n int) {
	for i := range n {
		matrix[i*n+i] *= 2
		for j := range i {
			both := matrix[i*n+j] + matrix[j*n+i]
			matrix[i*n+j], matrix[j*n+i] = both, both
		}
	}
}
