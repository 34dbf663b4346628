package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// patches says which squares of a picture are looked at. [LearnPatches] and [LearnedPatches] have them in common.
type patches struct {
	size, stride int
	eps          float64 // added to the variance
}

// places returns how many patches there are in a column and in a row of a picture.
func (p patches) places(in tensor.Spec) (rows, cols int) {
	return (in.H-p.size)/p.stride + 1, (in.W-p.size)/p.stride + 1
}

// values is how many values a patch of a picture has.
func (p patches) values(in tensor.Spec) int { return in.C * p.size * p.size }

// spec reports pictures that have no patch.
func (p patches) check(op string, in tensor.Spec) error {
	if err := checkSized(op, in); err != nil {
		return err
	}
	if in.H < p.size || in.W < p.size {
		return &tensor.SpecError{Op: op, Want: "a picture at least as large as a patch", Got: in}
	}
	return nil
}

// copy writes the patch whose first row and column are y and x to dst, plane by plane, row by row; uint8 is divided by 255.
func (p patches) copy(dst []float32, src *tensor.Tensor, y, x int) {
	for c := range src.C {
		for i := range p.size {
			at := (c*src.H+y+i)*src.W + x
			if src.DType == tensor.Float32 {
				copy(dst[:p.size], src.F32[at:])
			} else {
				kernel.UnitUint8(dst[:p.size], src.U8[at:at+p.size])
			}
			dst = dst[p.size:]
		}
	}
}

// normalise takes the mean from a patch and divides by √(variance + eps).
func (p patches) normalise(patch []float32) {
	n := float64(len(patch))
	mean := float32(kernel.Sum(patch) / n)
	for i := range patch {
		patch[i] -= mean
	}
	kernel.Scale(patch, patch, float32(1/math.Sqrt(kernel.SumSquares(patch)/n+p.eps)))
}
