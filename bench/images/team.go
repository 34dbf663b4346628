package main

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// A team is the processes of a worker program on so many cores: one with as many threads, or one for each core
// which has its part of the files.
type team struct {
	processes []*harness.Process
	threads   int // of each process
	version   string
}

// newTeam starts the processes. They get ready while others are started; ready waits for them.
func newTeam(e entrant, cpus []int) (*team, error) {
	if e.cores > len(cpus) {
		return nil, fmt.Errorf("%w: needs %d cores", harness.ErrAbsent, e.cores)
	}
	// The last cores, because the first ones serve most interrupts.
	shares, threads := split(cpus[len(cpus)-e.cores:]), 1
	if e.threads {
		shares, threads = []string{strings.Join(shares, ",")}, e.cores
	}
	t := &team{threads: threads}
	for _, share := range shares {
		p, err := harness.Start(e.program, share)
		if err != nil {
			t.stop()
			return nil, err
		}
		t.processes = append(t.processes, p)
	}
	return t, t.send("hello")
}

func split(cpus []int) []string {
	var all []string
	for _, c := range cpus {
		all = append(all, strconv.Itoa(c))
	}
	return all
}

func (t *team) stop() {
	for _, p := range t.processes {
		p.Stop()
	}
}

func (t *team) ready() (err error) {
	t.version, err = t.receive()
	return err
}

// load gives every process its part of the files.
func (t *team) load(job string, files []string) error {
	for i, p := range t.processes {
		command := []string{"load", job}
		for f := i; f < len(files); f += len(t.processes) {
			command = append(command, files[f])
		}
		if err := p.Send(command...); err != nil {
			return err
		}
	}
	_, err := t.receive()
	return err
}

// pass works on all files, repeat times over, and returns how long that took until the last process was done.
func (t *team) pass(job string, repeat int) (time.Duration, error) {
	begin := time.Now()
	if err := t.send("run", job, strconv.Itoa(t.threads), strconv.Itoa(repeat)); err != nil {
		return 0, err
	}
	_, err := t.receive()
	return time.Since(begin), err
}

func (t *team) send(command ...string) error {
	var errs []error
	for _, p := range t.processes {
		errs = append(errs, p.Send(command...))
	}
	return errors.Join(errs...)
}

// receive takes the answers of all processes, and returns the last one's and the first error.
func (t *team) receive() (value string, err error) {
	for _, p := range t.processes {
		v, e := p.Receive()
		value, err = v, cmp.Or(err, e)
	}
	return value, err
}
