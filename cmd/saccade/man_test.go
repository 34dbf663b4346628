package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// TestMan: there is a page for each command, with its tables and all its flags, the same each time.
func TestMan(t *testing.T) {
	dirs := []string{filepath.Join(t.TempDir(), "new", "man"), t.TempDir()}
	for _, dir := range dirs {
		if stdout, stderr := must(t, 0, "man", dir); stdout+stderr != "" {
			t.Errorf("%s%s", stdout, stderr)
		}
	}
	for _, c := range documented() {
		name := pageName(c) + ".1"
		page, err := os.ReadFile(filepath.Join(dirs[0], name))
		if err != nil {
			t.Error(err)
			continue
		}
		if again, err := os.ReadFile(filepath.Join(dirs[1], name)); err != nil || string(again) != string(page) {
			t.Errorf("%s is another one the second time, %v", name, err)
		}
		text := string(page)
		for _, part := range []string{".SH NAME\n", ".SH SYNOPSIS\n", ".SH DESCRIPTION\n", ".SS Every command\n", ".SH OPTIONS\n"} {
			if !strings.Contains(text, part) && (part != ".SS Every command\n" || len(groupsOf(c)) > 1) {
				t.Errorf("%s has no %s", name, part)
			}
		}
		for _, g := range groupsOf(c) {
			g.VisitAll(func(f *pflag.Flag) {
				if !strings.Contains(text, `\fB\-\-`+troff(f.Name)+`\fR`) {
					t.Errorf("%s has no --%s", name, f.Name)
				}
			})
		}
	}
	preprocess, err := os.ReadFile(filepath.Join(dirs[0], "saccade-preprocess.1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		".nf\n  .npz                NumPy: images", "\n  .h5                 the same as HDF5 arrays\n",
		"\\fB\\-\\-layout\\fR \\fIORDER\\fR\nORDER of the axes", "(default nchw)\n", "image\\-format", `.TH "SACCADE\-PREPROCESS" 1 "" "saccade `,
	} {
		if !strings.Contains(string(preprocess), part) {
			t.Errorf("no %q in\n%s", part, preprocess)
		}
	}
}

func TestManDate(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("SOURCE_DATE_EPOCH", "86400")
	must(t, 0, "man", dir)
	if page, err := os.ReadFile(filepath.Join(dir, "saccade.1")); err != nil || !strings.HasPrefix(string(page), `.TH "SACCADE" 1 "1970-01-02" `) {
		t.Errorf("%.80s, %v", page, err)
	}
	t.Setenv("SOURCE_DATE_EPOCH", "today")
	if _, stderr := must(t, 1, "man", dir); !strings.Contains(stderr, `SOURCE_DATE_EPOCH: wanted seconds since 1970, found "today"`) {
		t.Error(stderr)
	}
}

func TestManErrors(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "man")} {
		if _, stderr := must(t, 1, "man", dir); !strings.Contains(stderr, file) {
			t.Error(stderr)
		}
	}
}

func TestTroff(t *testing.T) {
	if got, want := troff(".a\n'b' -c \\d"), `\&.a`+"\n"+`\(aqb\(aq \-c \ed`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
