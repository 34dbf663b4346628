package pipeline

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

func example() *Pipeline {
	return &Pipeline{
		Decode: imageio.Options{Background: "#102030"},
		Draft:  &Draft{MinRatio: 2},
		Steps: []Step{
			imgproc.Resize{Height: 32, Width: 48, Filter: imgproc.Lanczos3},
			imgproc.RandomFlip{},
			imgproc.ToFloat{},
			features.Concat{Branches: [][]Step{
				{colorspace.Convert{To: tensor.Gray}, features.HOG{}},
				{features.ColorHistogram{Space: tensor.HSV}, features.Standardize{}},
				{features.SpatialPyramid{Of: []Step{features.ColorHistogram{}, features.Standardize{}}, Levels: []int{2, 4}}},
			}},
			features.Standardized{Mean: array(1, 2.5), Std: array(0.1, 3e-9)},
		},
	}
}

func array(v ...float32) tensor.Tensor {
	return tensor.Tensor{Spec: tensor.VectorSpec(len(v)), F32: v}
}

func TestJSONAndYAMLRoundTrip(t *testing.T) {
	p := example()
	js, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	ym, err := p.YAML()
	if err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string][]byte{"JSON": js, "YAML": ym} {
		q, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v\n%s", what, err, text)
		}
		if !reflect.DeepEqual(p, q) {
			t.Errorf("%s reads back as\n%+v, want\n%+v\n%s", what, q, p, text)
		}
	}
}

func TestYAMLIsForPeople(t *testing.T) {
	p := New(imgproc.Resize{Shorter: 256}, imgproc.ToFloat{}, imgproc.Normalize{Mean: []float32{0.5}, Std: []float32{0.25}})
	got, err := p.YAML()
	if err != nil {
		t.Fatal(err)
	}
	want := "steps:\n  - resize:\n      shorter: 256\n  - to_float\n  - normalize:\n      mean: [0.5]\n      std: [0.25]\n"
	if string(got) != want {
		t.Errorf("YAML is\n%s\nwant\n%s", got, want)
	}
}

func TestSplitAndJoin(t *testing.T) {
	p := example()
	config, arrays, err := p.Split()
	if err != nil {
		t.Fatal(err)
	}
	if len(arrays) != 2 || arrays["steps.5.mean"] == nil || arrays["steps.5.std"] == nil || strings.Contains(string(config), "2.5") {
		t.Fatalf("arrays %v, config %s", arrays, config)
	}
	q, err := Standard().Join(config, arrays)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(p, q) {
		t.Errorf("joined to %+v, want %+v", q, p)
	}
	delete(arrays, "steps.5.mean")
	if _, err := Standard().Join(config, arrays); err == nil || !strings.Contains(err.Error(), "steps.5.mean") {
		t.Errorf("a missing array gives %v", err)
	}
	arrays["steps.5.mean"], arrays["steps.9.x"] = arrays["steps.5.std"], arrays["steps.5.std"]
	if _, err := Standard().Join(config, arrays); err == nil || !strings.Contains(err.Error(), "steps.9.x") {
		t.Errorf("an array too many gives %v", err)
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "empty"},
		{"steps: 5", "list"},
		{"- resize", "name: value pairs"},
		{"steps:\n  - to_float\n  - resise: {shorter: 5}", `line 3: step 2 resise: wanted one of the `},
		{"steps: [resise]", `perhaps resize, `},
		{"steps: [Random_Flop]", `perhaps random_flip, `},
		{"steps: [random_apply: {steps: [{one_of: {steps: [flop]}}]}]", `step 1 random_apply, step 1 one_of, step 1 flop: wanted`},
		{"steps: [random_apply: {steps: flip_vertical}]", `step 1 random_apply: steps: wanted a list of steps, found "flip_vertical"`},
		{"steps: [random_apply: {stages: []}]", `wanted one of the parameters steps, p, found "stages"`},
		{"steps: [spatial_pyramid: {of: [hgo]}]", `step 1 spatial_pyramid, step 1 hgo: wanted`},
		{"steps: [spatial_pyramid: {of: hog}]", `step 1 spatial_pyramid: of: wanted a list of steps, found "hog"`},
		{"steps: [concat: {branches: [flip_vertical]}]", `step 1 concat: branches: wanted a list of lists of steps, found`},
		{"steps:\n  - resize: {shortr: 5}", `line 2: step 1 resize: wanted one of the parameters shorter, `},
		{"steps:\n  - resize: {shorter: big}", "shorter: wanted a whole number, found string"},
		{"steps:\n  - resize: {shorter: 1.5}", "shorter: wanted a whole number"},
		{"steps:\n  - resize: {filter: cubical}", "cubical"},
		{"steps:\n  - {resize: {shorter: 5}, to_float: {}}", "wanted a name, or one name with its parameters"},
		{"steps: [[]]", "wanted a name"},
		{"steps: [5]", "wanted a name"},
		{"stages: []", `wanted one of the parameters learned, decode, draft, steps, found "stages"`},
		{"decode: {colour: red}\nsteps: [nothing]", `decode: wanted one of the parameters space, `},
		{"decode: {colour: red}\nsteps: [nothing]", `step 1 nothing`},
		{"steps:\n  - concat: {branches: [[hog], [hgo]]}", "line 2: step 1 concat, branch 2, step 1 hgo"},
		{"steps: [resize: {shorter: 5}]\nsteps: []", "already defined"},
		{"steps: []\n---\nsteps: []", "one document"},
		{"steps: []\n1: 2", "texts as names"},
		{"a: &a [*a]", "a"},
		{`{"steps": ["to_float"]} x`, ""},
		{"steps:\n  - normalize: {mean: [.nan], std: [1]}", "finite"},
		{"\tsteps: []", "token"},
		{"steps: [" + strings.Repeat("to_float, ", 1001) + "]", "at most 1000 steps"},
		{"steps: [" + strings.Repeat("concat: {branches: [[", 17) + "flatten" + strings.Repeat("]]}", 17) + "]", "16 deep"},
	} {
		_, err := Parse([]byte(c.text))
		if err == nil {
			t.Errorf("%q is read", c.text)
			continue
		}
		if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q gives\n%v\nwant something with %q", c.text, err, c.want)
		}
	}
}

func TestConfigErrorIsTyped(t *testing.T) {
	_, err := Parse([]byte("steps:\n- nothing\n"))
	var c *ConfigError
	if !errors.As(err, &c) || c.Line != 2 {
		t.Errorf("error %#v, want a ConfigError of line 2", err)
	}
}

// Resize has the name of another stage.
type Resize struct{ Plus }

func TestForeignStages(t *testing.T) {
	p := New(Plus{2})
	js, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Parse(js); err == nil {
		t.Error("a stage of somebody's own is read without being known")
	}
	c, err := Standard().With(Plus{})
	if err != nil {
		t.Fatal(err)
	}
	q, err := c.Parse(js)
	if err != nil || !reflect.DeepEqual(p, q) {
		t.Errorf("read back %v, %v", q, err)
	}
	if _, err := json.Marshal(New(Resize{})); err == nil {
		t.Error("a stage is written under the name of another")
	}
	if _, err := Standard().With(Resize{}); err == nil {
		t.Error("a stage takes the name of another")
	}
}

func TestSnake(t *testing.T) {
	for name, want := range map[string]string{"CenterCrop": "center_crop", "HOG": "hog", "Rotate90": "rotate90", "ToFloat": "to_float", "LBPHistogram": "lbp_histogram", "PCA": "pca"} {
		if got := snake(name); got != want {
			t.Errorf("snake(%s) = %s, want %s", name, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("steps:\n  - resize: {shorter: 5}\n  - to_float"))
	f.Add([]byte(`{"decode":{"space":"gray"},"steps":[{"concat":{"branches":[["hog"],["flatten"]]}}]}`))
	f.Add([]byte("steps: [random_apply: {p: 0.1, steps: [to_float, compose: {steps: []}]}]"))
	f.Add([]byte("steps: [spatial_pyramid: {of: [hog, {spatial_pyramid: {of: [dct, gist, gabor_energy]}}], levels: [1, 3]}]"))
	f.Add([]byte("a: &x [1]\nsteps: [*x]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := Parse(b)
		if err != nil {
			return
		}
		if plan, err := p.Compile(p.Input()); err == nil {
			plan.Explain()
		}
		js, err := json.Marshal(p)
		if err != nil {
			t.Fatalf("read but not written: %v", err)
		}
		if q, err := Parse(js); err != nil || !reflect.DeepEqual(p, q) {
			t.Fatalf("%s reads back as %+v (%v), want %+v", js, q, err, p)
		}
	})
}
