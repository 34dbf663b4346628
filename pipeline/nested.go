package pipeline

import (
	"reflect"
	"strings"

	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/tensor"
)

// A nest is a parameter in which there are steps: a list of them, or, as in features.Concat, a list of lists.
type nest struct {
	index int    // of the field
	name  string // in JSON
	lists bool   // a list of lists
}

var (
	stepList  = reflect.TypeFor[[]tensor.Step]()
	stepLists = reflect.TypeFor[[][]tensor.Step]()
)

// nests returns those of a step's type.
func nests(t reflect.Type) (all []nest) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type != stepList && f.Type != stepLists || !f.IsExported() {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			name = f.Name
		}
		all = append(all, nest{i, name, f.Type == stepLists})
	}
	return all
}

// pyramids is how many pyramids stand in one another at the most in s, itself included.
func pyramids(s Step) int {
	deepest := 0
	for _, n := range nests(reflect.TypeOf(s)) {
		for _, list := range n.of(reflect.ValueOf(s)) {
			for _, inner := range list {
				if inner != nil {
					deepest = max(deepest, pyramids(inner))
				}
			}
		}
	}
	if _, ok := s.(features.SpatialPyramid); ok {
		deepest++
	}
	return deepest
}

// of returns the nest's lists of v, which is a step or a pointer to one, the only one if it is no list of lists.
func (n nest) of(v reflect.Value) [][]Step {
	v = reflect.Indirect(v).Field(n.index)
	if n.lists {
		return v.Interface().([][]Step)
	}
	return [][]Step{v.Interface().([]Step)}
}

// set gives v, a pointer to a step, the nest's lists.
func (n nest) set(v reflect.Value, lists [][]Step) {
	if n.lists {
		v.Elem().Field(n.index).Set(reflect.ValueOf(lists))
		return
	}
	v.Elem().Field(n.index).Set(reflect.ValueOf(lists[0]))
}
