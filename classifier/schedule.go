package classifier

import (
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// A Schedule says how the learning rate changes while a network is trained. In step t of T, which counts from 0, in
// epoch e, from 0 too, and with lr for [Optimizer.LR], the rate is
//
//	constant     lr
//	step         lr · StepFactorᵏ with k = ⌊e / StepEvery⌋
//	cosine       MinLR + (lr − MinLR) · (1 + cos(π·t/T)) / 2
//	one_cycle    from lr/25 to lr in the first 0.3·T steps and to lr/250000 in the others, along half a cosine each
//	plateau      lr to begin with, and PlateauFactor times what it was, but not below MinLR, after each PlateauPatience
//	             epochs in a row whose validation loss isn't more than 0.01 % below the lowest
//
// as torch.optim.lr_scheduler has them: StepLR stepped once an epoch; CosineAnnealingLR and OneCycleLR stepped once a
// step, the latter without its cycle of the momentum, which stays as configured; ReduceLROnPlateau stepped once an
// epoch, with patience PlateauPatience − 1.
//
// Warmup begins all but one_cycle, which rises by itself: in the first W steps the rate is multiplied by
// (t+1)/(W+1). Then cosine is that of step t−W of T−W, and lr while it is warming up.
//
// A parameter that the curve doesn't use has to be 0. The zero value keeps the rate as it is.
type Schedule struct {
	Curve Curve `json:"schedule,omitempty"`
	// Warmup is the number of steps to warm up for, or below 1 the part of all steps.
	Warmup float64 `json:"warmup,omitempty"`
	// StepEvery is in epochs, at least 1. StepFactor is above 0 and at most 1.
	StepEvery  int     `json:"step_every,omitempty"`
	StepFactor float64 `json:"step_factor,omitempty"`
	// MinLR is from 0 to the learning rate. cosine and plateau use it.
	MinLR float64 `json:"min_lr,omitempty"`
	// PlateauPatience is in epochs, at least 1. PlateauFactor is above 0 and below 1.
	PlateauPatience int     `json:"plateau_patience,omitempty"`
	PlateauFactor   float64 `json:"plateau_factor,omitempty"`
}

// What OneCycleLR has by default: the part of the steps that rise, and the peak over the first and last rate.
const (
	oneCycleRise  = 0.3
	oneCycleStart = 25
	oneCycleEnd   = 25 * 1e4
)

// Rate returns the learning rate of a step, which counts from 0, out of so many, of which each epoch has perEpoch, at
// least 1. lr is [Optimizer.LR]. A step beyond the last one has the rate of the last one. For plateau it is the rate
// before the validation loss was first seen.
func (s Schedule) Rate(lr float64, step, steps, perEpoch int) float64 {
	step = max(0, min(step, steps-1))
	warmup := s.warmup(steps)
	t, total := float64(max(0, step-warmup)), float64(steps-warmup)
	switch s.Curve {
	case StepDecay:
		lr *= math.Pow(s.StepFactor, float64(step/perEpoch/s.StepEvery))
	case Cosine:
		lr = halfCosine(lr, s.MinLR, t/total)
	case OneCycle:
		lr = oneCycle(lr, t, total)
	}
	if step < warmup {
		lr *= float64(step+1) / float64(warmup+1)
	}
	return lr
}

// warmup is the number of steps to warm up for, fewer than there are steps, so that something is left for the curve.
func (s Schedule) warmup(steps int) int {
	w := s.Warmup
	if w < 1 {
		w = math.Round(w * float64(steps))
	}
	return int(min(w, float64(max(0, steps-1))))
}

// halfCosine goes from one value to another as part goes from 0 to 1.
func halfCosine(from, to, part float64) float64 { return to + (from-to)*(1+math.Cos(math.Pi*part))/2 }

// oneCycle is the rate in step t of total, from 0. Its peak need not be at a whole step.
func oneCycle(lr, t, total float64) float64 {
	peak, last := oneCycleRise*total-1, total-1
	if t <= peak {
		return halfCosine(lr/oneCycleStart, lr, t/peak)
	}
	return halfCosine(lr, lr/oneCycleEnd, (t-peak)/(last-peak))
}

func (s Schedule) check(lr float64, validates bool) error {
	refuse := func(param, want string, got any) error {
		return &tensor.ParamError{Op: "schedule", Param: param, Want: want, Got: got}
	}
	if err := s.checkUnused(); err != nil {
		return err
	}
	step, plateau := s.Curve == StepDecay, s.Curve == Plateau
	switch {
	case !s.Curve.known():
		return refuse("schedule", "a known one", s.Curve)
	case !(s.Warmup >= 0 && s.Warmup <= math.MaxInt32) || s.Warmup > 1 && s.Warmup != math.Trunc(s.Warmup):
		return refuse("warmup", "a number of steps or a part below 1", s.Warmup)
	case step && s.StepEvery < 1:
		return refuse("step_every", "at least 1", s.StepEvery)
	case step && !(float32(s.StepFactor) > 0 && s.StepFactor <= 1):
		return refuse("step_factor", "a number above 0, at most 1", s.StepFactor)
	case !(s.MinLR >= 0 && s.MinLR <= lr):
		return refuse("min_lr", "a number from 0 to lr", s.MinLR)
	case plateau && s.PlateauPatience < 1:
		return refuse("plateau_patience", "at least 1", s.PlateauPatience)
	case plateau && !(s.PlateauFactor > 0 && s.PlateauFactor < 1):
		return refuse("plateau_factor", "a number above 0 and below 1", s.PlateauFactor)
	case plateau && !validates:
		return refuse("schedule", "validation samples with plateau", s.Curve)
	}
	return nil
}

func (s Schedule) checkUnused() error {
	step, plateau := s.Curve == StepDecay, s.Curve == Plateau
	for _, p := range []struct {
		name  string
		value float64
		used  bool
	}{
		{"warmup", s.Warmup, s.Curve != OneCycle},
		{"step_every", float64(s.StepEvery), step},
		{"step_factor", s.StepFactor, step},
		{"min_lr", s.MinLR, plateau || s.Curve == Cosine},
		{"plateau_patience", float64(s.PlateauPatience), plateau},
		{"plateau_factor", s.PlateauFactor, plateau},
	} {
		if !p.used && p.value != 0 {
			return &tensor.ParamError{Op: "schedule", Param: p.name, Want: "0, for " + s.Curve.String() + " doesn't use it", Got: p.value}
		}
	}
	return nil
}
