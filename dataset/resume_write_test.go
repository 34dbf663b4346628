package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// contents returns all files below dir by name.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	m := map[string]string{}
	for _, path := range tree0(t, dir) {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			m[strings.TrimPrefix(path, dir)] = string(fileContent(t, path))
		}
	}
	return m
}

// feed writes items from the first that isn't there on, up to end; every fifth can't be made.
func feed(t testing.TB, w *Writer, items []Item, end int) {
	t.Helper()
	for i := w.Done(); i < end; i++ {
		if i%5 == 3 {
			must(t, w.Skip(items[i].Name, fmt.Errorf("bad picture %d", i)))
		} else {
			must(t, w.Write(items[i]))
		}
	}
}

// TestResume: a run that ends anywhere, and goes on, leaves the same bytes and counts as one that doesn't end.
func TestResume(t *testing.T) {
	items := pictures(23)
	for _, c := range []struct {
		name string
		opt  WriteOptions
	}{
		{"/s-%03d.tar", WriteOptions{ShardItems: 4}},
		{"/s-{00..50}.parquet", WriteOptions{ShardBytes: 600}},
		{"/s-%d.tfrecord.gz", WriteOptions{ShardItems: 1}},
		{"/f/", WriteOptions{Workers: 3}},
		{"/s-%03d.tar", WriteOptions{}},
	} {
		whole := t.TempDir()
		w, err := Create(whole+c.name, pictureSchema, c.opt)
		must(t, err)
		feed(t, w, items, len(items))
		must(t, w.Close())
		want, stats := contents(t, whole), w.Stats()
		if stats.Items != 19 || len(stats.Skipped) != 4 {
			t.Fatalf("%s: %+v", c.name, stats)
		}
		c.opt.Resume = true
		for end := 0; end < len(items); end += 4 {
			dir := t.TempDir()
			for _, end := range []int{end, min(end+3, len(items)), len(items)} {
				w, err := Create(dir+c.name, pictureSchema, c.opt)
				must(t, err)
				feed(t, w, items, end)
				if end < len(items) {
					w.Abort()
					continue
				}
				must(t, w.Close())
				if got := w.Stats(); !reflect.DeepEqual(got, stats) {
					t.Errorf("%s, interrupted at %d: %+v, want %+v", c.name, end, got, stats)
				}
			}
			got := contents(t, dir)
			for _, m := range []map[string]string{got, want} { // skipped ones may stand in another line
				maps.DeleteFunc(m, func(name, _ string) bool { return strings.HasSuffix(name, "progress") })
			}
			if !maps.Equal(got, want) {
				t.Errorf("%s, interrupted at %d: other bytes: %q, want %q", c.name, end, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
			}
		}
	}
}

// TestResumeRefuses: what isn't the same run, and what isn't there any more.
func TestResumeRefuses(t *testing.T) {
	items := pictures(9)
	for _, name := range []string{"/s-%03d.tar", "/f/"} {
		start := func() (dir string, opt WriteOptions) {
			dir, opt = t.TempDir(), WriteOptions{Key: "one", Workers: 1}
			if name != "/f/" {
				opt.ShardItems = 2
			}
			w, err := Create(dir+name, pictureSchema, opt)
			must(t, err)
			feed(t, w, items, 6)
			w.Abort()
			opt.Resume = true
			return dir, opt
		}
		file, log := "/s-001.tar", "/.s-#.tar.progress"
		if name == "/f/" {
			file, log = "/f/cat/002.png", "/f/.saccade-progress"
		}
		for what, c := range map[string]struct {
			change func(dir string, opt *WriteOptions) error
			want   string
		}{
			"nothing":       {func(string, *WriteOptions) error { return nil }, ""},
			"another key":   {func(_ string, opt *WriteOptions) error { opt.Key = "two"; return nil }, "wanted the run to resume to have the same data, pipeline and options"},
			"other options": {func(_ string, opt *WriteOptions) error { opt.Pictures = JPEG; return nil }, "wanted the run to resume to have the same"},
			"a file gone":   {func(dir string, _ *WriteOptions) error { return os.Remove(dir + file) }, "no such file"},
			"a file cut":    {func(dir string, _ *WriteOptions) error { return os.Truncate(dir+file, 5) }, " bytes"},
			"no log":        {func(dir string, _ *WriteOptions) error { return os.Remove(dir + log) }, "wanted "},
			"another log":   {func(dir string, _ *WriteOptions) error { return os.WriteFile(dir+log, []byte("hello\n"), 0o666) }, "wanted what an interrupted run has left"},
			"a forged log": {func(dir string, _ *WriteOptions) error {
				b, err := os.ReadFile(dir + log)
				line, _, _ := bytes.Cut(b, []byte("\n"))
				return errors.Join(err, os.WriteFile(dir+log, []byte(string(line)+"\n{\"file\":\"../../x\"}\n"), 0o666))
			}, ""},
			"a second line that isn't one": {func(dir string, _ *WriteOptions) error {
				b, err := os.ReadFile(dir + log)
				line, _, _ := bytes.Cut(b, []byte("\n"))
				return errors.Join(err, os.WriteFile(dir+log, []byte(string(line)+"\n{\"fil\":1}\n"), 0o666))
			}, "line 2: wanted what"},
		} {
			dir, opt := start()
			must(t, c.change(dir, &opt))
			w, err := Create(dir+name, pictureSchema, opt)
			if err == nil {
				w.Abort()
			}
			if fine := what == "nothing"; fine != (err == nil) || !fine && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s, %s: error %v, want %q", name, what, err, c.want)
			}
		}
	}
}

// TestCutLog: a last line that was cut doesn't count.
func TestCutLog(t *testing.T) {
	items := pictures(9)
	dir := t.TempDir()
	w, err := Create(dir+"/s-%d.tar", pictureSchema, WriteOptions{ShardItems: 2, Workers: 1})
	must(t, err)
	feed(t, w, items, 6) // with one skipped: two shards, and one begun
	w.Abort()
	log := dir + "/.s-#.tar.progress"
	whole := fileContent(t, log)
	for cut := range whole {
		must(t, os.WriteFile(log, whole[:cut], 0o666))
		w, err := Create(dir+"/s-%d.tar", pictureSchema, WriteOptions{ShardItems: 2, Resume: true})
		if lines := bytes.Count(whole[:cut], []byte("\n")); lines == 0 {
			if err == nil { // shards whose log is gone
				t.Fatalf("cut at %d: resumes", cut)
			}
			continue
		} else if err != nil || w.Done() != 2*(lines-1) {
			t.Fatalf("cut at %d: %v, %d done", cut, err, w.Done())
		}
		w.Abort()
	}
}

func TestTwoRunsDontWriteTheSame(t *testing.T) {
	for _, name := range []string{"/s-%03d.tar", "/f/"} {
		dir := t.TempDir()
		w, err := Create(dir+name, pictureSchema, WriteOptions{})
		must(t, err)
		defer w.Abort()
		for _, resume := range []bool{false, true} {
			if _, err := Create(dir+name, pictureSchema, WriteOptions{Resume: resume}); err == nil || !strings.Contains(err.Error(), "the only run") {
				t.Skipf("no locks here: %v", err)
			}
		}
	}
}

func TestTooManyShards(t *testing.T) {
	w, err := Create(t.TempDir()+"/s-{8..9}.tar", pictureSchema, WriteOptions{ShardItems: 2, Workers: 1})
	must(t, err)
	defer w.Abort()
	items := pictures(5)
	for _, item := range items[:4] {
		must(t, w.Write(item))
	}
	if err := w.Write(items[4]); err == nil || !strings.Contains(err.Error(), "wanted at most 2 shards") {
		t.Errorf("error %v", err)
	}
	if err := w.Close(); err == nil {
		t.Error("Close forgets the error")
	}
}

// TestFolderNames: names that collide, or that some system doesn't take, become others, and nothing is written elsewhere.
func TestFolderNames(t *testing.T) {
	root := t.TempDir()
	x := photo(tensor.Gray, 2, 2, 1)
	schema := Schema{Spec: tensor.Spec{Space: tensor.Gray, C: 1}, Classes: []string{"Cat", "cat", "..", "a/b", "a_b", "con", "", ".git", "x. ", "new\nline", "bad\xff"}}
	names := []string{"a.png", "b/a.png", "A.jpg", "a_2.png", "../../etc/passwd", "..", "", "nul.png", "C:\\x.png", "x\x00y.png",
		strings.Repeat("é", 300) + ".png", "thumbs.db", "data.npz[images/3]", "._x.png", "a."}
	w, err := Create(root+"/out/", schema, WriteOptions{})
	must(t, err)
	for _, name := range names {
		must(t, w.Write(Item{name, 1, x}))
	}
	for label := range schema.Classes {
		must(t, w.Write(Item{"z.png", label, x}))
	}
	var refused *ItemError
	if err := w.Write(Item{"no class", -1, x}); !errors.As(err, &refused) {
		t.Errorf("without a class: error %v", err)
	}
	must(t, w.Close())
	var got []string
	for _, path := range tree0(t, root) {
		if strings.HasSuffix(path, ".png") {
			got = append(got, strings.TrimPrefix(path, root+"/out/"))
		}
	}
	want := []string{"Cat/z.png", "_/z.png", "_con/z.png", "_git/z.png", "a_b/z.png", "a_b_2/z.png", "bad_/z.png",
		"cat_2/3].png", "cat_2/A_3.png", "cat_2/C__x.png", "cat_2/__.png", "cat_2/_nul.png", "cat_2/_thumbs.db.png"}
	if len(got) != len(names)+len(schema.Classes) {
		t.Errorf("%d files, want %d", len(got), len(names)+len(schema.Classes))
	}
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("no %s", name)
		}
	}
	folded := map[string]bool{}
	for _, name := range got {
		folded[strings.ToLower(name)] = true
	}
	if len(folded) != len(got) {
		t.Errorf("names differ in case alone: %q", got)
	}
	if t.Failed() {
		t.Logf("%q", got)
	}
	d, err := Folder(root + "/out")
	must(t, err)
	if len(d.Samples) != len(got) {
		t.Errorf("read back %d samples, want %d: %v", len(d.Samples), len(got), d.Summary())
	}
}

// TestFolderFormats: the files are what they are called, arrays too.
func TestFolderFormats(t *testing.T) {
	for kind, ending := range map[Pictures]string{AutoPictures: ".png", JPEG: ".jpg", WebP: ".webp", Arrays: ".npy"} {
		dir := t.TempDir()
		put(t, dir+"/", pictureSchema, WriteOptions{Pictures: kind}, pictures(3)...)
		b := fileContent(t, dir+"/cat/000"+ending)
		if kind == Arrays {
			if !bytes.HasPrefix(b, []byte("\x93NUMPY")) || len(b) != 128+105 {
				t.Errorf("%d bytes: %q", len(b), b)
			}
			continue
		}
		if info, err := imageio.ReadInfo(b); err != nil || info.Width != 7 || info.Height != 5 || "."+strings.Replace(string(info.Format), "jpeg", "jpg", 1) != ending {
			t.Errorf("%s: %+v, %v", ending, info, err)
		}
	}
}

func TestFolderWithoutClasses(t *testing.T) {
	dir := t.TempDir()
	schema := pictureSchema
	schema.Classes = nil
	put(t, dir+"/", schema, WriteOptions{}, Item{"x/a.png", -1, photo(tensor.RGB, 2, 2, 1)}, Item{"y/a.png", -1, photo(tensor.RGB, 2, 2, 1)})
	if got := slices.Sorted(maps.Keys(contents(t, dir))); !slices.Equal(got, []string{"/.saccade-progress", "/a.png", "/a_2.png"}) {
		t.Errorf("files %q", got)
	}
}

// TestFolderLink: a link that somebody puts in the way isn't followed out of the folder.
func TestFolderLink(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	w, err := Create(dir+"/", pictureSchema, WriteOptions{Workers: 1})
	must(t, err)
	defer w.Abort()
	if err := os.Symlink(outside, dir+"/cat"); err != nil {
		t.Skip(err)
	}
	if err := w.Write(pictures(1)[0]); err == nil {
		t.Error("no error")
	}
	if got := tree0(t, outside); len(got) != 1 {
		t.Errorf("written outside: %q", got)
	}
}

func TestShardPattern(t *testing.T) {
	for _, c := range []struct {
		path, first, hundredth string
	}{
		{"d/out-%06d.tar", "out-000000.tar", "out-000100.tar"},
		{"out-%d.tar", "out-0.tar", "out-100.tar"},
		{"out-%02d.tar", "out-00.tar", "out-100.tar"},
		{"{0005..0999}x.npz", "0005x.npz", "0105x.npz"},
	} {
		p, ok, err := parsePattern(c.path)
		if err != nil || !ok || p.name(0) != c.first || p.name(100) != c.hundredth || !p.matches(c.first) || !p.matches(c.hundredth) {
			t.Errorf("%s: %+v %v %v: %s, %s", c.path, p, ok, err, p.name(0), p.name(100))
		}
		if p.matches("x"+c.first) || p.matches("."+c.first+".01234567.tmp") || p.matches(strings.Replace(c.first, "0", "-1", 1)) {
			t.Errorf("%s matches what it isn't", c.path)
		}
	}
	if _, ok, err := parsePattern("plain.tar"); ok || err != nil {
		t.Errorf("a plain name: %v, %v", ok, err)
	}
}

// FuzzSafeName: a safe name is one, and stays as it is.
func FuzzSafeName(f *testing.F) {
	for _, name := range []string{"", ".", "..", "/", "a/b", "con", "CON.txt", "nul .x", " ", "x.", "\x00", "\xff", "._", "$RECYCLE.BIN", "…", "Icon\r", strings.Repeat("ü", 500)} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		s := safeName(name)
		if s == "" || len(s) > maxStem+1 || strings.ContainsAny(s, "/\\:\x00\n*?\"<>|") || isLitter(s) || !filepath.IsLocal(s) || s != filepath.Base(s) ||
			strings.HasSuffix(s, ".") || strings.HasSuffix(s, " ") || strings.HasPrefix(s, " ") {
			t.Errorf("safeName(%q) = %q", name, s)
		}
		if again := safeName(s); again != s {
			t.Errorf("safeName(%q) = %q, and of that %q", name, s, again)
		}
	})
}

// FuzzProgress: whatever stands in a log, resuming works or is an error.
func FuzzProgress(f *testing.F) {
	w := &Writer{schema: pictureSchema}
	head := fmt.Sprintf(`{"format":%q,"key":%q}`+"\n", progressFormat, w.key())
	f.Add([]byte(head))
	f.Add([]byte(head + `{"file":"s-0.tar","size":10,"items":-5,"height":-1}` + "\n" + `{"skipped":[{"name":"x"}]}`))
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		dir := t.TempDir()
		for _, name := range []string{"/s-%d.tar", "/"} {
			log := dir + "/.s-#.tar.progress"
			if name == "/" {
				log = dir + "/.saccade-progress"
			}
			must(t, os.WriteFile(log, b, 0o666))
			if w, err := Create(dir+name, pictureSchema, WriteOptions{Resume: true}); err == nil {
				w.Abort()
			}
			os.Remove(log)
		}
	})
}
