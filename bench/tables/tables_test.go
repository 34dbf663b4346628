package main

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

func allTables() []table { return []table{mnist(), fashion(), cifar10(), flowers(), digits()} }

// TestRows: names are unique, and every pipeline compiles and trains with its configuration.
func TestRows(t *testing.T) {
	for _, table := range allTables() {
		names := map[string]bool{}
		for _, r := range table.rows {
			if names[r.name] {
				t.Errorf("%s/%s is there twice", table.name, r.name)
			}
			names[r.name] = true
			p := pipeline.New(seeded(r.steps, 1)...)
			plan, err := p.Compile(p.Input())
			if err != nil {
				t.Errorf("%s/%s: %v", table.name, r.name, err)
				continue
			}
			c := defaults(r, 1)
			if err := c.Check(plan.Out.Len(), 10, true); err != nil {
				t.Errorf("%s/%s: %v", table.name, r.name, err)
			}
		}
	}
}

// TestMirrorImages: behind the pictures come their mirror images, with their labels.
func TestMirrorImages(t *testing.T) {
	picture := tensor.New(tensor.Spec{DType: tensor.Uint8, Space: tensor.RGB, C: 3, H: 1, W: 3})
	copy(picture.U8, []uint8{1, 2, 3, 4, 5, 6, 7, 8, 9})
	all, err := withMirrorImages(&dataset.Dataset{Samples: []dataset.Sample{dataset.InMemory("a", 5, picture)}})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]uint8{{1, 2, 3, 4, 5, 6, 7, 8, 9}, {3, 2, 1, 6, 5, 4, 9, 8, 7}}
	if len(all.Samples) != len(want) {
		t.Fatalf("%d samples, want %d", len(all.Samples), len(want))
	}
	for i, s := range all.Samples {
		var got tensor.Tensor
		if err := s.Load(&got, imageio.Options{Space: tensor.RGB}); err != nil || s.Label != 5 || !slices.Equal(got.U8, want[i]) {
			t.Errorf("%s: %v, label %d, error %v; want %v", s.Name, got.U8, s.Label, err, want[i])
		}
	}
}

// TestSeeded: steps get the seed wherever they stand, and those they came from stay.
func TestSeeded(t *testing.T) {
	steps := []pipeline.Step{features.LearnPatches{Size: 5}, features.Concat{Branches: [][]pipeline.Step{{features.LearnPCA{}}, {features.Flatten{}}}}}
	got := seeded(steps, 7)
	if l := got[0].(features.LearnPatches); l.Seed != 7 || l.Size != 5 {
		t.Errorf("%+v", l)
	}
	if l := got[1].(features.Concat).Branches[0][0].(features.LearnPCA); l.Seed != 7 {
		t.Errorf("%+v", l)
	}
	if l := steps[1].(features.Concat).Branches[0][0].(features.LearnPCA); l.Seed != 0 {
		t.Error("the step itself has changed")
	}
}

func TestFigures(t *testing.T) {
	outs := []outcome{{Accuracy: 0.9, Seconds: 60, CPU: 90, MB: 10}, {Accuracy: 0.92, Seconds: 120, CPU: 150, MB: 30}}
	mean, deviation := of(outs, table{errors: true}.value)
	if math.Abs(mean-9) > 1e-9 || math.Abs(deviation-math.Sqrt2) > 1e-9 {
		t.Errorf("error %v ± %v", mean, deviation)
	}
	one := table{name: "t", title: "T", source: "S.", rows: []row{{name: "a", title: "A", published: "91", bar: 90.5}, {name: "b", title: "B"}}}
	var page bytes.Buffer
	one.write(&page, results{"a": outs})
	for _, want := range []string{"## T", "91.00 ± 1.41", "| 1.5 ", "| 2.0 ", "not run", "`\"-only t/a\"`"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("no %q in\n%s", want, page.String())
		}
	}
	if bars := one.bars(results{"a": outs}); len(bars) != 1 || bars[0].Line() != "BAR t-a 91 90.5 ok" {
		t.Errorf("bars %v", bars)
	}
}
