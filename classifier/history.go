package classifier

// A History tells how a training went. Its JSON is the same whenever the weights are.
type History struct {
	Epochs []EpochStats `json:"epochs"`
	// Best is the epoch whose weights the network has: the one with the lowest validation loss (the first of
	// equals), or the last one if there were no validation samples. It is 0 if no epoch was completed.
	Best int `json:"best"`
}

// EpochStats are the figures of one epoch.
type EpochStats struct {
	Epoch int     `json:"epoch"` // from 1
	LR    float64 `json:"lr"`    // of the last step; 0 with lbfgs
	// Train is measured batch by batch while the weights change, each batch before its step; with lbfgs, on all samples
	// after the epoch.
	Train Score `json:"train"`
	// Val is measured after the epoch; nil without validation samples.
	Val *Score `json:"val,omitempty"`
	// Seconds is the time the epoch took, with its data and the validation. It is not part of the JSON.
	Seconds float64 `json:"-"`
}

// A Score is the mean loss, with label smoothing and class weights if the training has them, and the part of
// the samples whose largest logit is that of their label.
type Score struct {
	Loss     float64 `json:"loss"`
	Accuracy float64 `json:"accuracy"`
}

// BatchStats are the figures of one step.
type BatchStats struct {
	Epoch   int // from 1
	Batch   int // from 1
	Batches int // in this epoch
	Done    int // samples of this epoch that were used so far, with this batch
	Samples int // in this epoch
	LR      float64
	Score   // of the batch, before the step
}
