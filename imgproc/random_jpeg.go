package imgproc

import (
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// RandomJPEG compresses a picture as a JPEG file would, with a quality that is drawn from Min to Max, both included, each with
// the same probability, as torchvision.transforms.v2.JPEG does. Both are required, from 1 to 100. See [JPEGCompression].
//
// The spec stays.
type RandomJPEG struct {
	Min int `json:"min,omitzero"`
	Max int `json:"max,omitzero"`
}

// OutSpec returns in.
func (j RandomJPEG) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	switch {
	case j.Min < 1 || j.Min > 100:
		return tensor.Spec{}, &tensor.ParamError{Op: "random_jpeg", Param: "min", Want: "a quality from 1 to 100", Got: j.Min}
	case j.Max < j.Min || j.Max > 100:
		return tensor.Spec{}, &tensor.ParamError{Op: "random_jpeg", Param: "max", Want: "a quality from min to 100", Got: j.Max}
	}
	return in, checkPicture("random_jpeg", in)
}

// Draw returns a [JPEGCompression].
func (j RandomJPEG) Draw(r *rand.Rand, _ tensor.Spec) tensor.Stage {
	return JPEGCompression{Quality: j.Min + r.IntN(max(j.Max-j.Min, 0)+1)}
}
