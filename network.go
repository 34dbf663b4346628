package saccade

import (
	"encoding/json"
	"fmt"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/tensor"
)

// network is the last stage of a model's plan: it makes the probabilities of the K classes, K×1×1, of features.
// Features of any shape C×H×W are taken as a vector of C·H·W values.
type network struct{ net *classifier.Network }

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
	p := classifier.Matrix{Rows: 1, Cols: out.C, Data: dst.F32}
	return n.net.Probabilities(&p, classifier.Matrix{Rows: 1, Cols: len(src.F32), Data: src.F32})
}

// networkJSON describes a network in a plan and in the model file.
type networkJSON struct {
	Inputs     int                   `json:"inputs"`
	Hidden     []int                 `json:"hidden"`
	Activation classifier.Activation `json:"activation"`
	BatchNorm  bool                  `json:"batch_norm,omitempty"`
	Classes    int                   `json:"classes"`
}

// MarshalJSON describes the network in a plan.
func (n network) MarshalJSON() ([]byte, error) {
	return json.Marshal(networkJSON{n.net.Inputs(), n.net.Hidden(), n.net.Activation(), n.net.BatchNorm(), n.net.Classes()})
}
