package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/dataset"
)

// someInputs have names that are hard to write down, sorted.
func someInputs() []string {
	names := []string{"a.png", "b/1.png", "b/new\nline.png", "b/quo\"te,.png", "cr\r\nlf.png", "d\xff.png", "d\ufffd.png", "e.png"}
	slices.Sort(names)
	return names
}

func samplesOf(names []string) []dataset.Sample {
	var s []dataset.Sample
	for _, name := range names {
		s = append(s, dataset.Sample{Name: name, Path: name, Label: -1})
	}
	return s
}

// fakeRow is the row of an input, which depends on its name; some are errors.
func fakeRow(name string) row {
	if len(name)%3 == 0 {
		return row{path: name, err: errors.New("bad \"" + name + "\",\nwith two lines")}
	}
	top := []saccade.Ranked{{Class: name + ", class", Probability: 1 / float32(len(name))}}
	return row{path: name, answer: saccade.Prediction{Class: top[0].Class, Probability: top[0].Probability, Top: top}}
}

// fakeRun writes the rows of inputs, as classify does, and stops after most of them.
func fakeRun(path string, resume bool, inputs []string, most int) error {
	f := classifyFlags{out: path, top: 1, resume: resume}
	return f.output(nil).write(nil, samplesOf(inputs), func(rows rowWriter, d done) (m marker, err error) {
		for i, s := range d.todo {
			if i == most {
				return m, errors.New("interrupted")
			}
			if err := rows.write(fakeRow(s.Name)); err != nil {
				return m, err
			}
		}
		return m, nil
	})
}

const all = 1 << 30

// inMemory is a temporary folder in memory where there is one: for tests that sync thousands of files.
func inMemory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "saccade-test")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// contents runs on inputs in a new file and returns it.
func contents(t *testing.T, ext string, inputs []string) []byte {
	t.Helper()
	path := filepath.Join(inMemory(t), "fresh"+ext)
	if err := fakeRun(path, false, inputs, all); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestResumeAfterAnyCut cuts the file at each byte.
func TestResumeAfterAnyCut(t *testing.T) {
	for _, ext := range []string{".csv", ".jsonl"} {
		whole := contents(t, ext, someInputs())
		path := filepath.Join(inMemory(t), "a"+ext)
		for n := range len(whole) + 1 {
			if err := os.WriteFile(path, whole[:n], 0o666); err != nil {
				t.Fatal(err)
			}
			if err := fakeRun(path, true, someInputs(), all); err != nil {
				t.Fatalf("%s cut at %d (%q): %v", ext, n, whole[max(0, n-20):n], err)
			}
			if got, _ := os.ReadFile(path); !bytes.Equal(got, whole) {
				t.Fatalf("%s cut at %d (%q):\n%q\nwant\n%q", ext, n, whole[max(0, n-20):n], got, whole)
			}
		}
	}
}

// TestResumeAmongOtherInputs: whatever subset the rows are of, however they are cut, whenever the runs after that end, and whatever
// of their inputs are gone: in the end there is one row for each input that has ever been there, in order.
func TestResumeAmongOtherInputs(t *testing.T) {
	inputs := someInputs()[:5]
	subset := func(bits int) (names []string) {
		for i, name := range inputs {
			if bits>>i&1 == 1 {
				names = append(names, name)
			}
		}
		return names
	}
	for _, ext := range []string{".csv", ".jsonl"} {
		fresh := map[int][]byte{}
		for bits := range 1 << len(inputs) {
			fresh[bits] = contents(t, ext, subset(bits))
		}
		path := filepath.Join(inMemory(t), "a"+ext)
		for had := range 1 << len(inputs) {
			for now := range 1 << len(inputs) {
				if had != 0 && had&now == 0 {
					continue // rows of other inputs altogether
				}
				for most := range 6 {
					if err := os.WriteFile(path, fresh[had], 0o666); err != nil {
						t.Fatal(err)
					}
					_ = fakeRun(path, true, subset(now), most)
					if err := fakeRun(path, true, subset(now), all); err != nil {
						t.Fatal(err)
					}
					if got, _ := os.ReadFile(path); !bytes.Equal(got, fresh[had|now]) {
						t.Fatalf("%s: rows of %q, inputs %q, ended after %d:\n%s\nwant\n%s", ext, subset(had), subset(now), most, got, fresh[had|now])
					}
				}
			}
		}
		if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
			t.Errorf("left behind: %v", entries)
		}
	}
}

func TestResumeRefuses(t *testing.T) {
	const header = "path,class,probability,error\n"
	path := filepath.Join(t.TempDir(), "a.csv")
	for _, c := range []struct{ text, want string }{
		{header + "x,c,1,\ny,c,1,\n", "rows of other inputs"},
		{header + "b,c,1,\na,c,1,\n", "in the order of their paths"},
		{header + "a,c,1,\na,c,1,\n", "in the order of their paths"},
		{header + "a,c\nb,c,1,\n", "row 1: wanted a row of this program"},
		{header + "\na,c,1,\n", "row 1: wanted a row of this program"},
		{header + "a,\"c\"x,1,\nb,c,1,\n", "row 1: wanted a row of this program"},
		{"path,class,probability,class_2,probability_2,error\n", "wanted rows of this program with the header"},
		{"pathology\n", "wanted rows of this program with the header"},
		{"somebody's only copy", "wanted rows of this program with the header"},
	} {
		if err := os.WriteFile(path, []byte(c.text), 0o666); err != nil {
			t.Fatal(err)
		}
		err := fakeRun(path, true, []string{"a", "b"}, all)
		if got, _ := os.ReadFile(path); err == nil || !strings.Contains(err.Error(), c.want) || string(got) != c.text {
			t.Errorf("%q: %v, then %q; want %s", c.text, err, got, c.want)
		}
	}
}

// TestResumeByLink: a link stays one, also where rows go between those that are there.
func TestResumeByLink(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "real.csv"), filepath.Join(dir, "link.csv")
	if err := fakeRun(real, false, []string{"b"}, all); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real.csv", link); err != nil {
		t.Skip(err)
	}
	if err := fakeRun(link, true, []string{"a", "b"}, all); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(real); !bytes.Equal(got, contents(t, ".csv", []string{"a", "b"})) {
		t.Errorf("the file has %q", got)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info, err)
	}
}
