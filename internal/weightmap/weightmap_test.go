package weightmap

import (
	"context"
	"iter"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

var rgb = tensor.Spec{DType: tensor.Uint8, Space: tensor.RGB, C: 3, H: 8, W: 6}

// fit learns what steps have to learn from random pictures.
func fit(t *testing.T, steps ...pipeline.Step) *pipeline.Pipeline {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 3))
	var done []pipeline.Step
	var data []*tensor.Tensor
	for range 40 {
		img := tensor.New(rgb)
		for i := range img.U8 {
			img.U8[i] = uint8(r.IntN(256))
		}
		data = append(data, img)
	}
	for _, s := range steps {
		stage, ok := s.(pipeline.Stage)
		if f, learns := s.(pipeline.Fitter); learns && !ok {
			var all iter.Seq2[*tensor.Tensor, error] = func(yield func(*tensor.Tensor, error) bool) {
				for _, d := range data {
					if !yield(d, nil) {
						return
					}
				}
			}
			var err error
			if stage, err = f.Fit(context.Background(), all); err != nil {
				t.Fatal(err)
			}
		}
		done = append(done, stage)
		for i, d := range data {
			out, err := stage.OutSpec(d.Spec)
			if err != nil {
				t.Fatal(err)
			}
			data[i] = tensor.New(out)
			if err := stage.Apply(data[i], d); err != nil {
				t.Fatal(err)
			}
		}
	}
	return pipeline.New(done...)
}

// stored is p as it comes out of a model file.
func stored(t *testing.T, p *pipeline.Pipeline) *pipeline.Pipeline {
	t.Helper()
	config, arrays, err := p.Split()
	if err != nil {
		t.Fatal(err)
	}
	back, err := pipeline.Standard().Join(config, arrays)
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// score is the weighted sum of the features that steps make of img.
func score(t *testing.T, steps []pipeline.Step, img *tensor.Tensor, w []float32) float64 {
	t.Helper()
	for _, s := range steps {
		out, err := s.OutSpec(img.Spec)
		if err != nil {
			t.Fatal(err)
		}
		next := tensor.New(out)
		if err := s.(pipeline.Stage).Apply(next, img); err != nil {
			t.Fatal(err)
		}
		img = next
	}
	sum := 0.0
	for i, v := range img.F32 {
		sum += float64(v) * float64(w[i])
	}
	return sum
}

// A pixel's weight is how much the score grows with it: the steps say so themselves.
func TestLayIsTheGradient(t *testing.T) {
	floats := []pipeline.Step{imgproc.ToFloat{}}
	for name, steps := range map[string][]pipeline.Step{
		"to_float":      {imgproc.ToFloat{}},
		"flatten":       {features.Flatten{}},
		"normalize":     {imgproc.ToFloat{}, imgproc.Normalize{Mean: []float32{0.5, 0.4, 0.3}, Std: []float32{0.2, -0.5, 2}}},
		"normalize all": {imgproc.ToFloat{}, imgproc.Normalize{Mean: []float32{0.5}, Std: []float32{4}}},
		"standardize":   {imgproc.ToFloat{}, features.Standardize{}},
		"per value":     {imgproc.ToFloat{}, features.Standardize{PerValue: true}, features.Flatten{}},
		"as a vector":   {features.Flatten{}, features.Standardize{}},
		"pca":           {features.Flatten{}, features.LearnPCA{Components: 7}},
		"whitened":      {features.Flatten{}, features.Standardize{}, features.LearnPCA{Components: 5, Whiten: true}, features.Standardize{}},
		"concat":        {features.Concat{Branches: [][]pipeline.Step{floats}}, features.Standardize{}},
	} {
		t.Run(name, func(t *testing.T) {
			p := fit(t, steps...)
			layIsTheGradient(t, p)
			layIsTheGradient(t, stored(t, p))
		})
	}
}

func layIsTheGradient(t *testing.T, p *pipeline.Pipeline) {
	t.Helper()
	maps := Of(p, rgb)
	if len(maps) != 1 || maps[0].HOG != nil || maps[0].Of.C != 3 || maps[0].Of.H != 8 || maps[0].Of.W != 6 {
		t.Fatalf("maps %+v, want one to 3×8×6", maps)
	}
	w := make([]float32, maps[0].length)
	r := rand.New(rand.NewPCG(4, 4))
	for i := range w {
		w[i] = r.Float32() - 0.5
	}
	laid, err := maps[0].Lay(w)
	if err != nil {
		t.Fatal(err)
	}
	low, high := tensor.New(rgb), tensor.New(rgb)
	base := score(t, p.Steps, low, w)
	for i := range high.U8 {
		high.U8[i] = 255
		grows := score(t, p.Steps, high, w) - base
		high.U8[i] = 0
		if got := float64(laid.F32[i]); math.Abs(got-grows) > 1e-3*(1+math.Abs(grows)) {
			t.Fatalf("pixel %d weighs %v, the score grows by %v", i, got, grows)
		}
	}
}

func TestMapsOfBranches(t *testing.T) {
	in := tensor.Spec{DType: tensor.Uint8, Space: tensor.RGB, C: 3}
	hog := features.HOG{Cell: 8, Block: 2}
	p := pipeline.New(imgproc.Resize{Height: 32, Width: 40}, features.Concat{Branches: [][]pipeline.Step{
		{colorspace.Convert{To: colorspace.Gray}, hog},
		{features.ColorHistogram{}},
		{imgproc.Resize{Height: 4, Width: 4}, features.Flatten{}},
	}})
	maps := Of(p, in)
	if len(maps) != 2 || maps[0].HOG == nil || maps[0].Of.C != 9 || maps[0].Of.H != 4 || maps[0].Of.W != 5 || maps[1].Of.H != 4 || maps[1].Of.Space != tensor.RGB {
		t.Fatalf("maps %+v, want those of a HOG of 4×5 cells and of 3×4×4 pixels", maps)
	}
	w := make([]float32, maps[0].length)
	for i := range w {
		w[i] = float32(i)
	}
	cells, err := maps[0].Lay(w)
	if err != nil {
		t.Fatal(err)
	}
	want, err := hog.Cells(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 32, W: 40}, w[:9*4*3*4])
	if err != nil {
		t.Fatal(err)
	}
	for i := range want.F32 {
		if cells.F32[i] != want.F32[i] {
			t.Fatalf("cell value %d: %v, want %v", i, cells.F32[i], want.F32[i])
		}
	}
	pixels, err := maps[1].Lay(w)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := pixels.F32[47], w[len(w)-1]; got != want {
		t.Errorf("the last pixel weighs %v, want %v", got, want)
	}
	if _, err := maps[0].Lay(w[1:]); err == nil {
		t.Error("too few weights: no error")
	}
}

func TestNoMapThroughWhatIsNotLinear(t *testing.T) {
	for name, steps := range map[string][]pipeline.Step{
		"histogram":      {features.ColorHistogram{}},
		"sizes unknown":  {imgproc.ToFloat{}},
		"no such input":  {imgproc.Normalize{Mean: []float32{1}, Std: []float32{1}}},
		"l2 of a vector": {imgproc.Resize{Height: 4, Width: 4}, features.Flatten{}, features.L2Normalize{}},
	} {
		if maps := Of(pipeline.New(steps...), tensor.Spec{DType: tensor.Uint8, Space: tensor.RGB, C: 3}); len(maps) != 0 {
			t.Errorf("%s: maps %+v, want none", name, maps)
		}
	}
}
