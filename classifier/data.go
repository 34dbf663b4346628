package classifier

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/saccade-go/saccade/internal/kernel"
)

// Data gives training samples, epoch by epoch and batch by batch, so that augmented features can be computed while the
// network is trained on others, and need not all be in memory. [Samples] are Data that are.
type Data interface {
	// Inputs returns the number of features of a sample.
	Inputs() int
	// Targets returns the label of each sample, and so their number. They stay the same.
	Targets() []int
	// Batches yields the samples of an epoch, which counts from 1, in the given order of their numbers, in which one may occur
	// several times; size in each batch but the last, which may have fewer. Samples that can't be had are left out. An
	// error ends the sequence, and so does the end of ctx.
	Batches(ctx context.Context, epoch int, order []int, size int) iter.Seq2[Batch, error]
}

// A Batch is samples for a step. It is valid until the next one.
type Batch struct {
	X      Matrix // N×Inputs
	Labels []int  // N
}

// Samples are features (N×D) and their labels (N), the same in each epoch.
type Samples struct {
	X      Matrix
	Labels []int
}

// Inputs returns D.
func (s *Samples) Inputs() int { return s.X.Cols }

// Targets returns the labels.
func (s *Samples) Targets() []int { return s.Labels }

// Batches copies the samples of each batch together.
func (s *Samples) Batches(ctx context.Context, _ int, order []int, size int) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		var b Batch
		for chosen := range slices.Chunk(order, size) {
			if ctx.Err() != nil {
				return
			}
			b.gather(s, chosen)
			if !yield(b, nil) {
				return
			}
		}
	}
}

func (b *Batch) gather(s *Samples, chosen []int) {
	b.X.Reset(len(chosen), s.X.Cols)
	b.Labels = b.Labels[:0]
	kernel.GatherRows(b.X.Data, s.X.Data, s.X.Cols, chosen)
	for _, n := range chosen {
		b.Labels = append(b.Labels, s.Labels[n])
	}
}

func errNoSamples(op string) error {
	return &DataError{Op: op, Row: -1, Want: "at least 1 sample", Got: "none"}
}

// checkData reports if net can't be trained on the data. The features of Data that aren't [Samples] are looked at batch by
// batch.
func checkData(net *Network, data Data) error {
	if s, ok := data.(*Samples); ok {
		if err := checkSamples("fit", net, s.X, s.Labels); err != nil {
			return err
		}
	}
	labels := data.Targets()
	if len(labels) == 0 {
		return errNoSamples("fit")
	}
	if data.Inputs() != net.Inputs() {
		return &DataError{Op: "fit", Row: -1, Want: fmt.Sprintf("%d columns", net.Inputs()), Got: fmt.Sprint(data.Inputs())}
	}
	if err := checkLabels("fit", labels, len(labels), net.Classes()); err != nil {
		return err
	}
	if len(labels) < net.Classes() {
		return &DataError{Op: "fit", Row: -1, Want: fmt.Sprintf("at least %d samples, as there are classes", net.Classes()), Got: fmt.Sprint(len(labels))}
	}
	return checkTwoClasses(labels)
}

// checkSamples reports if x and labels can't be used by net.
func checkSamples(op string, net *Network, x Matrix, labels []int) error {
	if len(labels) == 0 && x.Rows == 0 {
		return errNoSamples(op)
	}
	if err := checkMatrix(op, x, net.Inputs()); err != nil {
		return err
	}
	return checkLabels(op, labels, x.Rows, net.Classes())
}

// checkTwoClasses reports if all labels are the same: there is nothing to learn then.
func checkTwoClasses(labels []int) error {
	for _, y := range labels {
		if y != labels[0] {
			return nil
		}
	}
	return &DataError{Op: "fit", Row: -1, Want: "samples of at least 2 classes", Got: fmt.Sprintf("only class %d", labels[0])}
}
