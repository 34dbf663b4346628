package imgproc

import (
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// ElasticTransform distorts an image as if seen through water, each time otherwise, as torchvision.transforms.ElasticTransform
// does: it draws the seed of an [Elastic]. Alpha is above 0, 50 if not given; Sigma is above 0, 5 if not given. Filter, Border
// and Value are those of Elastic. The spec stays.
type ElasticTransform struct {
	Alpha  float64   `json:"alpha,omitzero"`
	Sigma  float64   `json:"sigma,omitzero"`
	Filter Filter    `json:"filter,omitzero"`
	Border Border    `json:"border,omitzero"`
	Value  []float32 `json:"value,omitzero"`
}

// OutSpec returns in.
func (e ElasticTransform) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkElastic("elastic_transform", e.Alpha, e.Sigma); err != nil {
		return tensor.Spec{}, err
	}
	return in, sampling{e.Filter, e.Border, e.Value}.check("elastic_transform", in)
}

// Draw returns an [Elastic]. Its seed has 53 bits, so that it survives where JSON's numbers are float64. If OutSpec refuses in,
// the stage fails with the reason.
func (e ElasticTransform) Draw(r *rand.Rand, in tensor.Spec) tensor.Stage {
	if _, err := e.OutSpec(in); err != nil {
		return refusal{err}
	}
	return Elastic{Seed: r.Uint64() >> 11, Alpha: e.Alpha, Sigma: e.Sigma, Filter: e.Filter, Border: e.Border, Value: e.Value}
}
