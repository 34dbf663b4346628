package classifier

import (
	"fmt"
	"maps"
	"slices"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// A Param is an array of a network as a model file stores it.
type Param struct {
	// Name is "layers.0.weight", "layers.0.bias", "layers.1.weight" …, and with batch normalisation also "norms.0.weight",
	// "norms.0.bias", "norms.0.running_mean", "norms.0.running_var", "norms.1.weight" ….
	Name  string
	Shape []int // weight of a layer: Out×In; all others: Out
	Data  []float32
}

// Params returns all arrays, which share n's memory.
func (n *Network) Params() []Param {
	var params []Param
	for l, d := range n.layers {
		params = append(params,
			Param{weightName(l), []int{d.Out, d.In}, d.W},
			Param{biasName(l), []int{d.Out}, d.B})
	}
	for l, norm := range n.norms {
		params = append(params,
			Param{normName(l, "weight"), []int{len(norm.Mean)}, norm.Weight.Value.Data},
			Param{normName(l, "bias"), []int{len(norm.Mean)}, norm.Bias.Value.Data})
	}
	for l, norm := range n.norms {
		params = append(params,
			Param{normName(l, "running_mean"), []int{len(norm.Mean)}, norm.Mean},
			Param{normName(l, "running_var"), []int{len(norm.Var)}, norm.Var})
	}
	return params
}

func weightName(layer int) string             { return fmt.Sprintf("layers.%d.weight", layer) }
func biasName(layer int) string               { return fmt.Sprintf("layers.%d.bias", layer) }
func normName(layer int, array string) string { return fmt.Sprintf("norms.%d.%s", layer, array) }

// FromParams returns a network with copies of the given arrays, which are named and shaped as
// [Network.Params] has them, in any order. Every array must be there once and no other, its sizes must fit
// its neighbours', its values must be finite, and variances at least 0; otherwise it is a *tensor.ParamError with the
// array's name.
func FromParams(params []Param, act Activation) (*Network, error) {
	byName, err := index(params)
	if err != nil {
		return nil, err
	}
	sizes, err := layerSizes(byName)
	if err != nil {
		return nil, err
	}
	_, norms := byName[normName(0, "weight")]
	inputs, classes := sizes[0], sizes[len(sizes)-1]
	c := Config{Hidden: sizes[1 : len(sizes)-1], Activation: act, BatchNorm: norms}
	if err := c.checkNetwork(inputs, classes); err != nil {
		return nil, err
	}
	n := newNetwork(sizes, act, norms)
	for _, p := range n.Params() {
		if err := p.set(byName[p.Name]); err != nil {
			return nil, err
		}
		delete(byName, p.Name)
	}
	if len(byName) > 0 {
		return nil, refuseParam(slices.Min(slices.Collect(maps.Keys(byName))), "no such array", "it")
	}
	return n, n.checkVariances()
}

// checkVariances refuses running variances below 0.
func (n *Network) checkVariances() error {
	for l, norm := range n.norms {
		for i, v := range norm.Var {
			if v < 0 {
				return refuseParam(normName(l, "running_var"), "values of at least 0", fmt.Sprintf("%v at %d", v, i))
			}
		}
	}
	return nil
}

func refuseParam(name, want string, got any) error {
	return &tensor.ParamError{Op: "network", Param: name, Want: want, Got: got}
}

func index(params []Param) (map[string]Param, error) {
	byName := make(map[string]Param, len(params))
	for _, p := range params {
		if _, twice := byName[p.Name]; twice {
			return nil, refuseParam(p.Name, "the array once", "two")
		}
		byName[p.Name] = p
	}
	return byName, nil
}

// layerSizes reads the sizes of inputs, hidden layers and classes off the weights' shapes.
func layerSizes(byName map[string]Param) ([]int, error) {
	var sizes []int
	for l := 0; ; l++ {
		w, ok := byName[weightName(l)]
		if !ok && l > 0 {
			return sizes, nil
		}
		if !ok {
			return nil, refuseParam(weightName(l), "the array", "none")
		}
		if len(w.Shape) != 2 {
			return nil, refuseParam(w.Name, "shape Out×In", w.Shape)
		}
		if out, in := w.Shape[0], w.Shape[1]; in < 1 || len(w.Data)%in != 0 || len(w.Data)/in != out {
			return nil, refuseParam(w.Name, fmt.Sprintf("the values of shape %v", w.Shape), len(w.Data))
		}
		if l == 0 {
			sizes = append(sizes, w.Shape[1])
		}
		sizes = append(sizes, w.Shape[0])
	}
}

// set copies the values of the array found into p, after checking that it is what p wants.
func (p Param) set(found Param) error {
	if found.Name == "" {
		return refuseParam(p.Name, "the array", "none")
	}
	if !slices.Equal(found.Shape, p.Shape) {
		return refuseParam(p.Name, fmt.Sprintf("shape %v", p.Shape), found.Shape)
	}
	if len(found.Data) != len(p.Data) {
		return refuseParam(p.Name, fmt.Sprintf("%d values", len(p.Data)), len(found.Data))
	}
	if i := kernel.NotFinite(found.Data); i >= 0 {
		return refuseParam(p.Name, "finite values", fmt.Sprintf("%v at %d", found.Data[i], i))
	}
	copy(p.Data, found.Data)
	return nil
}
