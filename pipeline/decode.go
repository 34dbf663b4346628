package pipeline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/internal/spell"
	"github.com/saccade-go/saccade/tensor"
)

// UnmarshalJSON reads a pipeline of the standard catalogue's steps; see Catalogue.ParseJSON.
func (p *Pipeline) UnmarshalJSON(b []byte) error {
	q, err := standard.ParseJSON(b)
	if err == nil {
		*p = *q
	}
	return err
}

// ParseJSON reads a pipeline. Unknown steps, unknown parameters and values of the wrong type are *ConfigError,
// all of them joined. Whether the values make sense is for Compile to say.
func (c Catalogue) ParseJSON(b []byte) (*Pipeline, error) {
	d := decoder{catalogue: c}
	return d.pipeline(b)
}

// Join reads what Split wrote. It is an error if an array is missing or left over.
func (c Catalogue) Join(config []byte, arrays map[string]*tensor.Tensor) (*Pipeline, error) {
	d := decoder{catalogue: c, split: true, arrays: maps.Clone(arrays)}
	p, err := d.pipeline(config)
	if err == nil && len(d.arrays) > 0 {
		err = fmt.Errorf("pipeline: found arrays that no step wants: %v", slices.Sorted(maps.Keys(d.arrays)))
	}
	return p, err
}

// A decoder reads steps from JSON; if split, learned arrays come from arrays.
type decoder struct {
	catalogue Catalogue
	learned   func(file string) (map[string]*tensor.Tensor, error)
	split     bool
	arrays    map[string]*tensor.Tensor
	lines     []int // of the steps in a YAML file
	line      int   // of the step being read; a branch's steps count as on that of their concat
	depth     int   // of branches in branches
	count     int   // steps read so far
	errs      []error
}

func (d *decoder) pipeline(b []byte) (*Pipeline, error) {
	var in pipelineJSON
	if err := strict(b, &in); err != nil {
		return nil, &ConfigError{Where: "pipeline", Err: err}
	}
	if in.Learned != "" {
		if err := d.read(in.Learned); err != nil {
			return nil, &ConfigError{Where: "learned", Err: err}
		}
	}
	p := &Pipeline{Draft: in.Draft}
	if in.Decode != nil {
		if err := strict(in.Decode, &p.Decode); err != nil {
			d.errs = append(d.errs, &ConfigError{Where: "decode", Err: err})
		}
	}
	p.Steps = d.steps("steps", topStep, in.Steps)
	if len(d.errs) > 0 {
		return nil, errors.Join(d.errs...)
	}
	if in.Learned != "" && len(d.arrays) > 0 {
		return nil, &ConfigError{Where: "learned", Err: fmt.Errorf("%s: found arrays that no step wants: %v", in.Learned, slices.Sorted(maps.Keys(d.arrays)))}
	}
	return p, nil
}

// read takes the learned arrays from a file.
func (d *decoder) read(file string) error {
	if d.split {
		return fmt.Errorf("wanted the arrays in one place, found them here and in %s", file)
	}
	if d.learned == nil {
		return fmt.Errorf("wanted all in this document, found that of a pipeline that has learned, in the file %s", file)
	}
	arrays, err := d.learned(file)
	d.split, d.arrays = true, maps.Clone(arrays)
	return err
}

// Limits of a configuration, which is input from outside.
const (
	maxSteps = 1000 // branches included
	maxDepth = 16   // branches in branches
)

// topStep is how messages call a step that stands in no branch.
const topStep = "step"

// steps reads a list of steps. where is how messages call the list's entries.
func (d *decoder) steps(path, where string, in []json.RawMessage) []Step {
	if d.count += len(in); d.count > maxSteps {
		d.errs = append(d.errs, &ConfigError{Line: d.line, Where: where, Err: fmt.Errorf("wanted at most %d steps, found more", maxSteps)})
		return nil
	}
	var steps []Step
	for i, b := range in {
		at := fmt.Sprintf("%s %d", where, i+1)
		if where == topStep && i < len(d.lines) {
			d.line = d.lines[i]
		}
		name, params, err := splitStep(b)
		if err == nil {
			at += " " + name
			var s Step
			if s, err = d.step(fmt.Sprintf("%s.%d", path, i+1), at, name, params); err == nil {
				steps = append(steps, s)
			}
		}
		if err != nil {
			d.errs = append(d.errs, &ConfigError{Line: d.line, Where: at, Err: err})
		}
	}
	return steps
}

// splitStep reads "name" or {"name": {parameters}}.
func splitStep(b json.RawMessage) (name string, params json.RawMessage, err error) {
	if json.Unmarshal(b, &name) == nil && name != "" {
		return name, nil, nil
	}
	var entry map[string]json.RawMessage
	if err := json.Unmarshal(b, &entry); err != nil || len(entry) != 1 {
		return "", nil, fmt.Errorf("wanted a name, or one name with its parameters, found %s", shorten(string(b)))
	}
	for name, params = range entry {
	}
	return name, params, nil
}

func (d *decoder) step(path, where, name string, params json.RawMessage) (Step, error) {
	v, err := d.catalogue.new(name)
	if err != nil {
		return nil, err
	}
	if params == nil || string(params) == "null" {
		params = json.RawMessage("{}")
	}
	if inner := nests(v.Type()); inner != nil {
		if params, err = d.nested(path, where, v, inner, params); err != nil {
			return nil, err
		}
	}
	if err := strict(params, v.Interface()); err != nil {
		return nil, err
	}
	if err := d.fill(path, v); err != nil {
		return nil, err
	}
	if d.catalogue[name].Kind() != reflect.Pointer {
		v = v.Elem()
	}
	s, ok := v.Interface().(Step)
	if !ok {
		return nil, fmt.Errorf("%v is not a step", v.Type())
	}
	return s, nil
}

// fill gives a learned step the arrays that its JSON leaves out.
func (d *decoder) fill(path string, v reflect.Value) error {
	learned, arrays := arraysOf(v)
	if !learned || !d.split {
		return nil
	}
	for name, t := range arrays {
		from, ok := d.arrays[path+"."+name]
		if !ok {
			return fmt.Errorf("wanted an array %s.%s, found none", path, name)
		}
		t.CopyFrom(from)
		delete(d.arrays, path+"."+name)
	}
	return nil
}

// nested gives v, a pointer to a step, the steps in it, and returns the other parameters.
func (d *decoder) nested(path, where string, v reflect.Value, inner []nest, params json.RawMessage) (json.RawMessage, error) {
	if d.depth == maxDepth {
		return nil, fmt.Errorf("wanted steps in steps at most %d deep, found more", maxDepth)
	}
	d.depth++
	defer func() { d.depth-- }()
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(params, &fields); err != nil {
		return params, nil // strict says what is wrong
	}
	for _, n := range inner {
		b, ok := fields[n.name]
		if !ok {
			continue
		}
		delete(fields, n.name)
		if err := d.nest(path+"."+n.name, where, n, v, b); err != nil {
			return nil, err
		}
	}
	return json.Marshal(fields)
}

// nest reads one parameter of steps.
func (d *decoder) nest(path, where string, n nest, v reflect.Value, b json.RawMessage) error {
	if !n.lists {
		var in []json.RawMessage
		if err := json.Unmarshal(b, &in); err != nil {
			return fmt.Errorf("%s: wanted a list of steps, found %s", n.name, shorten(string(b)))
		}
		n.set(v, [][]Step{d.steps(path, where+", step", in)})
		return nil
	}
	var in [][]json.RawMessage
	if err := json.Unmarshal(b, &in); err != nil {
		return fmt.Errorf("%s: wanted a list of lists of steps, found %s", n.name, shorten(string(b)))
	}
	var lists [][]Step
	for i, list := range in {
		lists = append(lists, d.steps(fmt.Sprintf("%s.%d", path, i+1), fmt.Sprintf("%s, branch %d, step", where, i+1), list))
	}
	n.set(v, lists)
	return nil
}

// strict reads JSON into v and refuses fields that v hasn't, naming those that it has.
func strict(b []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		if field, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
			names := fieldNames(reflect.TypeOf(v).Elem())
			if len(names) == 0 {
				return fmt.Errorf("wanted no parameters, because it has none, found %s", field)
			}
			return fmt.Errorf("wanted one of the parameters %s, found %s%s", strings.Join(names, ", "), field, spell.Perhaps(strings.Trim(field, `"`), names))
		}
		return plain(err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return errors.New("wanted nothing behind the closing brace")
	}
	return nil
}

// plain says a JSON error without Go's names.
func plain(err error) error {
	var t *json.UnmarshalTypeError
	if errors.As(err, &t) && t.Field != "" {
		return fmt.Errorf("%s: wanted %s, found %s", t.Field, kindName(t.Type), t.Value)
	}
	if errors.As(err, &t) {
		return fmt.Errorf("wanted %s, found %s", kindName(t.Type), t.Value)
	}
	return err
}

func kindName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return "name: value pairs"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Int, reflect.Int64, reflect.Uint64, reflect.Uint, reflect.Uint8:
		return "a whole number"
	}
	return t.String()
}

func fieldNames(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported():
		case name == "":
			names = append(names, f.Name)
		default:
			names = append(names, name)
		}
	}
	return names
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return s
}
