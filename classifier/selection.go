package classifier

import (
	"github.com/saccade-go/saccade/tensor"
)

// A MinConfidence, in 0..1, is what the largest probability has to reach for an answer to be given; what is below is rejected.
// 0 rejects nothing.
type MinConfidence float64

// Check reports if m is not in 0..1: a *tensor.ParamError.
func (m MinConfidence) Check() error {
	if !(m >= 0 && m <= 1) {
		return &tensor.ParamError{Op: "answer", Param: "min_confidence", Want: "a number in 0..1", Got: float64(m)}
	}
	return nil
}

// Rejects reports whether an answer with this probability is not given.
func (m MinConfidence) Rejects(probability float32) bool { return float64(probability) < float64(m) }

// A Selection says what not answering for doubtful samples costs and brings (Chow 1970).
type Selection struct {
	MinConfidence    MinConfidence `json:"min_confidence"`
	Rejected         int           `json:"rejected"`          // samples whose largest probability is below MinConfidence
	Coverage         float64       `json:"coverage"`          // the part of the samples with an answer
	AccuracyAnswered Figure        `json:"accuracy_answered"` // the part of the answers that are right; undefined without any
}

// Select measures what is left if answers from probabilities p (N×C, N at least 1) that are less sure than least are rejected.
func Select(p Matrix, labels []int, least MinConfidence) (Selection, error) {
	if err := checkProbabilities("select", p, labels); err != nil {
		return Selection{}, err
	}
	if err := least.Check(); err != nil {
		return Selection{}, err
	}
	return selectAnswers(p, labels, least), nil
}

func selectAnswers(p Matrix, labels []int, least MinConfidence) Selection {
	s, right := Selection{MinConfidence: least}, 0
	for i, y := range labels {
		switch c := argmax(p.Row(i)); {
		case least.Rejects(p.Row(i)[c]):
			s.Rejected++
		case c == y:
			right++
		}
	}
	answered := len(labels) - s.Rejected
	s.Coverage = float64(answered) / float64(len(labels))
	s.AccuracyAnswered = Figure(float64(right) / float64(answered)) // 0/0 is NaN, undefined
	return s
}
