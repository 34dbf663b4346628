package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// A run is one call of a program.
type timed struct {
	seconds float64 // from the start to the end
	first   float64 // seconds from the start to the first row
	cpu     float64 // seconds of processor time
	memory  float64 // the peak of resident memory in MB, of the largest process
	classes map[string]string
}

// A contest is what came of a folder on some cores: for each program the figures of each round, or why there are none.
type contest struct {
	folder
	cores   int
	files   int
	absent  []error
	runs    [][]timed
	agree   []float64 // the part of the files that have our class
	differs []int     // the files that haven't
}

// race lets all work by turns, each time in a process of its own. The files are in the system's cache.
func race(f folder, cores int, cpus []int, programs []program, rounds int) (contest, error) {
	fmt.Fprintf(os.Stderr, "%s, cores: %d\n", f.name, cores)
	n := len(programs)
	c := contest{folder: f, cores: cores, absent: make([]error, n), runs: make([][]timed, n), agree: make([]float64, n), differs: make([]int, n)}
	var want map[string]string
	for i, p := range programs { // a round that isn't counted
		if c.absent[i] = p.absent; p.absent != nil {
			continue
		}
		r, err := call(p.args(f.path, cores), harness.Last(cpus, cores))
		if err != nil {
			c.absent[i] = err
			continue
		}
		if want == nil {
			want, c.files = r.classes, len(r.classes)
		}
		if c.differs[i], err = compare(want, r.classes); err != nil {
			c.absent[i] = err
		}
		c.agree[i] = 1 - float64(c.differs[i])/float64(len(want))
	}
	for round := range rounds {
		for _, i := range harness.Turns(round, n) {
			if c.absent[i] != nil {
				continue
			}
			r, err := call(programs[i].args(f.path, cores), harness.Last(cpus, cores))
			if err != nil {
				return c, fmt.Errorf("%s: %w", programs[i].name, err)
			}
			c.runs[i] = append(c.runs[i], r)
		}
	}
	return c, nil
}

// compare counts the files that have another class. Other files are an error.
func compare(want, got map[string]string) (differ int, err error) {
	if len(got) != len(want) {
		return 0, fmt.Errorf("wanted %d files, found %d", len(want), len(got))
	}
	for path, class := range want {
		other, ok := got[path]
		if !ok {
			return 0, fmt.Errorf("wanted a row for %s, found none", path)
		}
		if other != class {
			differ++
		}
	}
	return differ, nil
}

// call runs a program on some cores and reads its rows.
func call(args []string, cores string) (r timed, err error) {
	cmd := exec.Command("taskset", append([]string{"--cpu-list", cores}, args...)...)
	cmd.Env = append(os.Environ(), "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", "PYTHONDONTWRITEBYTECODE=1")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return r, err
	}
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return r, err
	}
	readErr := r.read(out, begin)
	if err := errors.Join(readErr, cmd.Wait()); err != nil {
		return r, err
	}
	r.seconds = time.Since(begin).Seconds()
	r.cpu = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.memory = float64(u.Maxrss) / 1024
	}
	return r, nil
}

func (r *timed) read(out io.Reader, begin time.Time) error {
	rows := csv.NewReader(bufio.NewReader(out))
	rows.FieldsPerRecord = -1
	if _, err := rows.Read(); err != nil {
		return fmt.Errorf("wanted rows, found %w", err)
	}
	r.classes = map[string]string{}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if len(r.classes) == 0 {
			r.first = time.Since(begin).Seconds()
		}
		r.classes[filepath.Clean(row[0])] = row[1]
	}
}
