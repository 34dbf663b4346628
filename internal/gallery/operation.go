package main

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// An operation is an entry of the gallery.
type operation struct {
	// step is a sample. It takes pictures from 64×96 pixels on, or else vectors.
	step pipeline.Step
	// vector is the length of vectors that a sample takes which takes no pictures.
	vector int
	// params names the parameters, each in backquotes, with their defaults.
	params string
	// equals says whose numbers the operation has.
	equals string
	// photo is the picture that shows it, the cat if there is none.
	photo string
	// before is what happens to the picture first, in gray.
	before pipeline.Stage
	// more are samples with other parameters, which get pictures, too.
	more []pipeline.Step
}

// A group is operations that belong together.
type group struct {
	title      string
	operations []operation
}

var groups = []group{colourGroup, sizeGroup, warpGroup, valueGroup, filterGroup, shapeGroup, randomGroup, featureGroup}

func (o operation) name() string { return pipeline.Name(o.step) }

// stage is the sample, or what it draws or stands still as.
func (o operation) stage(in tensor.Spec) pipeline.Stage {
	switch s := o.step.(type) {
	case pipeline.Random:
		return drawn(s, in)
	case pipeline.Stage:
		return s
	}
	return nil
}

// drawn is the first stage that does anything.
func drawn(s pipeline.Random, in tensor.Spec) pipeline.Stage {
	for seed := uint64(0); ; seed++ {
		stage := s.Draw(rand.New(rand.NewPCG(seed, 0)), in)
		if stage != (imgproc.Identity{}) || seed > 100 {
			return stage
		}
	}
}

// variants are the operation with each of its samples.
func (o operation) variants() []operation {
	all := []operation{o}
	for _, step := range o.more {
		v := o
		v.step = step
		all = append(all, v)
	}
	return all
}

// config is the sample as configuration files have it, without the name.
func (o operation) config() string {
	b, err := json.Marshal(o.step)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// fields are the names of the step's parameters.
func (o operation) fields() []string {
	t := reflect.TypeOf(o.step)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return jsonFields(t)
}

func jsonFields(t reflect.Type) (names []string) {
	if t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported():
		case f.Anonymous && name == "":
			names = append(names, jsonFields(f.Type)...)
		default:
			names = append(names, name)
		}
	}
	return names
}

// kinds are the pictures that an operation is tried on, the usual ones first.
var kinds = []tensor.Spec{
	{DType: tensor.Uint8, Space: tensor.RGB, C: 3},
	{DType: tensor.Uint8, Space: tensor.Gray, C: 1},
	{DType: tensor.Float32, Space: tensor.RGB, C: 3},
	{DType: tensor.Float32, Space: tensor.Gray, C: 1},
}

// takes returns the kinds of pictures of h×w pixels that the step accepts.
func (o operation) takes(h, w int) (specs []tensor.Spec) {
	for _, k := range kinds {
		k.H, k.W = h, w
		if _, err := o.step.OutSpec(k); err == nil {
			specs = append(specs, k)
		}
	}
	return specs
}

// types says what the step makes of the two types.
func (o operation) types() string {
	made := map[tensor.DType]tensor.DType{}
	for _, in := range o.takes(64, 96) {
		out, err := o.step.OutSpec(in)
		if err == nil {
			made[in.DType] = out.DType
		}
	}
	_, takesUint8 := made[tensor.Uint8]
	_, takesFloat := made[tensor.Float32]
	switch {
	case !takesUint8 && !takesFloat:
		return "features"
	case !takesUint8:
		return "float32 only"
	case !takesFloat:
		return "uint8 only"
	case made[tensor.Uint8] == tensor.Uint8:
		return "keeps"
	}
	return "gives float32"
}

// find returns the operation of a name.
func find(name string) (operation, bool) {
	for _, g := range groups {
		i := slices.IndexFunc(g.operations, func(o operation) bool { return o.name() == name })
		if i >= 0 {
			return g.operations[i], true
		}
	}
	return operation{}, false
}
