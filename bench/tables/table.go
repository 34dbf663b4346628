package main

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"time"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// A table has rows on one data set, split as published.
type table struct {
	name, title string
	// source says where the published figures stand.
	source string
	// errors is true for a table that has test errors in per cent, false for one of accuracies.
	errors bool
	open   func() (train, test *dataset.Dataset, err error)
	rows   []row
}

// A row is a pipeline and a classifier.
type row struct {
	name, title string
	published   string
	bar         float64 // at most that error, or at least that accuracy; 0: none
	steps       []pipeline.Step
	config      func(c *classifier.Config)
	seeds       int    // 0: 3
	beside      string // the classifier of scikit-learn that gets the same features: "" none, "softmax" or "mlp"
	mirrored    bool   // the training pictures are there as their mirror images, too
}

// An outcome is what one training came to.
type outcome struct {
	Accuracy float64   `json:"accuracy"`         // on the test set, after the last epoch
	Beside   float64   `json:"beside,omitempty"` // that of scikit-learn on the same features
	Seconds  float64   `json:"seconds"`          // of all: decoding, features, training, and measuring after each epoch
	CPU      float64   `json:"cpu"`              // seconds of all processors
	MB       float64   `json:"mb"`               // the largest resident memory
	Curve    []float64 `json:"curve"`            // accuracy after each epoch
}

// train trains a row. The test set is measured after each epoch, and the last figure counts, not the best. With heldOut, a tenth of the
// training set stands for the test set.
func (t table) train(r row, seed uint64, heldOut bool) (outcome, error) {
	train, test, err := t.open()
	if err != nil {
		return outcome{}, err
	}
	if heldOut {
		train, test = train.Split(0.1, 1)
	}
	if r.mirrored {
		if train, err = withMirrorImages(train); err != nil {
			return outcome{}, err
		}
	}
	c := defaults(r, seed)
	start := time.Now()
	m, err := saccade.TrainOn(context.Background(), train, saccade.TrainOptions{Pipeline: pipeline.New(seeded(r.steps, seed)...), Config: &c, Val: test})
	if err != nil {
		return outcome{}, err
	}
	o := outcome{Seconds: time.Since(start).Seconds(), CPU: processorSeconds(), MB: peakMB()}
	for _, e := range m.Metrics().History.Epochs {
		o.Curve = append(o.Curve, e.Val.Accuracy)
	}
	o.Accuracy = o.Curve[len(o.Curve)-1]
	if r.beside != "" {
		if o.Beside, err = scikit(m, r.beside, train, test); err != nil {
			return o, err
		}
	}
	if n := m.Metrics().Failed; n > 0 {
		return o, fmt.Errorf("%d samples could not be read", n)
	}
	return o, nil
}

// defaults is the configuration of a row.
func defaults(r row, seed uint64) classifier.Config {
	c := classifier.DefaultConfig()
	r.config(&c)
	c.Seed = seed
	return c
}

// seeded gives steps that draw or learn by a seed this one, in branches, too.
func seeded(steps []pipeline.Step, seed uint64) []pipeline.Step {
	out := append([]pipeline.Step(nil), steps...)
	for i, s := range out {
		if c, ok := s.(features.Concat); ok {
			branches := make([][]pipeline.Step, len(c.Branches))
			for k, b := range c.Branches {
				branches[k] = seeded(b, seed)
			}
			out[i] = features.Concat{Branches: branches}
			continue
		}
		v := reflect.New(reflect.TypeOf(s)).Elem()
		v.Set(reflect.ValueOf(s))
		if v.Kind() != reflect.Struct {
			continue
		}
		if f := v.FieldByName("Seed"); f.IsValid() && f.CanUint() {
			f.SetUint(seed)
			out[i] = v.Interface().(pipeline.Step)
		}
	}
	return out
}

// withMirrorImages returns data with each picture and, behind all, its mirror image.
func withMirrorImages(data *dataset.Dataset) (*dataset.Dataset, error) {
	both := *data
	both.Samples = slices.Clone(data.Samples)
	for _, s := range data.Samples {
		var t tensor.Tensor
		if err := s.Load(&t, imageio.Options{Space: tensor.RGB}); err != nil {
			return nil, err
		}
		mirrored := tensor.New(t.Spec)
		if err := (imgproc.FlipHorizontal{}).Apply(mirrored, &t); err != nil {
			return nil, err
		}
		both.Samples = append(both.Samples, dataset.InMemory(s.Name+", mirrored", s.Label, mirrored))
	}
	return &both, nil
}

// idx opens MNIST's four files, or those of a data set like it.
func idx(dir string) func() (train, test *dataset.Dataset, err error) {
	return func() (train, test *dataset.Dataset, err error) {
		if train, err = dataset.IDX(filepath.Join(dir, "train")); err != nil {
			return nil, nil, err
		}
		test, err = dataset.IDX(filepath.Join(dir, "t10k"))
		return train, test, err
	}
}

// folders opens train and test in dir.
func folders(dir string) func() (train, test *dataset.Dataset, err error) {
	return func() (train, test *dataset.Dataset, err error) {
		if train, err = dataset.Folder(filepath.Join(dir, "train")); err != nil {
			return nil, nil, err
		}
		test, err = dataset.Folder(filepath.Join(dir, "test"))
		return train, test, err
	}
}
