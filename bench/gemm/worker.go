package main

import (
	"fmt"
	"strconv"

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

// startWorkers starts all contestants on each of the numbers of cores.
func startWorkers(cpus []int, cores ...int) []*worker {
	var all []*worker
	for _, n := range cores {
		for _, c := range contestants {
			w := &worker{contestant: c, cores: n}
			w.absent = w.start(cpus)
			all = append(all, w)
		}
	}
	for _, w := range all { // they got ready while others were started
		if w.absent == nil {
			w.version, w.absent = w.process.Receive()
		}
	}
	return all
}

func (w *worker) start(cpus []int) error {
	if w.cores > len(cpus) {
		return fmt.Errorf("%w: needs %d cores", harness.ErrAbsent, w.cores)
	}
	p, err := harness.Start(w.program, harness.Last(cpus, w.cores), fmt.Sprint("OMP_NUM_THREADS=", w.cores))
	if err != nil {
		return err
	}
	w.process = p
	return p.Send("hello")
}

func (w *worker) stop() {
	if w.process != nil {
		w.process.Stop()
	}
}

// load makes a product's matrices and returns how many operations it takes, and the sum of the result.
func (w *worker) load(p *product) (flops float64, sum string, err error) {
	if w.absent != nil {
		return 0, "", w.absent
	}
	answer, err := w.process.Ask("load", p.name())
	if err != nil {
		return 0, "", err
	}
	if flops, err = strconv.ParseFloat(answer, 64); err != nil {
		return 0, "", err
	}
	sum, err = w.process.Ask("sum")
	return flops, sum, err
}
