package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// A server answers the driver's commands for one contestant.
type server struct {
	contestant contestant
	jobs       map[string]loaded
}

// loaded is a job with its files.
type loaded struct {
	job
	images int
}

func (s *server) answer(verb string, args []string) (string, error) {
	switch {
	case verb == "hello" && len(args) == 0:
		return s.contestant.version(), nil
	case verb == "memory" && len(args) == 0:
		return peakMemory()
	case verb == "load" && len(args) > 0:
		return "", s.load(args[0], args[1:])
	}
	if len(args) == 0 {
		return "", fmt.Errorf("command %q isn't known, or has no job", verb)
	}
	j, ok := s.jobs[args[0]]
	if !ok {
		return "", fmt.Errorf("job %q isn't loaded", args[0])
	}
	switch {
	case verb == "run" && len(args) == 3:
		return "", j.runFor(args[1], args[2])
	case verb == "allocs" && len(args) == 2:
		return j.allocs(args[1])
	case verb == "write" && len(args) == 3:
		return "", j.write(args[1], args[2])
	}
	return "", fmt.Errorf("command %q with %d arguments isn't known", verb, len(args))
}

func (s *server) load(name string, paths []string) error {
	prepare, ok := s.contestant.jobs[name]
	if !ok {
		return fmt.Errorf("%w: job %q: unsupported", harness.ErrAbsent, name)
	}
	files := make([][]byte, len(paths))
	for i, path := range paths {
		var err error
		if files[i], err = os.ReadFile(path); err != nil {
			return err
		}
	}
	j, err := prepare(files)
	s.jobs[name] = loaded{j, max(len(files), 1)}
	return err
}

func (l loaded) runFor(threads, repeat string) error {
	n, err := strconv.Atoi(threads)
	if err != nil {
		return err
	}
	times, err := strconv.Atoi(repeat)
	if err != nil {
		return err
	}
	return l.run(n, times)
}

// allocs returns the allocations per image on one goroutine in the steady state. Like testing.AllocsPerRun it
// warms up first and counts everything that happens meanwhile.
func (l loaded) allocs(repeat string) (string, error) {
	times, err := strconv.Atoi(repeat)
	if err != nil {
		return "", err
	}
	if err := l.run(1, 1); err != nil {
		return "", err
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err = l.run(1, times)
	runtime.ReadMemStats(&after)
	perImage := float64(after.Mallocs-before.Mallocs) / float64(times*l.images)
	return strconv.FormatFloat(perImage, 'g', -1, 64), err
}

// write writes the result of one file as float32, little endian.
func (l loaded) write(index, path string) error {
	i, err := strconv.Atoi(index)
	if err != nil {
		return err
	}
	values, err := l.result(i)
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(binary.Write(f, binary.LittleEndian, values), f.Close())
}

// peakMemory returns the most memory that the process has had so far, in KiB.
func peakMemory() (string, error) {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return "", err
	}
	defer f.Close()
	for in := bufio.NewScanner(f); in.Scan(); {
		if value, ok := strings.CutPrefix(in.Text(), "VmHWM:"); ok {
			return strings.TrimSpace(strings.TrimSuffix(value, "kB")), nil
		}
	}
	return "", errors.New("/proc/self/status has no VmHWM")
}
