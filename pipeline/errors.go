package pipeline

import (
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/saccade-go/saccade/tensor"
)

// A StageError says which stage of a pipeline failed, on what, and why.
type StageError struct {
	Number int         // counted from 1
	Name   string      // the step's name
	In     tensor.Spec // what it was given
	Err    error
}

func (e *StageError) Error() string {
	return fmt.Sprintf("stage %d %s, given %s: %v", e.Number, e.Name, e.In, e.Err)
}

func (e *StageError) Unwrap() error { return e.Err }

// A PanicError is a panic that was contained. It is a mistake in the code that panicked, and Stack shows where.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// contain turns a panic into a *PanicError. It is deferred with the address of the function's error.
func contain(err *error) {
	if v := recover(); v != nil {
		*err = &PanicError{v, debug.Stack()}
	}
}

// ErrNotFitted is in the error of a plan that is run although one of its steps has still to learn.
var ErrNotFitted = errors.New("it has to learn from data first (pipeline.Fit)")

// A ConfigError says what is wrong in a pipeline's JSON or YAML, and where.
type ConfigError struct {
	Line  int    // in a YAML file, counted from 1; 0: not known
	Where string // "step 3 resize", "decode"
	Err   error
}

func (e *ConfigError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s: %v", e.Line, e.Where, e.Err)
	}
	return fmt.Sprintf("%s: %v", e.Where, e.Err)
}

func (e *ConfigError) Unwrap() error { return e.Err }
