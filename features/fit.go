package features

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/saccade-go/saccade/tensor"
)

// eachSample calls add with each sample of data. An error, of data or of add, gives the sample's position, counted from 0; no
// samples at all are one too.
func eachSample(ctx context.Context, op string, data iter.Seq2[*tensor.Tensor, error], add func(*tensor.Tensor) error) error {
	i := 0
	for sample, err := range data {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = add(sample)
		}
		if err != nil {
			return fmt.Errorf("%s: sample %d: %w", op, i, err)
		}
		i++
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	if i == 0 {
		return errors.New(op + ": wanted data to learn from, found none")
	}
	return nil
}

var errNotFinite = errors.New("wanted finite values, found a NaN or an infinity")
