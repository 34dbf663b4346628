package pipeline

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/tensor"
)

// pipelineJSON is the JSON form of a pipeline. A step is an object of one entry, name and parameters, or only the
// name where all parameters have their defaults.
type pipelineJSON struct {
	Decode json.RawMessage   `json:"decode,omitempty"`
	Draft  *Draft            `json:"draft,omitempty"`
	Steps  []json.RawMessage `json:"steps"`
}

// MarshalJSON writes {"decode": {…}, "steps": [{"resize": {"shorter": 256}}, "to_float"]}, with all that fitted
// steps have learned.
func (p *Pipeline) MarshalJSON() ([]byte, error) {
	e := encoder{}
	return e.pipeline(p)
}

// Split writes the pipeline as JSON without the learned arrays, and returns these by names such as
// "steps.3.mean". Catalogue.Join puts the two together again.
func (p *Pipeline) Split() (config []byte, arrays map[string]*tensor.Tensor, err error) {
	e := encoder{arrays: map[string]*tensor.Tensor{}}
	config, err = e.pipeline(p)
	return config, e.arrays, err
}

// An encoder writes steps as JSON; if arrays is not nil, learned arrays go there.
type encoder struct {
	arrays map[string]*tensor.Tensor
}

func (e *encoder) pipeline(p *Pipeline) ([]byte, error) {
	steps, err := e.steps("steps", p.Steps)
	if err != nil {
		return nil, err
	}
	out := pipelineJSON{Steps: steps, Draft: p.Draft}
	decode, err := json.Marshal(p.Decode)
	if err != nil {
		return nil, err
	}
	if string(decode) != "{}" {
		out.Decode = decode
	}
	return json.Marshal(out)
}

func (e *encoder) steps(path string, steps []Step) ([]json.RawMessage, error) {
	out := make([]json.RawMessage, 0, len(steps))
	for i, s := range steps {
		b, err := e.step(fmt.Sprintf("%s.%d", path, i+1), s)
		if err != nil {
			return nil, fmt.Errorf("stage %d %s: %w", i+1, Name(s), err)
		}
		out = append(out, b)
	}
	return out, nil
}

func (e *encoder) step(path string, s Step) (json.RawMessage, error) {
	if s == nil {
		return nil, errors.New("wanted a step, found nil")
	}
	if t, ok := standard[Name(s)]; ok && t != reflect.TypeOf(s) && reflect.PointerTo(t) != reflect.TypeOf(s) {
		return nil, fmt.Errorf("%T can't be written: %q is the name of %v", s, Name(s), t)
	}
	params, err := e.params(path, s)
	if err != nil {
		return nil, err
	}
	if string(params) == "{}" {
		return json.Marshal(Name(s))
	}
	return json.Marshal(map[string]json.RawMessage{Name(s): params})
}

func (e *encoder) params(path string, s Step) (json.RawMessage, error) {
	if c, ok := s.(features.Concat); ok {
		return e.concat(path, c)
	}
	params, err := json.Marshal(s)
	learned, arrays := arraysOf(reflect.ValueOf(s))
	if err != nil || !learned || e.arrays == nil {
		return params, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(params, &fields); err != nil {
		return nil, err
	}
	for name, t := range arrays {
		e.arrays[path+"."+name] = t
		delete(fields, name)
	}
	return json.Marshal(fields)
}

type concatJSON struct {
	Branches [][]json.RawMessage `json:"branches"`
}

func (e *encoder) concat(path string, c features.Concat) (json.RawMessage, error) {
	var out concatJSON
	for i, b := range c.Branches {
		steps, err := e.steps(fmt.Sprintf("%s.branches.%d", path, i+1), b)
		if err != nil {
			return nil, fmt.Errorf("branch %d: %w", i+1, err)
		}
		out.Branches = append(out.Branches, steps)
	}
	return json.Marshal(out)
}

// arraysOf returns the arrays of a learned step, held by value or by pointer.
func arraysOf(v reflect.Value) (bool, map[string]*tensor.Tensor) {
	if v.Kind() != reflect.Pointer {
		p := reflect.New(v.Type())
		p.Elem().Set(v)
		v = p
	}
	if l, ok := v.Interface().(interface {
		Arrays() map[string]*tensor.Tensor
	}); ok {
		return true, l.Arrays()
	}
	return false, nil
}
