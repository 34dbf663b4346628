package features

import (
	"reflect"

	"github.com/saccade-go/saccade/tensor"
)

// maxCompared is the length up to which arrays are compared by value. Longer ones have been learned; they are equal if they are
// the same memory.
const maxCompared = 64

// sameStep reports whether a and b do the same: they are of one type and equal in all their fields. It allocates nothing. It may
// miss equal ones, such as those with a NaN or a func in them.
func sameStep(a, b tensor.Step) bool {
	return sameValue(reflect.ValueOf(a), reflect.ValueOf(b))
}

func sameValue(a, b reflect.Value) bool {
	if !a.IsValid() || !b.IsValid() || a.Type() != b.Type() {
		return false
	}
	switch a.Kind() {
	case reflect.Struct:
		for i := range a.NumField() {
			if !sameValue(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Slice:
		switch {
		case a.Len() != b.Len() || a.IsNil() != b.IsNil():
			return false
		case a.Pointer() == b.Pointer():
			return true
		}
		return a.Len() <= maxCompared && sameElements(a, b)
	case reflect.Array:
		return sameElements(a, b)
	case reflect.Interface:
		return a.IsNil() && b.IsNil() || sameValue(a.Elem(), b.Elem())
	case reflect.Map, reflect.Func:
		return a.IsNil() && b.IsNil()
	default:
		return a.Equal(b)
	}
}

func sameElements(a, b reflect.Value) bool {
	for i := range a.Len() {
		if !sameValue(a.Index(i), b.Index(i)) {
			return false
		}
	}
	return true
}
