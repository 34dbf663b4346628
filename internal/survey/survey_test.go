package survey

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

func photo(t *testing.T, name string, steps ...tensor.Stage) *tensor.Tensor {
	t.Helper()
	p := new(tensor.Tensor)
	if err := imageio.ReadFile(p, filepath.Join("../../testdata/photos", name), imageio.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, s := range steps {
		spec, err := s.OutSpec(p.Spec)
		if err != nil {
			t.Fatal(err)
		}
		out := tensor.New(spec)
		if err := s.Apply(out, p); err != nil {
			t.Fatal(err)
		}
		p = out
	}
	return p
}

// sets are two splits of two classes: a cat is in both splits as it is, and once smaller, under the wrong class.
func sets(t *testing.T) []*dataset.Dataset {
	cat, rocket := photo(t, "chelsea.jpg"), photo(t, "rocket.jpg")
	small := photo(t, "chelsea.jpg", imgproc.Resize{Shorter: 90})
	classes := []string{"cat", "other"}
	broken := filepath.Join(t.TempDir(), "broken.jpg")
	if err := os.WriteFile(broken, []byte("\xff\xd8\xff"), 0o666); err != nil {
		t.Fatal(err)
	}
	return []*dataset.Dataset{
		{Name: "train", Classes: classes, Samples: []dataset.Sample{
			dataset.InMemory("cat", 0, cat), dataset.InMemory("rocket", 1, rocket), dataset.InMemory("rocket again", 1, rocket),
			{Name: broken, Path: broken},
		}},
		{Name: "test", Classes: classes, Samples: []dataset.Sample{
			dataset.InMemory("astronaut", 1, photo(t, "astronaut.jpg")), dataset.InMemory("small cat", 1, small), dataset.InMemory("cat too", 0, cat),
			dataset.InMemory("small cat again", 0, small),
			{Name: "coffee", Label: 1, Path: "../../testdata/photos/coffee_exif6.jpg"},
		}},
	}
}

func TestLook(t *testing.T) {
	for _, workers := range []int{1, 4} {
		pictures, failures := 0, 0
		s, err := Look(t.Context(), sets(t), Options{
			Near: 4, Workers: workers, OnPicture: func() { pictures++ }, OnFailure: func(string, error) { failures++ },
		})
		if err != nil {
			t.Fatal(err)
		}
		if s.N != 8 || pictures != 9 || failures != 1 || len(s.Failed) != 1 || s.Turned != 1 || s.Orientations[6] != 1 || !reflect.DeepEqual(s.Formats, map[string]int{"jpeg": 1}) {
			t.Errorf("found %+v, told of %d pictures, %d failures", s, pictures, failures)
		}
		if f := s.Failed[0]; f.Split != "train" || !strings.Contains(f.Error, "broken.jpg") {
			t.Errorf("failed: %+v", f)
		}
		if want := []Split{{"train", 4, []Class{{"cat", 2}, {"other", 2}}}, {"test", 5, []Class{{"cat", 2}, {"other", 3}}}}; !reflect.DeepEqual(s.Splits, want) {
			t.Errorf("splits are %v", s.Splits)
		}
		if s.Height.Min != 90 || s.Height.Max < s.Height.Median || s.Height.Median < 90 {
			t.Errorf("heights %v", s.Height)
		}
		want := []string{
			"across splits, across classes: cat cat too small cat small cat again",
			"exact: rocket rocket again",
		}
		if got := titles(s.Groups); !slices.Equal(got, want) {
			t.Errorf("groups are %q", got)
		}
		if d := s.Groups[0].Images; d[1].Distance != 0 || d[2].Distance != d[3].Distance {
			t.Errorf("distances of %+v", d)
		}
	}
}

// TestEqualOnly looks for no near ones.
func TestEqualOnly(t *testing.T) {
	s, err := Look(t.Context(), sets(t), Options{Near: -1})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"exact, across splits: cat cat too",
		"exact, across classes: small cat small cat again",
		"exact: rocket rocket again",
	}
	if got := titles(s.Groups); !slices.Equal(got, want) {
		t.Errorf("groups are %q", got)
	}
}

func titles(groups []Group) (out []string) {
	for _, g := range groups {
		var words, names []string
		for i, on := range []bool{g.Exact, g.AcrossSplits, g.AcrossClasses} {
			if on {
				words = append(words, []string{"exact", "across splits", "across classes"}[i])
			}
		}
		for _, im := range g.Images {
			names = append(names, im.Path)
		}
		slices.SortStableFunc(names[1:], strings.Compare)
		out = append(out, fmt.Sprintf("%s: %s", strings.Join(words, ", "), strings.Join(names, " ")))
	}
	return out
}

// TestSamePixelsOtherSize: as many equal pixels in another shape are another picture.
func TestSamePixelsOtherSize(t *testing.T) {
	flat := func(h, w int) dataset.Sample {
		return dataset.InMemory(fmt.Sprint(h, w), 0, tensor.New(tensor.Spec{DType: tensor.Uint8, Space: tensor.Gray, C: 1, H: h, W: w}))
	}
	d := &dataset.Dataset{Name: "d", Classes: []string{"a"}, Samples: []dataset.Sample{flat(4, 6), flat(6, 4), flat(4, 6)}}
	s, err := Look(t.Context(), []*dataset.Dataset{d}, Options{Near: -1})
	if err != nil || len(s.Groups) != 1 || len(s.Groups[0].Images) != 2 {
		t.Errorf("found %+v, %v", s, err)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Look(ctx, sets(t), Options{OnPicture: cancel})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestNothing: without a picture there are no sizes, and lists are lists.
func TestNothing(t *testing.T) {
	s, err := Look(t.Context(), []*dataset.Dataset{{Name: "d"}}, Options{})
	if err != nil || s.N != 0 || s.Height != nil || s.Groups == nil || s.Failed == nil {
		t.Errorf("found %+v, %v", s, err)
	}
}
