//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"unicode"
	"unicode/utf8"
)

// hostileTree makes a data set with all that a file system can have in it: links in circles, to devices and to nowhere, a pipe,
// what can't be read, folders named like images, names that no format likes, 60 levels, and two classes of good images. It
// returns how many images are to be found, of which bad ones can't be read.
func hostileTree(t *testing.T) (dir string, images, bad int) {
	t.Helper()
	dir = t.TempDir()
	good, err := filepath.Glob(fashion + "/test/bag/*")
	if err != nil || len(good) == 0 {
		t.Fatal(err)
	}
	image, err := os.ReadFile(good[0])
	if err != nil {
		t.Fatal(err)
	}
	write := func(content []byte, parts ...string) bool {
		path := filepath.Join(append([]string{dir}, parts...)...)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o666); err != nil {
			t.Logf("the file system doesn't take %q: %v", path, err)
			return false
		}
		images++
		return true
	}
	link := func(to string, parts ...string) {
		if err := os.Symlink(to, filepath.Join(append([]string{dir}, parts...)...)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 4 {
		write(image, "a", fmt.Sprintf("%d.png", i))
		write(image, "b", fmt.Sprintf("%d.png", i))
	}
	// links
	link("../a", "a", "to_itself")
	link("../..", "b", "up")
	link("loop2", "a", "loop1")
	link("loop1", "a", "loop2")
	link("self.jpg", "a", "self.jpg")
	link("nowhere.jpg", "b", "dangling.jpg")
	link("/dev/zero", "b", "zero.jpg")
	link("/dev/null", "b", "null.jpg")
	link("/proc/self/mem", "b", "mem.jpg")
	if info, err := os.Stat("/proc/self/mem"); err == nil && info.Mode().IsRegular() { // an empty file, it says
		images++
		bad++
	}
	link("0.png", "b", "linked.png")
	images++
	if err := syscall.Mkfifo(filepath.Join(dir, "b", "fifo.jpg"), 0o666); err != nil {
		t.Skip(err)
	}
	// files
	for name, content := range map[string]string{"empty.jpg": "", "cut.png": string(image[:20]), "text.jpg": "text"} {
		write([]byte(content), "a", name)
		bad++
	}
	if write(image, "a", "unreadable.png"); os.Getuid() != 0 {
		if err := os.Chmod(filepath.Join(dir, "a", "unreadable.png"), 0); err != nil {
			t.Fatal(err)
		}
		bad++
	}
	write(image, "a", "folder.jpg", "inside.png")
	write(image, "b", "x", "y", "z", "deep.png")
	for _, hidden := range [][]string{{"a", ".hidden.png"}, {"a", "__MACOSX", "._a.jpg"}, {".class", "x.png"}, {"a", "notes.txt"}} {
		write([]byte("hidden"), hidden...)
		images--
	}
	// names
	for _, name := range []string{"ünï.png", "日本語.png", "😀.png", "rtl\u202egnp.png", " space.png", "new\nline.png", "cr\r\nlf.png", "tab\t.png",
		"bell\a.png", "esc\x1b[31mred.png", "c1\u009b31m.png", "quote'.png", "dquote\".png", "comma,semi;.png", "=1+1.png", "-rf.png", "--help.png",
		"$(touch pwned).png", "`touch pwned`.png", "%s%n%d.png", "back\\slash.png", "[a]*?.png", "&<b>.png", "bad\xff\xfe.png", "\xc3\x28.png",
		"zero\u200bwidth.png", "bom\ufeff.png", strings.Repeat("n", 250) + ".png"} {
		write(image, "b", name)
	}
	for _, name := range []string{"esc\x1b[2Jbad.jpg", "line\nfeed.jpg", "\xffbad.jpg", "rtl\u202egpj.jpg"} {
		if write([]byte("text"), "b", name) {
			bad++
		}
	}
	for _, class := range []string{"new\nline", "esc\x1b[2J", "com,ma", "\"quoted\"", "-dash", "rtl\u202ex"} {
		write(image, class, "1.png")
		write(image, class, "2.png")
	}
	write(image, append(strings.Split("b"+strings.Repeat("/level", 60), "/"), "x.png")...)
	return dir, images, bad
}

// harmless reports text that would do something to a terminal.
func harmless(t *testing.T, what, text string) {
	t.Helper()
	for i, r := range text {
		if r == utf8.RuneError || r != '\n' && !unicode.IsPrint(r) {
			t.Errorf("%s prints %q", what, text[max(0, i-60):min(len(text), i+10)])
			return
		}
	}
}

func TestHostileTree(t *testing.T) {
	dir, images, bad := hostileTree(t)
	to := t.TempDir()
	m, log := filepath.Join(to, "m.saccade"), filepath.Join(to, "bad.jsonl")
	for _, args := range [][]string{
		{"train", dir, "--out", m, "--preset", "pixels", "--epochs", "1"},
		{"stats", dir, "--json", filepath.Join(to, "stats.json")},
		{"evaluate", m, dir, "--json", filepath.Join(to, "evaluation.json")},
		{"classify", m, dir, "--out", filepath.Join(to, "a.csv"), "--errors", log, "--on-error", "quarantine=" + filepath.Join(to, "bad")},
		{"classify", m, dir, "--out", filepath.Join(to, "a.jsonl"), "--top", "3"},
		{"classify", m, dir, "--out", filepath.Join(to, "a.parquet")},
	} {
		stdout, stderr := must(t, 3, args...)
		harmless(t, args[0], stdout+stderr)
	}
	text, err := os.ReadFile(filepath.Join(to, "a.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows := readCSV(t, string(text))[1:]
	failed := 0
	for _, r := range rows {
		if _, err := os.Lstat(r[0]); err != nil && !strings.Contains(r[0], "cr\n") { // as encoding/csv reads it
			t.Errorf("a row for what isn't there: %q", r)
		}
		if r[3] != "" {
			failed++
		}
	}
	if len(rows) != images || failed != bad {
		t.Errorf("%d rows, %d of them with an error; want %d and %d", len(rows), failed, images, bad)
	}
	lines, err := os.ReadFile(filepath.Join(to, "a.jsonl"))
	if err != nil || !utf8.Valid(lines) {
		t.Errorf("JSONL that is no UTF-8, or %v", err)
	}
	for line := range strings.Lines(string(lines)) {
		var r jsonRow
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Errorf("%v in %s", err, line)
		}
		if _, err := os.Lstat(r.name()); err != nil {
			t.Error(err)
		}
	}
	if all := readFailed(t, log); len(all) != bad {
		t.Errorf("%d failures, want %d", len(all), bad)
	} else {
		for _, f := range all {
			if _, err := os.Stat(f.Quarantined); err != nil && f.Stage != "open" && len(f.PathBytes) == 0 {
				t.Errorf("%+v has no copy", f)
			}
		}
	}
	if _, err := os.Stat("pwned"); err == nil {
		t.Error("a name was run")
	}
}

// TestMessagesAreHarmless: whatever a name says, in flags and arguments as well.
func TestMessagesAreHarmless(t *testing.T) {
	dir := t.TempDir()
	const nasty = "esc\x1b[2J\nline\xff\u202e"
	list := filepath.Join(dir, nasty+".csv")
	if err := os.WriteFile(list, []byte("a,b,c\n"), 0o666); err != nil {
		t.Skip(err)
	}
	absent := filepath.Join(dir, nasty, "x")
	m := model(t)
	for _, args := range [][]string{
		{"classify", m, absent}, {"classify", absent, dir}, {"classify", m, dir, "--out", absent + ".csv"}, {"classify", m, dir, "--out", absent},
		{"classify", m, "--manifest", list}, {"classify", m, "--manifest", absent}, {"classify", m, list, "--resume", "--out", list},
		{"classify", m, list, "--errors", absent + ".jsonl"}, {"classify", m, list, "--on-error", nasty}, {"classify", m, list, "--on-error", "quarantine=" + list},
		{"classify", m, list, "--shard", nasty}, {"classify", m, dir, "--" + nasty}, {"merge", list + "x.csv", list}, {"merge", list, absent}, {"merge", absent + ".csv", list, list + "*"},
		{"train", absent, "--out", m + "x"}, {"train", dir, "--out", absent}, {"evaluate", m, absent}, {"plan", absent}, {"plan", list}, {"stats", absent}, {nasty},
		{"inspect", absent, "--pipeline", "hog", "--out", "x.png"}, {"inspect", list, "--pipeline", list, "--out", "x.png"},
	} {
		status, stdout, stderr := invoke(t, args...)
		if status == 0 {
			t.Errorf("%q went well", args)
		}
		harmless(t, fmt.Sprintf("%q", args), stdout+stderr)
	}
}
