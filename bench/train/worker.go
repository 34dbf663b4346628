package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// A worker is a contestant on so many cores, or why it isn't there.
type worker struct {
	contestant
	cores   int
	process *harness.Process
	version string
	absent  error
}

// A rig is what all parts of the benchmark share.
type rig struct {
	cpus []int
	data string // the folder with MNIST's four files
}

// start starts a contestant. What it is asked for first waits until it is ready.
func (g *rig) start(c contestant, cores int) *worker {
	w := &worker{contestant: c, cores: cores}
	if cores > len(g.cpus) {
		w.absent = fmt.Errorf("%w: needs %d cores", harness.ErrAbsent, cores)
		return w
	}
	w.process, w.absent = harness.Start(c.program, harness.Last(g.cpus, cores), fmt.Sprint("OMP_NUM_THREADS=", cores))
	return w
}

// load asks for the version and reads the data.
func (w *worker) load(g *rig) {
	w.version = w.ask("hello")
	w.ask("load", g.data)
}

func (w *worker) stop() {
	if w.process != nil {
		w.process.Stop()
	}
}

// ask returns the answer. After an error the worker is absent, and answers are empty.
func (w *worker) ask(command ...string) string {
	if w.absent != nil {
		return ""
	}
	var answer string
	if answer, w.absent = w.process.Ask(command...); w.absent != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", w.name, w.absent)
	}
	return answer
}

// time returns how many seconds the answer takes. When it returns, the worker rests.
func (w *worker) time(command ...string) float64 {
	begin := time.Now()
	w.ask(command...)
	took := time.Since(begin).Seconds()
	if w.absent == nil {
		w.absent = w.process.Rest()
	}
	return took
}

// number returns an answer that is a number.
func (w *worker) number(command ...string) float64 {
	answer := w.ask(command...)
	if w.absent != nil {
		return 0
	}
	var value float64
	value, w.absent = strconv.ParseFloat(answer, 64)
	return value
}
