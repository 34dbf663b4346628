package pipeline

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// standardized is a pipeline that has learned.
func standardized() *Pipeline {
	return New(imgproc.Resize{Height: 1, Width: 1}, imgproc.ToFloat{}, &features.Standardized{Mean: *tensor.Vector([]float32{1, 2, 3}), Std: *tensor.Vector([]float32{4, 5, 6})})
}

// TestSplitYAML: a document that names the file with the arrays gives the same pipeline.
func TestSplitYAML(t *testing.T) {
	p := standardized()
	doc, arrays, err := p.SplitYAML("learned.bin")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(doc), "learned: learned.bin\nsteps:\n") || len(arrays) != 2 {
		t.Errorf("%s\nand %v", doc, slices.Sorted(maps.Keys(arrays)))
	}
	asked := ""
	back, err := Standard().ParseWith(doc, func(file string) (map[string]*tensor.Tensor, error) { asked = file; return arrays, nil })
	if err != nil || asked != "learned.bin" {
		t.Fatal(asked, err)
	}
	want, err := p.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := back.MarshalJSON(); err != nil || string(got) != string(want) {
		t.Errorf("came back as %s, %v, want %s", got, err, want)
	}
	plain, none, err := New(imgproc.ToFloat{}).SplitYAML("x")
	if err != nil || len(none) > 0 || string(plain) != "steps:\n  - to_float\n" {
		t.Errorf("a pipeline that has nothing to learn: %s, %v", plain, err)
	}
}

func TestLearnedRefuses(t *testing.T) {
	doc, arrays, err := standardized().SplitYAML("a.bin")
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken disk")
	fewer, more := maps.Clone(arrays), maps.Clone(arrays)
	for name := range fewer {
		delete(fewer, name)
		break
	}
	more["steps.9.mean"] = tensor.Vector([]float32{1})
	for want, learned := range map[string]func(string) (map[string]*tensor.Tensor, error){
		"learned: wanted all in this document, found that of a pipeline that has learned, in the file a.bin": nil,
		"learned: broken disk": func(string) (map[string]*tensor.Tensor, error) { return nil, broken },
		"step 3 standardized":  func(string) (map[string]*tensor.Tensor, error) { return fewer, nil },
		"learned: a.bin: found arrays that no step wants: [steps.9.mean]": func(string) (map[string]*tensor.Tensor, error) { return more, nil },
	} {
		p, err := Standard().ParseWith(doc, learned)
		if e := (*ConfigError)(nil); !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, error %v, want %s", reflect.TypeOf(p), err, want)
		}
	}
}
