package main

import "strconv"

// A footprint is what Saccade takes beside time.
type footprint struct {
	allocs    float64 // per image in the steady state
	megabytes float64 // the process's peak, working on two large images at a time, files in memory included
	err       error
}

// measureFootprint runs in processes of their own: the peak would remember other work.
func measureFootprint(small, large []string, cpus []int) (f footprint) {
	f.allocs, f.err = fresh(1, small, cpus, "allocs", makers[0].job, "5")
	if f.err != nil {
		return f
	}
	var kib float64
	kib, f.err = fresh(2, large, cpus, "memory")
	f.megabytes = kib * 1024 / 1e6
	return f
}

// fresh starts Saccade on so many cores, lets it work on files and asks for a figure.
func fresh(cores int, files []string, cpus []int, question ...string) (float64, error) {
	t, err := newTeam(entrant{makers[0], cores}, cpus)
	if err != nil {
		return 0, err
	}
	defer t.stop()
	if err := t.ready(); err != nil {
		return 0, err
	}
	if err := t.load(makers[0].job, files); err != nil {
		return 0, err
	}
	if _, err := t.pass(makers[0].job, 4); err != nil {
		return 0, err
	}
	answer, err := t.processes[0].Ask(question...)
	if err != nil {
		return 0, err
	}
	return strconv.ParseFloat(answer, 64)
}
