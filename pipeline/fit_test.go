package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/tensor"
)

// Contrast learns the mean of class 1 less that of class 0 and becomes a Shift by it.
type Contrast struct{}

var errNoClass = errors.New("wanted classes")

func (Contrast) OutSpec(in tensor.Spec) (tensor.Spec, error) { return in, nil }
func (Contrast) Fit(context.Context, iter.Seq2[*tensor.Tensor, error]) (Stage, error) {
	return nil, errors.New("wasn't told of classes")
}
func (Contrast) FitLabelled(_ context.Context, data iter.Seq2[tensor.Labelled, error]) (Stage, error) {
	var sums, counts [2]float32
	for s, err := range data {
		if err != nil {
			return nil, err
		}
		if s.Label < 0 {
			return nil, errNoClass
		}
		sums[s.Label] += s.F32[0]
		counts[s.Label]++
	}
	return Shift{sums[1]/counts[1] - sums[0]/counts[0]}, nil
}

// parity is a number whose class is 1 if it is odd.
type parity struct{ number }

func (p parity) Class() int { return int(p.number) & 1 }

// TestFitTellsClasses, of the images that can be read, behind other fitters and in branches too.
func TestFitTellsClasses(t *testing.T) {
	var (
		ctx     = context.Background()
		sources = slices.Values([]parity{{1}, {2}, {-1}, {4}, {9}, {-3}}) // means 5 and 3
		branch  = features.Concat{Branches: [][]Step{{Plus{1}, Contrast{}}, {Centre{}}}}
	)
	for _, workers := range []int{1, 3} {
		got, err := Fit(ctx, floats(Centre{}, Contrast{}, branch), onePixel, sources, Options{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		want := []Step{Shift{-4}, Shift{2}, features.Concat{Branches: [][]Step{{Plus{1}, Shift{2}}, {Shift{-2}}}}}
		if !reflect.DeepEqual(got.Steps, want) {
			t.Errorf("%d workers: %+v, want %+v", workers, got.Steps, want)
		}
	}
}

// TestFitSharesFitters: equal fitters behind equal steps read the sources once, others once each.
func TestFitSharesFitters(t *testing.T) {
	passes := 0
	sources := func(yield func(parity) bool) {
		passes++
		for _, v := range []parity{{1}, {2}, {6}} {
			if !yield(v) {
				return
			}
		}
	}
	p := floats(features.Concat{Branches: [][]Step{
		{Plus{1}, Centre{}}, {Plus{1}, Centre{}, Plus{2}}, {Centre{}}, {Plus{1}, Centre{}, Plus{2}, Centre{}},
	}})
	got, err := Fit(t.Context(), p, onePixel, sources, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []Step{features.Concat{Branches: [][]Step{
		{Plus{1}, Shift{-4}}, {Plus{1}, Shift{-4}, Plus{2}}, {Shift{-3}}, {Plus{1}, Shift{-4}, Plus{2}, Shift{-2}},
	}}}
	if !reflect.DeepEqual(got.Steps, want) {
		t.Errorf("%+v, want %+v", got.Steps, want)
	}
	if passes != 3 {
		t.Errorf("%d passes over the sources, want 3", passes)
	}
}

func TestFitWithoutClasses(t *testing.T) {
	ctx := context.Background()
	if _, err := Fit(ctx, floats(Contrast{}), onePixel, numbers(4), Options{}); !errors.Is(err, errNoClass) {
		t.Errorf("sources without classes: %v", err)
	}
	mixed := slices.Values([]Source{parity{1}, number(2)})
	if _, err := Fit(ctx, floats(Contrast{}), onePixel, mixed, Options{}); !errors.Is(err, errNoClass) {
		t.Errorf("one source without a class: %v", err)
	}
	lda := floats(features.Concat{Branches: [][]Step{{features.LDA{Components: 1}}}})
	_, err := Fit(ctx, lda, onePixel, numbers(4), Options{})
	if want := "stage 1 concat: branch 1: stage 1 lda: lda: sample 0: wanted a class for each sample"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("%v, want %q", err, want)
	}
	if _, err := Fit(ctx, floats(Contrast{}), onePixel, slices.Values([]parity{{-1}}), Options{}); err == nil || !strings.Contains(err.Error(), "no image could be read") {
		t.Errorf("no images: %v", err)
	}
}

func ExampleLabelledFitter() {
	var step Step = features.LDA{Components: 2}
	_, learnsFromClasses := step.(LabelledFitter)
	fmt.Println(Name(step), learnsFromClasses)
	// Output: lda true
}
