package survey

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"reflect"
	"testing"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
)

func pixelsPipeline() *pipeline.Pipeline {
	return pipeline.New(imgproc.Resize{Height: 32, Width: 32}, imgproc.ToFloat{}, imgproc.Normalize{Mean: []float32{0.5}, Std: []float32{4}})
}

// TestMomentsGolden holds moments against NumPy's; testdata/make_moments.py made them.
func TestMomentsGolden(t *testing.T) {
	b, err := os.ReadFile("testdata/moments.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden map[string]map[string]Moments
	if err := json.Unmarshal(b, &golden); err != nil {
		t.Fatal(err)
	}
	for name, open := range map[string]func() (*dataset.Dataset, error){
		"photos":  func() (*dataset.Dataset, error) { return dataset.Files("../../testdata/photos") },
		"fashion": func() (*dataset.Dataset, error) { return dataset.Open("../../testdata/fashion/train") },
	} {
		d, err := open()
		if err != nil {
			t.Fatal(err)
		}
		var first *Survey
		for _, workers := range []int{1, 3} {
			s, err := Look(t.Context(), []*dataset.Dataset{d}, Options{Near: -1, Workers: workers, Pipeline: pixelsPipeline()})
			if err != nil {
				t.Fatal(err)
			}
			checkMoments(t, name+" as they are", s.Pictures, golden[name]["pictures"])
			checkMoments(t, name+" resized", s.Pipeline, golden[name]["pixels"])
			if first == nil {
				first = s
			} else if !reflect.DeepEqual(s, first) {
				t.Errorf("%s: %d workers find something else", name, workers)
			}
		}
	}
}

func checkMoments(t *testing.T, name string, got *Moments, want Moments) {
	t.Helper()
	if got.Pixels != want.Pixels || len(got.Mean) != len(want.Mean) {
		t.Fatalf("%s: got %+v, want %+v", name, got, want)
	}
	for c := range want.Mean {
		for _, v := range [][2]Number{{got.Mean[c], want.Mean[c]}, {got.Std[c], want.Std[c]}} {
			if math.Abs(float64(v[0]-v[1])) > 1e-12 {
				t.Errorf("%s, channel %d: %v, want %v", name, c, v[0], v[1])
			}
		}
	}
}

// TestTallies joins tallies of parts to that of the whole, far from 0, too, where squares alone would lose everything.
func TestTallies(t *testing.T) {
	values := make([]float32, 1000)
	for i := range values {
		values[i] = 1e6 + float32(i%7)
	}
	whole := tallyOf(values)
	joined := tallyOf(values[:1]).with(tallyOf(values[1:400])).with(tallyOf(values[400:]))
	if math.Abs(whole.mean-joined.mean) > 1e-9 || math.Abs(whole.squares-joined.squares) > 1e-6 || whole.n != joined.n {
		t.Errorf("joined %+v, want %+v", joined, whole)
	}
	white := make([]uint8, 1<<20)
	for i := range white {
		white[i] = 255
	}
	if got := tallyOfBytes(white); got != (tally{1 << 20, 1, 0}) {
		t.Errorf("white has %+v", got)
	}
	if got := (tally{}).with(whole); got != whole {
		t.Errorf("nothing with %+v is %+v", whole, got)
	}
}

// TestPipelineMistakes: a pipeline that has still to learn is refused, one that can't take a picture fails for that picture, and what
// is no number is null.
func TestPipelineMistakes(t *testing.T) {
	d := &dataset.Dataset{Name: "d", Samples: []dataset.Sample{dataset.InMemory("cat", -1, photo(t, "chelsea.jpg")), dataset.InMemory("tiny", -1, photo(t, "chelsea.jpg", imgproc.Resize{Height: 2, Width: 2}))}}
	sets := []*dataset.Dataset{d}
	if _, err := Look(t.Context(), sets, Options{Pipeline: pipeline.New(imgproc.ToFloat{}, features.Standardize{})}); !errors.Is(err, pipeline.ErrNotFitted) {
		t.Errorf("error %v", err)
	}
	s, err := Look(t.Context(), sets, Options{Pipeline: pipeline.New(imgproc.Crop{Height: 10, Width: 10})})
	if err != nil || s.N != 2 || len(s.Failed) != 1 || s.Failed[0].Path != "tiny" || s.Pipeline.Pixels != 100 {
		t.Errorf("found %+v, %v", s, err)
	}
	if b, err := json.Marshal(Moments{Mean: []Number{Number(math.NaN()), 1.5}}); err != nil || string(b) != `{"pixels":0,"mean":[null,1.5],"std":null}` {
		t.Errorf("%s, %v", b, err)
	}
}

// TestFiles: what headers say is counted for files that can be read.
func TestFiles(t *testing.T) {
	d, err := dataset.Files("../../testdata/photos")
	if err != nil {
		t.Fatal(err)
	}
	s, err := Look(t.Context(), []*dataset.Dataset{d}, Options{Near: -1})
	if err != nil {
		t.Fatal(err)
	}
	f := Files{Formats: map[string]int{"jpeg": 4}, Spaces: map[string]int{"rgb": 4}, Depths: map[int]int{8: 4}, Orientations: map[int]int{6: 1}, Turned: 1}
	if !reflect.DeepEqual(s.Files, f) || s.Balance != nil || s.Aspect.Max < 1 || s.Gray != 0 {
		t.Errorf("found %+v", s)
	}
}

func TestBalance(t *testing.T) {
	b := balance([]Split{{Classes: []Class{{"a", 6}, {"b", 1}}}, {Classes: []Class{{"b", 1}, {"c", 0}}}})
	// two classes with shares 3/4 and 1/4
	if want := math.Exp(-0.75*math.Log(0.75) - 0.25*math.Log(0.25)); b.Ratio != 3 || math.Abs(b.Effective-want) > 1e-12 || b.Smallest != (Class{"b", 2}) {
		t.Errorf("got %+v, want %v", b, want)
	}
	if balance([]Split{{Classes: []Class{{"a", 0}}}}) != nil {
		t.Error("nothing has a balance")
	}
}
