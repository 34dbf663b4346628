package pipeline

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
)

// A Catalogue has the steps that configuration and model files may name: for each name the type.
type Catalogue map[string]reflect.Type

// standard has one line for each operation.
var standard = newCatalogue(
	colorspace.Convert{},
	features.ColorHistogram{},
	features.Concat{},
	features.Flatten{},
	features.HOG{},
	features.Standardize{},
	features.Standardized{},
	imgproc.Affine{},
	imgproc.CenterCrop{},
	imgproc.Crop{},
	imgproc.Elastic{},
	imgproc.ElasticTransform{},
	imgproc.FlipHorizontal{},
	imgproc.FlipVertical{},
	imgproc.Identity{},
	imgproc.Normalize{},
	imgproc.Pad{},
	imgproc.Perspective{},
	imgproc.RandomAffine{},
	imgproc.RandomCrop{},
	imgproc.RandomFlip{},
	imgproc.RandomPerspective{},
	imgproc.RandomRotation{},
	imgproc.Reduce{},
	imgproc.Remap{},
	imgproc.Resize{},
	imgproc.Rotate{},
	imgproc.Rotate90{},
	imgproc.Shear{},
	imgproc.ThinPlateSpline{},
	imgproc.ToFloat{},
)

// Standard returns the catalogue of Saccade's own steps. The caller may add to it.
func Standard() Catalogue {
	c := Catalogue{}
	for name, t := range standard {
		c[name] = t
	}
	return c
}

func newCatalogue(steps ...Step) Catalogue {
	c := Catalogue{}
	for _, s := range steps {
		c[Name(s)] = reflect.TypeOf(s)
	}
	return c
}

// With returns a copy of c that knows the types of steps, too: somebody's own stages. It is an error if one has the
// name of another type.
func (c Catalogue) With(steps ...Step) (Catalogue, error) {
	out := Catalogue{}
	for name, t := range c {
		out[name] = t
	}
	for _, s := range steps {
		name := Name(s)
		if t, ok := out[name]; ok && t != reflect.TypeOf(s) {
			return nil, fmt.Errorf("catalogue: %s is the name of %v already, and can't be that of %T", name, t, s)
		}
		out[name] = reflect.TypeOf(s)
	}
	return out, nil
}

// Names returns all names in alphabetical order.
func (c Catalogue) Names() []string {
	names := make([]string, 0, len(c))
	for name := range c {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// new returns the step of a name with all parameters zero, as a pointer that JSON can be decoded into.
func (c Catalogue) new(name string) (reflect.Value, error) {
	t, ok := c[name]
	if !ok {
		return reflect.Value{}, fmt.Errorf("wanted one of the steps %s, found %q", strings.Join(c.Names(), ", "), name)
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return reflect.New(t), nil
}
