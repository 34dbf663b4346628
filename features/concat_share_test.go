package features

import (
	"slices"
	"testing"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// counted adds 1 to each value and counts how often it is applied.
type counted struct{ n *int }

func (counted) OutSpec(in tensor.Spec) (tensor.Spec, error) { return in, nil }

func (c counted) Apply(dst, src *tensor.Tensor) error {
	*c.n++
	for i, v := range src.F32 {
		dst.F32[i] = v + 1
	}
	return nil
}

// TestConcatShares applies what branches begin with once, beside one another or not and nested too, with the bytes of
// each branch alone.
func TestConcatShares(t *testing.T) {
	var n, other int
	gray, plus := colorspace.Convert{To: tensor.Gray}, counted{&n}
	c := Concat{Branches: [][]tensor.Step{
		{gray, plus, HOG{}},
		{},
		{gray, plus, imgproc.Resize{Height: 8, Width: 8}, Flatten{}},
		{gray, counted{&other}, Flatten{}},
		{gray, plus},
		{Concat{Branches: [][]tensor.Step{{gray, counted{&other}}, {gray, counted{&other}, Flatten{}}}}},
		{gray, plus, HOG{}},
	}}
	src := tensor.New(tensor.Spec{DType: tensor.Float32, C: 3, H: 24, W: 32, Space: tensor.RGB})
	for i := range src.F32 {
		src.F32[i] = float32(i*7%256) / 255
	}
	apply := func(c Concat) []float32 {
		t.Helper()
		out, err := c.OutSpec(src.Spec)
		if err != nil {
			t.Fatal(err)
		}
		dst := tensor.New(out)
		if err := c.Apply(dst, src); err != nil {
			t.Fatal(err)
		}
		return dst.F32
	}
	got := apply(c)
	if n != 1 || other != 2 {
		t.Errorf("shared steps were applied %d and %d times, wanted 1 and 2", n, other)
	}
	var want []float32
	for _, b := range c.Branches {
		want = append(want, apply(Concat{Branches: [][]tensor.Step{b}})...)
	}
	if !slices.Equal(got, want) {
		t.Error("branches together differ from each alone")
	}
}

func TestSameStep(t *testing.T) {
	learned := func(n int) Standardized { return Standardized{Mean: *tensor.New(tensor.VectorSpec(n))} }
	long := learned(maxCompared + 1)
	for name, c := range map[string]struct {
		a, b tensor.Step
		want bool
	}{
		"equal":          {HOG{Cell: 8}, HOG{Cell: 8}, true},
		"parameter":      {HOG{Cell: 8}, HOG{Cell: 4}, false},
		"type":           {HOG{}, Flatten{}, false},
		"same array":     {long, long, true},
		"another array":  {long, learned(maxCompared + 1), false},
		"short arrays":   {learned(3), learned(3), true},
		"nested":         {Concat{[][]tensor.Step{{HOG{}}}}, Concat{[][]tensor.Step{{HOG{}}}}, true},
		"nested, differ": {Concat{[][]tensor.Step{{HOG{}}}}, Concat{[][]tensor.Step{{Flatten{}}}}, false},
	} {
		if got := sameStep(c.a, c.b); got != c.want {
			t.Errorf("%s: %v, wanted %v", name, got, c.want)
		}
	}
}
