package classifier

import (
	"context"
	"errors"
	"fmt"
	"math"

	float64s "gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/optimize"
)

// lbfgsTolerance is how small each part of the gradient has to be in the end.
const lbfgsTolerance = 1e-10

// lbfgsMemory is how many steps back L-BFGS looks.
const lbfgsMemory = 15

// minimise finds the weights w at which an objective is lowest, by L-BFGS (Nocedal & Wright, "Numerical Optimization",
// chapter 7.2), starting with those in w: W (C×D) and b (C). It calls each after each iteration, with w changed, and ends
//
//   - when no part of the gradient is above 1e-10, or when no step makes the objective lower by what float64 can tell;
//   - after so many iterations;
//   - with ctx's error when ctx is done, which is looked at before each evaluation;
//   - with each's error;
//   - with errNotFinite when the objective or its gradient isn't.
//
// After an error, w is what it was when each was last called. If w is the minimum to begin with, each is called once.
func minimise(ctx context.Context, o *objective, w []float64, iterations int, each func() error) error {
	p := &lbfgsRun{ctx: ctx, objective: o, w: w, iterations: iterations, each: each}
	problem := optimize.Problem{Func: p.value, Grad: p.gradient, Status: p.status}
	method := &optimize.LBFGS{Store: lbfgsMemory, Linesearcher: &optimize.MoreThuente{}, GradStopThreshold: math.NaN()}
	_, err := optimize.Minimize(problem, w, &optimize.Settings{Converger: p}, method)
	if p.err == nil && p.done == 0 {
		p.err = each()
	}
	switch {
	case p.err != nil:
		return p.err
	case err == nil, errors.Is(err, optimize.ErrLinesearcherFailure), errors.Is(err, optimize.ErrNoProgress),
		errors.Is(err, optimize.ErrNonDescentDirection), errors.Is(err, optimize.ErrLinesearcherBound):
		return nil
	}
	return err
}

// errNotFinite says that training has diverged.
var errNotFinite = errors.New("the loss or its gradient isn't finite")

// lbfgsRun is what gonum's Minimize calls: the objective in goroutines of its own, one at a time, and Converged in that of
// the caller.
type lbfgsRun struct {
	*objective
	ctx        context.Context
	w          []float64
	iterations int
	each       func() error
	begun      bool  // Converged was called for the start
	done       int   // iterations
	err        error // why to end
}

// look evaluates, and turns a panic into an error, for nobody else could recover from it.
func (p *lbfgsRun) look(w []float64) {
	defer func() {
		if v := recover(); v != nil {
			p.err = fmt.Errorf("lbfgs: %v", v)
		}
	}()
	p.evaluate(w)
	if !finite(p.objective.value) || !finite(float64s.Sum(p.grad)) {
		p.err = errNotFinite
	}
}

func (p *lbfgsRun) value(w []float64) float64 {
	p.look(w)
	return p.objective.value
}

func (p *lbfgsRun) gradient(grad, w []float64) {
	p.look(w)
	copy(grad, p.grad)
}

func (p *lbfgsRun) status() (optimize.Status, error) {
	if p.err == nil {
		p.err = p.ctx.Err()
	}
	if p.err != nil {
		return optimize.Failure, p.err
	}
	return optimize.NotTerminated, nil
}

// Init is part of optimize.Converger.
func (p *lbfgsRun) Init(int) {}

// Converged takes the weights of an iteration, the first of which is the start, and reports whether it is the last.
func (p *lbfgsRun) Converged(at *optimize.Location) optimize.Status {
	if p.begun {
		copy(p.w, at.X)
		p.done++
		if p.err = p.each(); p.err != nil {
			return optimize.Failure
		}
	}
	p.begun = true
	switch {
	case float64s.Norm(at.Gradient, math.Inf(1)) <= lbfgsTolerance:
		return optimize.GradientThreshold
	case p.done >= p.iterations:
		return optimize.IterationLimit
	}
	return optimize.NotTerminated
}
