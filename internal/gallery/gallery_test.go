package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

// TestEveryOperationIsThere, once, and with all its parameters.
func TestEveryOperationIsThere(t *testing.T) {
	var names []string
	for _, g := range groups {
		for _, o := range g.operations {
			names = append(names, o.name())
			for _, f := range o.fields() {
				if !strings.Contains(o.params, "`"+f+"`") {
					t.Errorf("%s: its parameters are %q, without %s", o.name(), o.params, f)
				}
			}
		}
	}
	slices.Sort(names)
	if all := pipeline.Standard().Names(); !slices.Equal(names, all) {
		for _, name := range all {
			if !slices.Contains(names, name) {
				t.Errorf("%s is in the catalogue and not in the gallery", name)
			}
		}
		for i, name := range names {
			if !slices.Contains(all, name) {
				t.Errorf("%s is in the gallery and not in the catalogue", name)
			}
			if i > 0 && names[i-1] == name {
				t.Errorf("%s is in the gallery twice", name)
			}
		}
	}
}

// TestEveryStage of the library keeps the contract.
func TestEveryStage(t *testing.T) {
	for _, g := range groups {
		for _, o := range g.operations {
			t.Run(o.name(), func(t *testing.T) {
				inputs := append(o.takes(64, 96), withAlpha(o)...)
				if o.vector > 0 {
					inputs = append(inputs, tensor.VectorSpec(o.vector))
				}
				if len(inputs) == 0 {
					t.Fatal("takes no picture of 64×96 pixels and no vector")
				}
				suite := stagetest.Suite{RoundTrip: roundTrip}
				switch s := o.step.(type) {
				case pipeline.Random:
					suite.RunRandom(t, s, inputs...)
				case pipeline.Stage:
					suite.Run(t, s, inputs...)
				default:
					if _, err := roundTrip(s); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
}

// withAlpha returns the kinds of pictures with alpha that a step accepts.
func withAlpha(o operation) (specs []tensor.Spec) {
	for _, in := range []tensor.Spec{
		{Space: tensor.RGBA, C: 4, H: 13, W: 18},
		{DType: tensor.Float32, Space: tensor.GrayAlpha, C: 2, H: 17, W: 12},
	} {
		if _, err := o.step.OutSpec(in); err == nil {
			specs = append(specs, in)
		}
	}
	return specs
}

// roundTrip goes the way of configuration files.
func roundTrip(step tensor.Step) (tensor.Step, error) {
	text, err := pipeline.New(step).MarshalJSON()
	if err != nil {
		return nil, err
	}
	p, err := pipeline.Standard().Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", text, err)
	}
	return p.Steps[0], nil
}

// TestPicturesChange: each operation makes something else of its photo, but for those that are meant to.
func TestPicturesChange(t *testing.T) {
	same := []string{"identity", "to_float"}
	photo := stagetest.Fill(tensor.Spec{Space: tensor.RGB, C: 3, H: 64, W: 96}, 1)
	for _, g := range groups {
		for _, o := range g.operations {
			for _, v := range o.variants() {
				made, ok, err := picture(v, photo)
				if err != nil {
					t.Error(err)
				}
				if ok && v.takes(64, 96)[0] == photo.Spec && stagetest.Equal(made, photo) && !slices.Contains(same, o.name()) {
					t.Errorf("%s %s leaves its picture as it is", o.name(), v.config())
				}
			}
		}
	}
}

func TestPage(t *testing.T) {
	var b strings.Builder
	o, ok := find("crop")
	if !ok {
		t.Fatal("no crop")
	}
	writePage(&b, "a processor", []section{{"Size", []entry{{operation: o, shots: []shot{{"crop.jpg", `{"x":1}`, 100}}, cost8: "0.1", cost32: "0.2"}}}})
	for _, want := range []string{"## Size", `src="crop.jpg" width="100"`, `<code>{"x":1}</code>`, "| `crop` | `x` 0,", "| keeps |", "| 0.1 | 0.2 |"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page has no %s:\n%s", want, b.String())
		}
	}
}
