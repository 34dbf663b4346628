package saccade

import (
	"fmt"
	"strconv"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/tensor"
)

// answering says how a model's logits become answers.
type answering struct {
	temperature   float64 // probabilities are softmax(logits/temperature)
	minConfidence classifier.MinConfidence
}

// plain is how a model answers that was neither calibrated nor given a threshold.
var plain = answering{temperature: 1}

// check reports if a number can't be.
func (a answering) check() error {
	if !(a.temperature >= classifier.MinTemperature && a.temperature <= classifier.MaxTemperature) {
		want := fmt.Sprintf("a number in %v..%v", classifier.MinTemperature, classifier.MaxTemperature)
		return &tensor.ParamError{Op: "answer", Param: keyTemperature, Want: want, Got: a.temperature}
	}
	return a.minConfidence.Check()
}

// version is that of a model file.
func (a answering) version() int {
	if a == plain {
		return plainVersion
	}
	return modelVersion
}

// write puts what is not plain into a model file's metadata.
func (a answering) write(metadata map[string]string) {
	for key, v := range map[string][2]float64{
		keyTemperature:   {a.temperature, plain.temperature},
		keyMinConfidence: {float64(a.minConfidence), float64(plain.minConfidence)},
	} {
		if v[0] != v[1] {
			metadata[key] = strconv.FormatFloat(v[0], 'g', -1, 64)
		}
	}
}

// readAnswering reads what a model file's metadata has; what isn't there is plain.
func readAnswering(metadata map[string]string) (answering, error) {
	a := plain
	for key, into := range map[string]*float64{keyTemperature: &a.temperature, keyMinConfidence: (*float64)(&a.minConfidence)} {
		text, ok := metadata[key]
		if !ok {
			continue
		}
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return a, fmt.Errorf("metadata %q: wanted a number, found %q", key, text)
		}
		*into = v
	}
	return a, a.check()
}

// Temperature returns what the logits are divided by before softmax makes probabilities of them: 1 unless the model was
// calibrated. See TrainOptions.Calibrate.
func (m *Model) Temperature() float64 { return m.answering.temperature }

// MinConfidence returns the probability, in 0..1, that the most probable class has to reach; below, an answer is rejected. 0
// rejects nothing.
func (m *Model) MinConfidence() float64 { return float64(m.answering.minConfidence) }

// WithMinConfidence returns the same model with another MinConfidence. A number that is not in 0..1 is a *tensor.ParamError.
func (m *Model) WithMinConfidence(p float64) (*Model, error) {
	least := classifier.MinConfidence(p)
	if err := least.Check(); err != nil {
		return nil, err
	}
	with := *m
	with.answering.minConfidence = least
	return &with, nil
}
