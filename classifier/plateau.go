package classifier

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// A schedule is a [Schedule] under way. Only with plateau it has a state.
type schedule struct {
	Schedule
	lr              float64
	steps, perEpoch int
	plateauState
}

// plateauState is what plateau knows.
type plateauState struct {
	Best float64 `json:"best"` // the lowest validation loss
	Bad  int     `json:"bad"`  // epochs in a row whose loss wasn't below
	LR   float64 `json:"lr"`   // the rate after all warm-up
}

// What ReduceLROnPlateau has by default: what counts as lower, and by how much a rate must fall at least.
const (
	plateauThreshold = 1e-4
	plateauLeast     = 1e-8
)

// start returns the schedule of a training from the learning rate lr, of so many epochs with perEpoch steps each.
func (s Schedule) start(lr float64, epochs, perEpoch int) *schedule {
	steps := math.MaxInt
	if epochs <= math.MaxInt/perEpoch {
		steps = epochs * perEpoch
	}
	return &schedule{Schedule: s, lr: lr, steps: steps, perEpoch: perEpoch, plateauState: plateauState{Best: math.MaxFloat64, LR: lr}}
}

// rate returns the learning rate of a step, which counts from 0.
func (s *schedule) rate(step int) float64 {
	lr := s.lr
	if s.Curve == Plateau {
		lr = s.LR
	}
	return s.Rate(lr, step, s.steps, s.perEpoch)
}

// observe takes the validation loss of an epoch.
func (s *schedule) observe(loss float64) {
	if s.Curve != Plateau {
		return
	}
	if loss < s.Best*(1-plateauThreshold) {
		s.Best, s.Bad = loss, 0
		return
	}
	if s.Bad++; s.Bad < s.PlateauPatience {
		return
	}
	s.Bad = 0
	if lower := max(s.LR*s.PlateauFactor, s.MinLR); s.LR-lower > plateauLeast {
		s.LR = lower
	}
}

// state returns what goes on where the schedule is; its JSON does, too.
func (s *schedule) state() plateauState { return s.plateauState }

// restore makes the schedule go on where the one was whose state is given. A state that none can have is a
// *tensor.ParamError.
func (s *schedule) restore(p plateauState) error {
	if !(p.LR >= s.MinLR && p.LR <= s.lr && p.LR > 0) {
		return &tensor.ParamError{Op: "schedule", Param: "lr", Want: fmt.Sprintf("a number above %v, at most %v", s.MinLR, s.lr), Got: p.LR}
	}
	if p.Bad < 0 || p.Bad > 0 && p.Bad >= s.PlateauPatience {
		return &tensor.ParamError{Op: "schedule", Param: "bad", Want: fmt.Sprintf("a number below %d", s.PlateauPatience), Got: p.Bad}
	}
	if !finite(p.Best) {
		return &tensor.ParamError{Op: "schedule", Param: "best", Want: "a finite loss", Got: p.Best}
	}
	s.plateauState = p
	return nil
}
