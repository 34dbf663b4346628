package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestVisible(t *testing.T) {
	for _, c := range [][2]string{
		{"plain/naïve 日本語.jpg", "plain/naïve 日本語.jpg"},
		{"esc\x1b[31mred", `esc\x1b[31mred`},
		{"two\nlines\r", `two\nlines\r`},
		{"c1\u009b31m", `c1\u009b31m`},
		{"rtl\u202egpj", `rtl\u202egpj`},
		{"bad\xff\xfe", `bad\xff\xfe`},
		{"it's \"quoted\" \\", `it's "quoted" \`},
		{"\ufffd", "\ufffd"},
	} {
		if got := visible(c[0]); got != c[1] {
			t.Errorf("visible(%q) = %q, want %q", c[0], got, c[1])
		}
	}
	if got := short(strings.Repeat("é", 33)); got != strings.Repeat("é", 31)+"…" {
		t.Errorf("short: %q", got)
	}
}

func TestVisibleError(t *testing.T) {
	both := errors.Join(errors.New("a\n"), errors.New("b\x1b"))
	for _, c := range []struct {
		err  error
		want string
	}{
		{errors.New("a\nb"), `a\nb`},
		{both, "a\\n\nb\\x1b"},
		{fmt.Errorf("x\ny: %w", both), "x\\ny: a\\n\nb\\x1b"},
		{fmt.Errorf("x\ny: %w: z\n", both), `x\ny: a\n\nb\x1b: z\n`},
		{fmt.Errorf("%w\n%w!", errors.New("a"), errors.New("b")), `a\nb!`},
	} {
		if got := visibleError(c.err); got != c.want {
			t.Errorf("%q: %q, want %q", c.err, got, c.want)
		}
	}
}

func TestFailureNamesTheSampleOnce(t *testing.T) {
	for _, err := range []error{errors.New("a.jpg: too bad"), errors.New("too bad")} {
		if got := failure("a.jpg", err); got != "a.jpg: too bad" {
			t.Errorf("%q", got)
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// What can't be written is no success, even where a command prints without looking.
func TestFullStandardOutput(t *testing.T) {
	for _, args := range []string{"plan hog", "evaluate " + model(t) + " " + fashion + "/test", "classify " + model(t) + " " + fashion + "/test/bag"} {
		var errs strings.Builder
		if status := run(t.Context(), strings.Fields(args), fullDisk{}, &errs); status != 1 || !strings.Contains(errs.String(), "standard output: no space left") {
			t.Errorf("saccade %s: status %d, %q", args, status, errs.String())
		}
	}
}
