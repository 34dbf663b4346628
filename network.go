package saccade

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// network is the last stage of a model's plan: it makes the probabilities of the K classes, K×1×1, of features:
// softmax(logits/temperature). Features of any shape C×H×W are taken as a vector of C·H·W values.
type network struct {
	net         *classifier.Network
	temperature float64
}

func (n network) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	d, err := featureLen(in)
	if err == nil && d != n.net.Inputs() {
		err = &tensor.SpecError{Op: "network", Want: fmt.Sprintf("%d features", n.net.Inputs()), Got: in}
	}
	return tensor.VectorSpec(n.net.Classes()), err
}

// featureLen returns how many features a pipeline's output has.
func featureLen(out tensor.Spec) (int, error) {
	switch {
	case !out.Known():
		return 0, &tensor.SpecError{Op: "network", Want: "features of one size for all images (put a resize to a height and width before)", Got: out}
	case out.DType != tensor.Float32:
		return 0, &tensor.SpecError{Op: "network", Want: "float32 (put a to_float before)", Got: out}
	}
	return out.Len(), nil
}

func (n network) Apply(dst, src *tensor.Tensor) error {
	out, err := n.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := dst.Expect("network", out); err != nil {
		return err
	}
	logits := classifier.Matrix{Rows: 1, Cols: out.C, Data: dst.F32}
	if err := n.net.Logits(&logits, classifier.Matrix{Rows: 1, Cols: len(src.F32), Data: src.F32}); err != nil {
		return err
	}
	soften(dst.F32, n.temperature)
	return nil
}

// soften makes probabilities of logits: softmax(z/temperature). The largest logit, the first of equals, becomes the
// largest probability even where rounding makes another the same, so that no answer depends on the temperature.
func soften(z []float32, temperature float64) {
	best := largest(z)
	if temperature != 1 {
		top := float64(z[best])
		for i, v := range z { // without the largest, which changes nothing, there is no overflow to +Inf
			z[i] = float32(max((float64(v)-top)/temperature, -math.MaxFloat32))
		}
	}
	kernel.SoftmaxRows(z, z, len(z))
	if other := largest(z); other != best {
		z[best] = math.Nextafter32(z[other], 1)
	}
}

// largest returns the index of the largest value, the first of equals.
func largest(s []float32) int {
	best := 0
	for i, v := range s {
		if v > s[best] {
			best = i
		}
	}
	return best
}

// networkJSON describes a network in a plan and in the model file.
type networkJSON struct {
	Inputs     int                   `json:"inputs"`
	Hidden     []int                 `json:"hidden"`
	Activation classifier.Activation `json:"activation"`
	BatchNorm  bool                  `json:"batch_norm,omitempty"`
	Classes    int                   `json:"classes"`
	// Not 1. In a model file it stands beside the network.
	Temperature float64 `json:"temperature,omitempty"`
}

// MarshalJSON describes the network in a plan.
func (n network) MarshalJSON() ([]byte, error) {
	described := networkJSON{Inputs: n.net.Inputs(), Hidden: n.net.Hidden(), Activation: n.net.Activation(), BatchNorm: n.net.BatchNorm(), Classes: n.net.Classes()}
	if n.temperature != 1 {
		described.Temperature = n.temperature
	}
	return json.Marshal(described)
}
