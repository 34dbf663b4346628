package main

import (
	"os"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/dataset"
)

func TestShardFlag(t *testing.T) {
	for _, c := range []struct {
		env, flag, want string
	}{
		{"", "3/8", "3/8"},
		{"", "0/1", "0/1"},
		{"JOB_COMPLETION_INDEX=3", "auto/8", "3/8"},
		{"SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=8 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=1", "auto", "3/8"},
		{"SLURM_ARRAY_TASK_ID=8 SLURM_ARRAY_TASK_COUNT=8 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=8 SLURM_ARRAY_TASK_STEP=1", "auto", "7/8"},
		{"SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=2", "auto", "3/4"},
		{"SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=1 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_MAX=3", "auto/8", "3/8"},
		{"AWS_BATCH_JOB_ARRAY_INDEX=3 AWS_BATCH_JOB_ARRAY_SIZE=8", "auto", "3/8"},
		{"", "8/8", "error: from 0 to N-1"},
		{"", "-1/8", "error: from 0 to N-1"},
		{"", "0/0", "error: wanted I/N"},
		{"", "3", "error: wanted I/N"},
		{"", "a/b", "error: wanted I/N"},
		{"", "0/1000001", "error: from 1 to 1000000"},
		{"", "auto", "error: found none of them"},
		{"", "auto/8", "error: found none of them"},
		{"JOB_COMPLETION_INDEX=3", "auto", "error: Kubernetes doesn't say how many"},
		{"JOB_COMPLETION_INDEX=x", "auto/8", "error: JOB_COMPLETION_INDEX: wanted a whole number"},
		{"JOB_COMPLETION_INDEX=9", "auto/8", "error: found 9/8"},
		{"JOB_COMPLETION_INDEX=1 AWS_BATCH_JOB_ARRAY_INDEX=2", "auto/8", "error: one system's"},
		{"SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=1", "auto", "error: without gaps"},
	} {
		for _, a := range arrays {
			for _, name := range []string{a.index, a.count, a.first, a.last, a.step} {
				if name != "" {
					unset(t, name)
				}
			}
		}
		for _, set := range strings.Fields(c.env) {
			name, value, _ := strings.Cut(set, "=")
			t.Setenv(name, value)
		}
		var f shardFlag
		err := f.Set(c.flag)
		if want, bad := strings.CutPrefix(c.want, "error: "); bad {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s with %s: %v %v, want %s", c.flag, c.env, f.String(), err, want)
			}
		} else if err != nil || f.String() != c.want {
			t.Errorf("%s with %s: %v %v, want %s", c.flag, c.env, f.String(), err, c.want)
		}
	}
}

// unset is t.Setenv of a variable that isn't there.
func unset(t *testing.T, name string) {
	t.Helper()
	t.Setenv(name, "")
	if err := os.Unsetenv(name); err != nil {
		t.Fatal(err)
	}
}

func TestShardFiles(t *testing.T) {
	f := shardFlag{dataset.Shard{Index: 3, Count: 8}}
	for path, want := range map[string]string{
		"answers.csv":     "answers-00003-of-00008.csv",
		"a.b/answers.csv": "a.b/answers-00003-of-00008.csv",
		"/x/y.z.jsonl":    "/x/y.z-00003-of-00008.jsonl",
		"":                "",
	} {
		got := f.file(path)
		if got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
		if whole, s, ok := shardOf(got); path != "" && (!ok || whole != path || s != f.Shard) {
			t.Errorf("%q is shard %v of %q, %v", got, s, whole, ok)
		}
	}
	if got := (&shardFlag{}).file("a.csv"); got != "a.csv" {
		t.Errorf("without shards: %q", got)
	}
	for _, path := range []string{"answers.csv", "answers-3-of-8.csv", "answers-00008-of-00008.csv", "answers-00000-of-00000.csv", "a-00001-of-00002.csv.done"} {
		if whole, s, ok := shardOf(path); ok {
			t.Errorf("%q is shard %v of %q", path, s, whole)
		}
	}
}
