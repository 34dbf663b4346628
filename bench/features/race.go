package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

const (
	// ours is Saccade's place among workers.
	ours = "saccade"
	// shortest is how long a pass takes at least: work is repeated.
	shortest = 100 * time.Millisecond
)

// A worker is a process that makes features, or why it isn't there.
type worker struct {
	process *harness.Process
	version string
	absent  error
}

// startWorkers starts the contestants, by their names.
func startWorkers(cpus []int) map[string]*worker {
	all := map[string]*worker{ours: startWorker(cpus, filepath.Join(harness.Home, "bin/featuresworker"))}
	for _, name := range []string{"opencv", "skimage", "numpy", "sklearn"} {
		all[name] = startWorker(cpus, filepath.Join(harness.Home, ".venv/bin/python"), filepath.Join(harness.Home, "python/features.py"), name)
	}
	return all
}

func startWorker(cpus []int, program ...string) *worker {
	w := &worker{}
	if w.process, w.absent = harness.Start(program, harness.Last(cpus, 1), "OMP_NUM_THREADS=1"); w.absent == nil {
		w.version, w.absent = w.process.Ask("hello")
	}
	return w
}

func (w *worker) stop() {
	if w.process != nil {
		w.process.Stop()
	}
}

// A result is what came of a contest: an entrant for Saccade, and one for each of the others.
type result struct {
	contest
	entrants []*entrant
}

// An entrant is a worker within a contest. Rates are items per second, one for each round.
type entrant struct {
	*worker
	name      string
	absent    error
	repeat    int
	rates     []float64
	values    []float32
	different float64 // the largest difference from ours; NaN if it makes another feature
}

// race lets all work by turns, so that whatever else the machine does meets all alike.
func race(c contest, workers map[string]*worker, dir string, rounds int) result {
	fmt.Fprintln(os.Stderr, c.title)
	r := result{contest: c}
	for _, name := range append([]string{ours}, c.others...) {
		e := &entrant{worker: workers[name], name: name}
		if e.absent = e.prepare(c.name, dir); e.absent == nil && name != ours {
			e.absent = r.compare(e)
		}
		r.entrants = append(r.entrants, e)
	}
	for round := range rounds {
		for _, i := range harness.Turns(round, len(r.entrants)) {
			e := r.entrants[i]
			if e.absent != nil {
				continue
			}
			took, err := e.pass(e.repeat)
			e.absent = err
			e.rates = append(e.rates, float64(e.repeat*c.items)/took.Seconds())
		}
	}
	return r
}

// prepare loads the work, takes its result and finds out how often to repeat it.
func (e *entrant) prepare(name, dir string) error {
	if e.worker.absent != nil {
		return e.worker.absent
	}
	if _, err := e.process.Ask("load", name, dir); err != nil {
		return err
	}
	path := filepath.Join(dir, "result")
	if _, err := e.process.Ask("write", path); err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	e.values = make([]float32, len(data)/4)
	for k := range e.values {
		e.values[k] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*k:]))
	}
	for repeat := 1; ; repeat *= 4 {
		took, err := e.pass(repeat)
		if err != nil {
			return err
		}
		if took >= shortest/8 {
			e.repeat = int(math.Ceil(float64(repeat) * float64(shortest) / float64(took)))
			return nil
		}
	}
}

func (e *entrant) pass(repeat int) (time.Duration, error) {
	begin := time.Now()
	_, err := e.process.Ask("run", strconv.Itoa(repeat))
	return time.Since(begin), err
}

// compare refuses an entrant that doesn't do the same as ours, where it is to.
func (r *result) compare(e *entrant) error {
	e.different = math.NaN()
	near, same := r.near[e.name]
	us := r.entrants[0]
	if us.absent != nil || !same {
		return nil
	}
	if len(e.values) != len(us.values) {
		return fmt.Errorf("wanted as many values as ours, %d, found %d", len(us.values), len(e.values))
	}
	e.different = 0
	for i, v := range us.values {
		e.different = max(e.different, math.Abs(float64(v)-float64(e.values[i])))
	}
	if !(e.different <= near) {
		return fmt.Errorf("wanted results that differ by %g at most, found %g", near, e.different)
	}
	return nil
}
