package dataset

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// writeFeatures writes records of two numbers: name, label, name, label …
func writeFeatures(t *testing.T, path string, classes []string, records ...any) string {
	t.Helper()
	w, err := Create(path, Schema{Spec: tensor.VectorSpec(2), Classes: classes}, WriteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	for i := 0; i < len(records); i += 2 {
		x := tensor.New(tensor.VectorSpec(2))
		x.F32[0], x.F32[1] = float32(i), 0.1
		if err := w.Write(Item{Name: records[i].(string), Label: records[i+1].(int), Tensor: x}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

var joinKinds = []string{".npz", ".safetensors", ".csv", ".csv.gz"}

func TestJoinKeepsTheOrder(t *testing.T) {
	classes := []string{"cat2", "cat10"}
	for _, ext := range joinKinds {
		for name, c := range map[string]struct{ one, two, want []any }{
			"classes": {[]any{"b", 0, "d", 0, "a", 1}, []any{"c", 0, "a0", 1}, []any{"b", 0, "c", 0, "d", 0, "a", 1, "a0", 1}},
			"paths":   {[]any{"a", 1, "c\n,\"", 0}, []any{"b", 1, "d", 0}, []any{"a", 1, "b", 1, "c\n,\"", 0, "d", 0}},
			"neither": {[]any{"z", 1, "a", 0, "z", 1}, []any{"b", 1}, []any{"z", 1, "a", 0, "z", 1, "b", 1}},
			"empty":   {nil, []any{"b", -1, "c", 0, "d", 1}, []any{"b", -1, "c", 0, "d", 1}},
		} {
			dir := t.TempDir()
			parts := []string{writeFeatures(t, dir+"/1"+ext, classes, c.one...), writeFeatures(t, dir+"/2"+ext, classes, c.two...)}
			want := writeFeatures(t, dir+"/want"+ext, classes, c.want...)
			stats, err := Join(t.Context(), dir+"/all"+ext, parts...)
			if err != nil || stats.Items != len(c.want)/2 {
				t.Errorf("%s%s: %+v, %v", name, ext, stats, err)
				continue
			}
			got, was := keysOf(t, dir+"/all"+ext), keysOf(t, want)
			if got != was {
				t.Errorf("%s%s: found\n%s, want\n%s", name, ext, got, was)
			}
		}
	}
}

// keysOf has the names and labels of a part's records.
func keysOf(t *testing.T, path string) string {
	t.Helper()
	j := joining{path: path, buffer: 4096}
	err := j.add(path)
	if err == nil {
		err = j.nameClasses(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for it, err := range j.records() {
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(it.name + " " + string(rune('1'+it.label)) + "\n")
	}
	return b.String()
}

func TestJoinRefuses(t *testing.T) {
	dir := t.TempDir()
	ab := []string{"a", "b"}
	good := writeFeatures(t, dir+"/good.npz", ab, "x", 0)
	table := writeFeatures(t, dir+"/table.csv", ab, "x", 0)
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for want, parts := range map[string][]string{
		"classes":                 {good, writeFeatures(t, dir+"/other.npz", []string{"a", "c"}, "y", 0)},
		"the 2 classes":           {good, writeFeatures(t, dir+"/none.npz", nil, "y", -1)},
		"each record in one part": {good, writeFeatures(t, dir+"/same.npz", ab, "x", 0)},
		"a part with the ending":  {good, table},
		"read in parts":           {write("x.tar", "")},
		"header":                  {write("x.npz", "no archive")},
		"a header path":           {write("y.csv", "path,class,probability\n")},
		"z.csv[2]":                {write("z.csv", "path,label,f0,f1\nx,a,1\n")},
		"q.csv[2]":                {write("q.csv", "path,label,f0,f1\nx\"y,a,1\n\"z,a,1,2\n")},
		"ends":                    {write("u.csv", "path,label,f0,f1\nx,a,1,2")},
	} {
		out := dir + "/out" + filepath.Ext(parts[0])
		_, err := Join(t.Context(), out, parts...)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", parts, err, want)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%q: wrote something", parts)
		}
	}
}

// FuzzJoin joins a part with itself, whatever it is.
func FuzzJoin(f *testing.F) {
	dir := f.TempDir()
	for i, ext := range joinKinds {
		path := filepath.Join(dir, "seed"+ext)
		w, err := Create(path, Schema{Spec: tensor.VectorSpec(2), Classes: []string{"a", "b"}}, WriteOptions{})
		must(f, err)
		must(f, w.Write(Item{Name: "x,\n", Label: 1, Tensor: tensor.New(tensor.VectorSpec(2))}))
		must(f, w.Close())
		data, err := os.ReadFile(path)
		must(f, err)
		f.Add(uint8(i), data)
	}
	f.Fuzz(func(t *testing.T, kind uint8, data []byte) {
		dir := t.TempDir()
		ext := joinKinds[int(kind)%len(joinKinds)]
		part := filepath.Join(dir, "part"+ext)
		must(t, os.WriteFile(part, data, 0o666))
		if _, err := Join(t.Context(), filepath.Join(dir, "all"+ext), part); err != nil {
			if e := (*Error)(nil); !errors.As(err, &e) {
				t.Errorf("%v is no *Error", err)
			}
			return
		}
		if _, err := Join(t.Context(), filepath.Join(dir, "again"+ext), filepath.Join(dir, "all"+ext)); err != nil {
			t.Errorf("what was joined can't be: %v", err)
		}
	})
}
