package features

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// checkValues reports what isn't float32 of a known shape. Its values are taken as one vector, plane by plane and row by row.
func checkValues(op string, in tensor.Spec) error {
	if err := in.Check(op); err != nil {
		return err
	}
	if in.DType != tensor.Float32 || !in.Known() {
		return &tensor.SpecError{Op: op, Want: "float32 of a known shape (put flatten before it)", Got: in}
	}
	return nil
}

// checkFittedTo is checkValues for a stage that has learned from vectors of n values.
func checkFittedTo(op string, in tensor.Spec, n int) error {
	if err := checkValues(op, in); err != nil {
		return err
	}
	if in.Len() != n {
		return &tensor.SpecError{Op: op, Want: fmt.Sprintf("%d values, as when it was fitted", n), Got: in}
	}
	return nil
}

// eachVector calls learn with the values of each sample until it returns an error; errEnough is none. All samples are float32 and have
// as many values as the first, all of them finite. What else is in data is an error that gives the sample's position, counted from 0,
// as learn's error does, and so are no samples at all. The values are learn's to read until it returns.
func eachVector(ctx context.Context, op string, data iter.Seq2[*tensor.Tensor, error], learn func(x []float32) error) error {
	n := 0
	err := eachSample(ctx, op, data, func(sample *tensor.Tensor) error {
		if err := checkVector(op, sample, n); err != nil {
			return err
		}
		n = len(sample.F32)
		return learn(sample.F32)
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

var errEnough = errors.New("enough has been learned")

// checkVector reports a sample that isn't n finite values of float32; n is 0 for the first.
func checkVector(op string, sample *tensor.Tensor, n int) error {
	if err := checkValues(op, sample.Spec); err != nil {
		return err
	}
	if err := checkTensors(op, sample, sample, sample.Spec); err != nil {
		return err
	}
	if n != 0 && sample.Len() != n {
		return &tensor.SpecError{Op: op, Want: fmt.Sprintf("as many values as the first sample has, %d", n), Got: sample.Spec}
	}
	if i := kernel.NotFinite(sample.F32); i >= 0 {
		return fmt.Errorf("wanted finite values, found %v at %d", sample.F32[i], i)
	}
	return nil
}

// zeroMatrix returns a learned array of 1×rows×cols zeros.
func zeroMatrix(rows, cols int) *tensor.Tensor {
	return tensor.New(matrixSpec(rows, cols))
}

func matrixSpec(rows, cols int) tensor.Spec {
	return tensor.Spec{DType: tensor.Float32, C: 1, H: rows, W: cols}
}
