package dataset

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

func TestManifest(t *testing.T) {
	for _, c := range []struct {
		name, text     string
		paths, classes []string
	}{
		{"list", "b.jpg\na.jpg\n", []string{"a.jpg", "b.jpg"}, nil},
		{"list", "\r\nb.jpg\r\n\r\na.jpg", []string{"a.jpg", "b.jpg"}, nil},
		{"list", "a,b.jpg\n\"q\".jpg\n spaced .jpg \n", []string{" spaced .jpg ", "\"q\".jpg", "a,b.jpg"}, nil},
		{"list", "new\nline.jpg\x00b\x00", []string{"b", "new\nline.jpg"}, nil},
		{"list", "a.jpg\na.jpg\n", []string{"a.jpg"}, nil},
		{"list", utf8BOM + "a.jpg\n", []string{"a.jpg"}, nil},
		{"list", "", nil, nil},
		{"list", "path\na\n", []string{"a"}, nil},
		{"list", "path,label\nb,dog\na,cat\n", []string{"a=cat", "b=dog"}, []string{"cat", "dog"}},
		{"l.csv", "b,c10\na,c9\nc,\n", []string{"a=c9", "b=c10", "c"}, []string{"c9", "c10"}},
		{"l.CSV", "\"a,\"\"b\"\"\nc\"\n", []string{"a,\"b\"\nc"}, nil},
		{"l.csv", utf8BOM + "label,size,File_Name\nx,3,a\n", []string{"a=x"}, []string{"x"}},
		{"l.csv", "id;breed\nb;pug\na;cat\n", []string{"a=cat", "b=pug"}, []string{"cat", "pug"}},
		{"l.tsv", "x, y.png\tcat\n", []string{"x, y.png=cat"}, []string{"cat"}},
		{"l.jsonl", `{"file_name":"b","label":10}` + "\n" + `{"path":"a","label":9}` + "\n" + `{"path":"c"}`, []string{"a=9", "b=10", "c"}, []string{"9", "10"}},
		{"answers.csv", "path,class,probability,error\na,x,0.5,\nb,,,bad\n", []string{"a=x", "b"}, []string{"x"}},
	} {
		d, err := Manifest{Name: c.name}.Read(iotest.OneByteReader(strings.NewReader(c.text)))
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		var got []string
		for _, s := range d.Samples {
			if s.Path != s.Name {
				t.Errorf("%+v has another name than path", s)
			}
			if s.Label >= 0 {
				s.Name += "=" + d.Classes[s.Label]
			}
			got = append(got, s.Name)
		}
		if !slices.Equal(got, c.paths) || !slices.Equal(d.Classes, c.classes) {
			t.Errorf("%q: %q %q, want %q %q", c.text, got, d.Classes, c.paths, c.classes)
		}
	}
}

func TestManifestRoot(t *testing.T) {
	d, err := Manifest{Root: "photos/"}.Read(strings.NewReader("b.jpg\n/abs/a.jpg\n../c.jpg\n"))
	must(t, err)
	same(t, "samples", names(d), []string{"/abs/a.jpg", "photos/../c.jpg", "photos/b.jpg"})
}

func TestManifestErrors(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"l.csv", "a,b,c\n", "l.csv: line 1: data: wanted a header with a column path, or one or two columns, found 3 columns"},
		{"l.csv", "path,label\na,x\n,y\n", "l.csv: line 3: data: wanted a path, found nothing"},
		{"l.csv", "path\n\"open", "l.csv: data: "},
		{"l.csv", "a,x\nb\n", "l.csv: data: record on line 2: wrong number of fields"},
		{"l.csv", "a,x\na,y\n", "l.csv: labels: wanted one label for a, found two"},
		{"l.jsonl", `{"path":"a"}{}`, "l.jsonl[2]: data: wanted a key path"},
		{"l.jsonl", "a.jpg\n", "l.jsonl[1]: data: "},
		{"", "a\n" + strings.Repeat("b", 1<<17), "list: line 2: data: wanted at most 65536 bytes, found more"},
	} {
		_, err := Manifest{Name: c.name}.Read(strings.NewReader(c.text))
		var typed *Error
		if !errors.As(err, &typed) || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%.20q: %v, want %s", c.text, err, c.want)
		}
	}
	if _, err := (Manifest{}).Read(iotest.ErrReader(os.ErrClosed)); !errors.Is(err, os.ErrClosed) {
		t.Errorf("a reader that fails: %v", err)
	}
	if _, err := (Manifest{Shard: Shard{3, 2}}).Read(strings.NewReader("")); err == nil {
		t.Error("takes shard 3/2")
	}
}

// The numbers are Python's: int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], 'big') % n.
func TestShardIsThatOfPython(t *testing.T) {
	for _, c := range []struct {
		name        string
		of8, of1000 int
	}{
		{"a.jpg", 2, 26}, {"photos/holiday/0001.jpg", 7, 967}, {"日本語.jpg", 1, 593}, {"new\nline.jpg", 2, 378}, {"", 4, 652},
	} {
		for n, want := range map[int]int{8: c.of8, 1000: c.of1000, 1: 0} {
			for i := range n {
				if got := (Shard{i, n}).Holds(c.name); got != (i == want) {
					t.Errorf("%q in %d/%d: %v", c.name, i, n, got)
				}
			}
		}
		if !(Shard{}).Holds(c.name) {
			t.Errorf("%q isn't in the zero shard", c.name)
		}
	}
}

// TestShardsAreAll: each sample is in one shard, however the list is come by.
func TestShardsAreAll(t *testing.T) {
	var list strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&list, "photos/%04d.jpg\n", i)
	}
	all, err := Manifest{}.Read(strings.NewReader(list.String()))
	must(t, err)
	var got []string
	for i := range 7 {
		part, err := Manifest{Shard: Shard{i, 7}}.Read(strings.NewReader(list.String()))
		must(t, err)
		if n := len(part.Samples); n < 100 || n > 190 {
			t.Errorf("shard %d/7 has %d of 1000", i, n)
		}
		same(t, "Dataset.Shard", names(all.Shard(Shard{i, 7})), names(part))
		got = append(got, names(part)...)
	}
	slices.Sort(got)
	same(t, "shards together", got, names(all))
}

func TestFilesIn(t *testing.T) {
	tree(t, "d/1.png", "d/2.png", "d/3.png", "d/4.png", "d/5.png", "d/sub/6", "d/7.txt=x", "8.png")
	all, err := Files("d", "8.png")
	must(t, err)
	var got []string
	for i := range 3 {
		part, err := FilesIn(Shard{i, 3}, "d", "8.png")
		must(t, err)
		got = append(got, names(part)...)
	}
	slices.Sort(got)
	same(t, "shards together", got, names(all))
	for _, s := range []Shard{{1, 1}, {-1, 3}, {0, MaxShards + 1}, {1, 0}} {
		if _, err := FilesIn(s, "d"); err == nil {
			t.Errorf("takes shard %v", s)
		}
	}
}

func FuzzManifest(f *testing.F) {
	for _, seed := range []string{"a\nb\n", "path,label\na,b\n", "a\x00b", "\"a\nb\",c\n", utf8BOM + "path"} {
		f.Add("l", seed)
		f.Add("l.csv", seed)
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		d, err := Manifest{Name: name, Root: "r"}.Read(strings.NewReader(text))
		if err != nil {
			return
		}
		for i, s := range d.Samples {
			if s.Path == "" || s.Label >= len(d.Classes) || i > 0 && d.Samples[i-1].Path >= s.Path {
				t.Fatalf("sample %d of %q is %+v", i, text, s)
			}
		}
	})
}
