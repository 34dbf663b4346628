package pipeline

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/saccade-go/saccade/tensor"
)

// pipelineJSON is the JSON form of a pipeline. A step is an object of one entry, name and parameters, or only the
// name where all parameters have their defaults.
type pipelineJSON struct {
	Learned string            `json:"learned,omitempty"` // the file with what fitted steps have learned; without it that stands in the steps
	Decode  json.RawMessage   `json:"decode,omitempty"`
	Draft   *Draft            `json:"draft,omitempty"`
	Steps   []json.RawMessage `json:"steps"`
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

// SplitYAML is Split as a YAML document that names the file with the arrays: its first line is "learned: FILE". [Catalogue.ParseWith]
// reads it.
func (p *Pipeline) SplitYAML(file string) (doc []byte, arrays map[string]*tensor.Tensor, err error) {
	config, arrays, err := p.Split()
	if err != nil {
		return nil, nil, err
	}
	var in pipelineJSON
	if err := json.Unmarshal(config, &in); err != nil {
		return nil, nil, err
	}
	if len(arrays) > 0 {
		in.Learned = file
	}
	if config, err = json.Marshal(in); err != nil {
		return nil, nil, err
	}
	doc, err = toYAML(config)
	return doc, arrays, err
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
	learned, arrays := arraysOf(reflect.ValueOf(s))
	inner := nests(reflect.TypeOf(s))
	if (!learned || e.arrays == nil) && inner == nil {
		return json.Marshal(s)
	}
	fields, err := fieldsOf(s, inner)
	if err != nil {
		return nil, err
	}
	for _, n := range inner {
		if fields[n.name], err = e.nested(path+"."+n.name, n, n.of(reflect.ValueOf(s))); err != nil {
			return nil, err
		}
	}
	if e.arrays != nil {
		for name, t := range arrays {
			e.arrays[path+"."+name] = t
			delete(fields, name)
		}
	}
	return json.Marshal(fields)
}

// fieldsOf returns the JSON of a step's parameters, without the steps in it.
func fieldsOf(s Step, inner []nest) (fields map[string]json.RawMessage, err error) {
	v := reflect.New(reflect.Indirect(reflect.ValueOf(s)).Type())
	v.Elem().Set(reflect.Indirect(reflect.ValueOf(s)))
	for _, n := range inner {
		v.Elem().Field(n.index).SetZero()
	}
	params, err := json.Marshal(v.Interface())
	if err != nil {
		return nil, err
	}
	return fields, json.Unmarshal(params, &fields)
}

// nested writes the steps in a step.
func (e *encoder) nested(path string, n nest, lists [][]Step) (json.RawMessage, error) {
	if !n.lists {
		steps, err := e.steps(path, lists[0])
		if err != nil {
			return nil, err
		}
		return json.Marshal(steps)
	}
	all := make([][]json.RawMessage, len(lists))
	for i, list := range lists {
		steps, err := e.steps(fmt.Sprintf("%s.%d", path, i+1), list)
		if err != nil {
			return nil, fmt.Errorf("branch %d: %w", i+1, err)
		}
		all[i] = steps
	}
	return json.Marshal(all)
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
