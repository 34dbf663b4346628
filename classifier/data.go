package classifier

import (
	"context"
	"fmt"
)

// Data gives the training samples of one epoch after the other. Augmented features differ between epochs;
// the number of samples may, too.
type Data interface {
	// Epoch returns the features (N×Inputs) and labels (N) of an epoch, which counts from 1. They stay
	// unchanged until the next call.
	Epoch(ctx context.Context, epoch int) (x Matrix, labels []int, err error)
}

// Samples are features (N×D) and their labels (N), the same in each epoch.
type Samples struct {
	X      Matrix
	Labels []int
}

// Epoch returns the samples.
func (s *Samples) Epoch(context.Context, int) (Matrix, []int, error) { return s.X, s.Labels, nil }

// primed is Data whose first epoch was computed already.
type primed struct {
	Data
	x      Matrix
	labels []int
}

func (p *primed) Epoch(ctx context.Context, epoch int) (Matrix, []int, error) {
	if epoch == 1 {
		return p.x, p.labels, nil
	}
	return p.Data.Epoch(ctx, epoch)
}

func errNoSamples(op string) error {
	return &DataError{Op: op, Row: -1, Want: "at least 1 sample", Got: "none"}
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
