package classifier

import "fmt"

// A DataError says that samples, labels or probabilities can't be used.
type DataError struct {
	Op   string // what was to be done: "fit"
	Row  int    // the sample, from 0; −1 if it is about all of them
	Want string // what was wanted: "finite values"
	Got  string // what was found: "NaN in column 3"
}

func (e *DataError) Error() string {
	if e.Row < 0 {
		return fmt.Sprintf("%s: wanted %s, found %s", e.Op, e.Want, e.Got)
	}
	return fmt.Sprintf("%s: row %d: wanted %s, found %s", e.Op, e.Row, e.Want, e.Got)
}

// A DivergenceError says that the loss or the weights left the finite numbers. A smaller learning rate or
// standardised features help.
type DivergenceError struct {
	Epoch int     // from 1
	Batch int     // from 1; 0 if the loss on the validation samples was the first to go
	LR    float64 // the learning rate; 0 with lbfgs, which has none
	Loss  float64 // the loss found; finite if the weights were the first to go
}

func (e *DivergenceError) Error() string {
	where := fmt.Sprintf("batch %d", e.Batch)
	if e.Batch == 0 {
		where = "validation"
	}
	if e.LR == 0 {
		return fmt.Sprintf("fit: epoch %d, %s: training diverged (loss %v); try more weight decay or standardise the features",
			e.Epoch, where, e.Loss)
	}
	return fmt.Sprintf("fit: epoch %d, %s: training diverged with lr %v (loss %v); try a smaller lr or standardise the features",
		e.Epoch, where, e.LR, e.Loss)
}
