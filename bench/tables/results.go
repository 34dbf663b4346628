package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
)

// resultsDir has the figures behind docs/accuracy.md; they are part of the repository, as making them takes hours.
const resultsDir = "bench/tables/figures"

// results has the outcomes of each row's seeds, from 0 on.
type results map[string][]outcome

func file(t table) string { return filepath.Join(resultsDir, t.name+".json") }

func readResults(t table) (results, error) {
	r := results{}
	data, err := os.ReadFile(file(t))
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &r)
	}
	return r, err
}

func (r results) write(t table) error {
	data, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(resultsDir, 0o777); err != nil {
		return err
	}
	return os.WriteFile(file(t), append(data, '\n'), 0o666)
}

// repeat trains a row once for each seed, each time in a process of its own.
func repeat(name string, r row, seeds int) ([]outcome, error) {
	if seeds == 0 {
		seeds = max(r.seeds, 3)
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	var out []outcome
	for seed := range seeds {
		cmd := exec.Command(self, "-one", name, "-seed", strconv.Itoa(seed))
		cmd.Stderr = os.Stderr
		printed, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("%s, seed %d: %w", name, seed, err)
		}
		var o outcome
		if err := json.Unmarshal(printed, &o); err != nil {
			return nil, err
		}
		fmt.Printf("%s, seed %d: accuracy %.4f, %.0f s, %.0f s of processors, %.0f MB\n", name, seed, o.Accuracy, o.Seconds, o.CPU, o.MB)
		out = append(out, o)
	}
	return out, nil
}

// of returns the mean of a figure over the outcomes and its sample deviation.
func of(outs []outcome, figure func(outcome) float64) (mean, deviation float64) {
	for _, o := range outs {
		mean += figure(o) / float64(len(outs))
	}
	for _, o := range outs {
		deviation += (figure(o) - mean) * (figure(o) - mean)
	}
	return mean, math.Sqrt(deviation / max(float64(len(outs)-1), 1))
}

// processorSeconds is what this process has used so far.
func processorSeconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	seconds := func(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }
	return seconds(usage.Utime) + seconds(usage.Stime)
}

// peakMB is the largest resident memory of this process so far.
func peakMB() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return float64(usage.Maxrss) / 1024
}
