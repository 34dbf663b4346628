package pipeline

import (
	"context"
	"iter"
	"math/rand/v2"
	"reflect"
	"strings"
	"unicode"

	"github.com/saccade-go/saccade/tensor"
)

// A Step is an entry of a pipeline: a Stage, a Random or a Fitter.
type Step = tensor.Step

// A Stage makes one tensor of another.
type Stage = tensor.Stage

// A Random is drawn once per sample while training: what it draws is a plain Stage, which can be stored and
// replayed. Outside training it is left out, if it keeps the spec, or replaced by its Still.
type Random interface {
	Step
	// Draw returns the stage for one sample, which makes OutSpec(in) of in.
	Draw(r *rand.Rand, in tensor.Spec) Stage
}

// Still is a Random that changes the spec, as a random crop does. Its still stage, the crop of the centre, stands
// for it where nothing is drawn.
type Still interface {
	Random
	Still() Stage
}

// A Fitter learns from data and becomes a Stage: standardisation, PCA, dictionaries.
type Fitter interface {
	Step
	// Fit reads all of data, one tensor a time, each valid until the next. An error in data ends the fit.
	Fit(ctx context.Context, data iter.Seq2[*tensor.Tensor, error]) (Stage, error)
}

// A LabelledFitter is a Fitter that learns from data and their classes: linear discriminant analysis. Where classes aren't known, its
// Fit says so in an error.
type LabelledFitter interface {
	Fitter
	// FitLabelled is Fit with the class of each tensor.
	FitLabelled(ctx context.Context, data iter.Seq2[tensor.Labelled, error]) (Stage, error)
}

// Learned is what a Fitter becomes, if it learned arrays. They are the stage's own fields, by the names that they
// have in its JSON; a model file stores them as tensors and leaves them out of the JSON.
type Learned interface {
	Stage
	Arrays() map[string]*tensor.Tensor
}

// A RowStage is a Stage of vectors that makes many of many in less time than one by one, such as a product with a matrix that is larger
// than the processor's cache.
type RowStage interface {
	Stage
	// ApplyRows writes what Apply makes of each row of src, a vector, into that of dst: the same bytes. Safe for concurrent use.
	ApplyRows(dst, src tensor.Matrix) error
}

// Name returns a step's name: its type's name in snake_case, which is how configuration files and messages call it.
func Name(s Step) string {
	t := reflect.TypeOf(s)
	if t == nil {
		return "nothing"
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return snake(t.Name())
}

// snake turns CenterCrop into center_crop, HOG into hog and Rotate90 into rotate90.
func snake(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if unicode.IsUpper(r) && i > 0 {
			afterLower := !unicode.IsUpper(runes[i-1])
			beforeLower := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if afterLower || beforeLower {
				b.WriteByte('_')
			}
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
