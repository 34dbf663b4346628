package classifier

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
)

// adamW is Adam with decoupled weight decay; [Optimizer] has the formulas, where m is first and v is second.
type adamW struct {
	kernel.AdamW
	first, second []float32
}

func newAdamW(o Optimizer, params int) *adamW {
	return &adamW{
		AdamW: kernel.AdamW{Beta1: o.Beta1, Beta2: o.Beta2, Eps: o.Eps, WeightDecay: o.WeightDecay},
		first: make([]float32, params), second: make([]float32, params),
	}
}

func (a *adamW) begin(t int, lr float64, scale float32) {
	a.LR, a.GradScale = lr, scale
	a.Correction1 = 1 - math.Pow(a.Beta1, float64(t))
	a.Correction2 = 1 - math.Pow(a.Beta2, float64(t))
}

func (a *adamW) step(params, grads []float32, from int) {
	to := from + len(params)
	a.Step(params, grads, a.first[from:to], a.second[from:to])
}

func (a *adamW) memory() map[string][]float32 {
	return map[string][]float32{"first": a.first, "second": a.second}
}
