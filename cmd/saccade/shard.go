package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/saccade-go/saccade/dataset"
)

// A shardFlag is the part of the inputs that a run takes.
type shardFlag struct{ dataset.Shard }

func (f *shardFlag) Type() string { return "I/N" }

func (f *shardFlag) String() string {
	if f.Count == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", f.Index, f.Count)
}

// Set reads I/N, auto or auto/N.
func (f *shardFlag) Set(text string) (err error) {
	index, count, slash := strings.Cut(text, "/")
	switch {
	case index == "auto" && !slash:
		f.Shard, err = shardOfArray(os.LookupEnv)
		return err
	case index == "auto":
		f.Index, err = indexOfArray(os.LookupEnv)
	case slash:
		f.Index, err = strconv.Atoi(index)
	}
	if err != nil && index == "auto" {
		return err
	}
	n, countErr := strconv.Atoi(count)
	if err != nil || countErr != nil || n == 0 {
		return fmt.Errorf("wanted I/N, auto or auto/N, as 3/8, found %q", text)
	}
	f.Count = n
	return f.Check()
}

// An array is a system that runs one command many times. Its variables are those that its manual names.
type array struct {
	name              string
	index             string // counted from first to last by step
	count             string // "": it doesn't tell
	first, last, step string
}

var arrays = []array{
	{name: "Kubernetes", index: "JOB_COMPLETION_INDEX"},
	{name: "Slurm", index: "SLURM_ARRAY_TASK_ID", count: "SLURM_ARRAY_TASK_COUNT",
		first: "SLURM_ARRAY_TASK_MIN", last: "SLURM_ARRAY_TASK_MAX", step: "SLURM_ARRAY_TASK_STEP"},
	{name: "AWS Batch", index: "AWS_BATCH_JOB_ARRAY_INDEX", count: "AWS_BATCH_JOB_ARRAY_SIZE"},
}

type lookup func(name string) (string, bool)

// number reads a whole number that a system has set, or otherwise if there is none.
func (l lookup) number(name string, otherwise int) (int, error) {
	text, ok := l(name)
	if name == "" || !ok {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%s: wanted a whole number, found %q", name, text)
	}
	return n, nil
}

// running returns the array that this run belongs to.
func (l lookup) running() (array, error) {
	var found []array
	for _, a := range arrays {
		if _, ok := l(a.index); ok {
			found = append(found, a)
		}
	}
	switch len(found) {
	case 0:
		return array{}, errors.New("auto: wanted JOB_COMPLETION_INDEX, SLURM_ARRAY_TASK_ID or AWS_BATCH_JOB_ARRAY_INDEX in the environment, found none of them")
	case 1:
		return found[0], nil
	}
	return array{}, fmt.Errorf("auto: wanted one system's variables, found %s and %s: give I/N", found[0].index, found[1].index)
}

// indexOfArray is the index that the system gives, as it is.
func indexOfArray(env lookup) (int, error) {
	a, err := env.running()
	if err != nil {
		return 0, err
	}
	return env.number(a.index, 0)
}

// shardOfArray is the part of a run whose system says how many there are.
func shardOfArray(env lookup) (dataset.Shard, error) {
	a, err := env.running()
	if err != nil {
		return dataset.Shard{}, err
	}
	var index, count, first, last, step int
	for _, v := range []struct {
		into      *int
		name      string
		otherwise int
	}{{&count, a.count, 0}, {&index, a.index, 0}, {&first, a.first, 0}, {&last, a.last, count - 1}, {&step, a.step, 1}} {
		if *v.into, err = env.number(v.name, v.otherwise); err != nil {
			return dataset.Shard{}, err
		}
	}
	switch {
	case count == 0:
		return dataset.Shard{}, fmt.Errorf("auto: %s doesn't say how many parts there are: give auto/N", a.name)
	case a.last != "" && (step == 0 || (last-first)/step+1 != count):
		return dataset.Shard{}, fmt.Errorf("auto: wanted an array without gaps, found %d tasks from %d to %d: give auto/N", count, first, last)
	}
	s := dataset.Shard{Index: (index - first) / max(step, 1), Count: count}
	return s, s.Check()
}

// file returns the name of a shard's own output.
func (f shardFlag) file(path string) string { return f.File(path) }

var shardName = regexp.MustCompile(`^(.*)-(\d{5,7})-of-(\d{5,7})([-_.]\d+)?((?:\.[^./\\]*?(?:\.gz)?)?[/\\]?)$`)

// shardOf takes the name of a shard's file apart: answers.csv and 3 of 8 for answers-00003-of-00008.csv, and train.tar and 3 of 8 for
// train-00003-of-00008-000017.tar.
func shardOf(path string) (whole string, s dataset.Shard, ok bool) {
	m := shardName.FindStringSubmatch(path)
	if m == nil {
		return "", s, false
	}
	s.Index, _ = strconv.Atoi(m[2])
	s.Count, _ = strconv.Atoi(m[3])
	return m[1] + m[5], s, s.Count > 0 && s.Check() == nil
}
