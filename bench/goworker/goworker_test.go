package main

import (
	"math"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

const photo = "../../testdata/photos/chelsea.jpg"

// All contestants do the same work: on average, tensors differ by less than a grey level.
func TestTensorsAgree(t *testing.T) {
	want := tensorOf(t, "saccade")
	for name := range contestants {
		got := tensorOf(t, name)
		sum := 0.0
		for i := range want {
			sum += math.Abs(float64(got[i]-want[i])) * float64(std[i/(side*side)]) * 255
		}
		if mean := sum / float64(len(want)); mean >= 1 {
			t.Errorf("%s: wanted a mean difference below 1 grey level, found %.2f", name, mean)
		}
	}
}

func tensorOf(t *testing.T, name string) []float32 {
	t.Helper()
	s := server{contestant: contestants[name], jobs: map[string]loaded{}}
	if err := s.load("tensor", []string{photo}); err != nil {
		t.Fatal(err)
	}
	values, err := s.jobs["tensor"].result(0)
	if err != nil {
		t.Fatal(err)
	}
	if len(values) != 3*side*side {
		t.Fatalf("%s: wanted %d values, found %d", name, 3*side*side, len(values))
	}
	return values
}

func TestReplies(t *testing.T) {
	s := server{contestant: saccade, jobs: map[string]loaded{}}
	for _, tc := range []struct{ command, want string }{
		{"hello", "ok\tthis checkout"},
		{"load unknown", "absent\t"},
		{"load tensor no-such-file", "error\t"},
		{"run tensor 1 1", "error\t"},
		{"load tensor " + photo, "ok\t"},
		{"run tensor 1 x", "error\t"},
		{"run tensor 2 3", "ok\t"},
		{"allocs tensor 1", "ok\t"},
		{"memory", "ok\t"},
		{"jump", "error\t"},
	} {
		words := strings.Fields(tc.command)
		if got := harness.Reply(s.answer(words[0], words[1:])); !strings.HasPrefix(got, tc.want) {
			t.Errorf("%q: wanted %q, found %q", tc.command, tc.want, got)
		}
	}
}
