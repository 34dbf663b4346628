package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// awkward makes a folder of images, good and bad, whose names are hard to write down.
func awkward(t testing.TB) string {
	t.Helper()
	dir := mixed(t)
	good, err := filepath.Glob(filepath.Join(dir, "*.png"))
	if err != nil {
		t.Fatal(err)
	}
	image, err := os.ReadFile(good[len(good)/2])
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"cr\r\nlf.png", "cr\r.png", "quo\"te.png", "co,mma.png", "\xff\xfe.png", "\xff.png", "\ufffd.png", "𐀀.png", "\u2028.png", "-rf.png", "=1+1.png", "<&>.png"} {
		if err := os.WriteFile(filepath.Join(dir, name), image, 0o666); err != nil {
			t.Logf("left out, as the file system doesn't take it: %q", name)
		}
	}
	return dir
}

// sharded classifies dir in n shards and returns the name of the answers without that of the shard.
func sharded(t testing.TB, dir, ext string, n int) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "part"+ext)
	for i := range n {
		if status, _, stderr := invoke(t, "classify", model(t), dir, "--quiet", "--out", out, "--shard", fmt.Sprintf("%d/%d", i, n)); status == 1 {
			t.Fatal(stderr)
		}
	}
	return out
}

func TestMergeIsOneRun(t *testing.T) {
	dir := awkward(t)
	for _, ext := range []string{".csv", ".jsonl"} {
		whole := filepath.Join(t.TempDir(), "whole"+ext)
		must(t, 3, "classify", model(t), dir, "--quiet", "--out", whole)
		want, err := os.ReadFile(whole)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{1, 3, 13} {
			part := sharded(t, dir, ext, n)
			out := filepath.Join(filepath.Dir(part), "all"+ext)
			_, stderr := must(t, 0, "merge", out, strings.TrimSuffix(part, ext)+"-*-of-*"+ext)
			if got, _ := os.ReadFile(out); !bytes.Equal(got, want) {
				t.Errorf("%s: %d shards together have other rows:\n%s\nwant\n%s", ext, n, got, want)
			}
			if !strings.Contains(stderr, "45 rows of ") || !strings.Contains(stderr, "3 of them with an error") {
				t.Errorf("says %s", stderr)
			}
		}
	}
}

func TestMergeParquet(t *testing.T) {
	dir := awkward(t)
	whole := filepath.Join(t.TempDir(), "whole.parquet")
	must(t, 3, "classify", model(t), dir, "--quiet", "--out", whole)
	part := sharded(t, dir, ".parquet", 3)
	out := filepath.Join(filepath.Dir(part), "all.parquet")
	must(t, 0, "merge", out, strings.TrimSuffix(part, ".parquet")+"-*")
	want, err := parquet.ReadFile[parquetRow](whole)
	if err != nil {
		t.Fatal(err)
	}
	got, err := parquet.ReadFile[parquetRow](out)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.EqualFunc(got, want, equalRows) {
		t.Errorf("%d rows, want %d\n%+v\n%+v", len(got), len(want), got, want)
	}
}

func equalRows(a, b parquetRow) bool {
	if (a.Class == nil) != (b.Class == nil) || a.Class != nil && (*a.Class != *b.Class || *a.Probability != *b.Probability) {
		return false
	}
	return a.name() == b.name() && a.Error == b.Error && slices.Equal(a.Top, b.Top)
}

func TestMergeNamesMissingShards(t *testing.T) {
	dir := mixed(t)
	for _, ext := range []string{".csv", ".jsonl", ".parquet"} {
		part := sharded(t, dir, ext, 4)
		file := func(i int) string { return fmt.Sprintf("%s-%05d-of-00004%s", strings.TrimSuffix(part, ext), i, ext) }
		pattern := strings.TrimSuffix(part, ext) + "-*" + ext
		if err := os.Remove(file(1)); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(markerFile(file(2))); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(markerFile(file(3)), []byte(`{"bytes":1}`), 0o666); err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(t.TempDir(), "all"+ext)
		_, stderr := must(t, 1, "merge", out, pattern)
		for _, want := range []string{"part-00001-of-00004" + ext + ": missing", "part-00002-of-00004" + ext + ": not complete", "part-00003-of-00004" + ext + ": not complete: wanted 1 bytes", "3 shards missing"} {
			if !strings.Contains(stderr, want) {
				t.Errorf("%s: doesn't say %q:\n%s", ext, want, stderr)
			}
		}
		if exists(out) {
			t.Error("wrote something all the same")
		}
		must(t, 3, "merge", out, pattern, "--partial")
		if !exists(out) {
			t.Error("--partial wrote nothing")
		}
	}
}

func TestMergeRefuses(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const header = "path,class,probability,error\n"
	good := write("good.csv", header+"b,x,1,\nd,x,1,\n")
	out := filepath.Join(dir, "out.csv")
	for _, c := range []struct {
		parts []string
		want  string
	}{
		{[]string{good, write("again.csv", header+"a,x,1,\nd,x,1,\n")}, `"d"`},
		{[]string{write("twice.csv", header+"a,x,1,\na,x,1,\n")}, "in the order of their paths"},
		{[]string{write("unsorted.csv", header+"b,x,1,\na,x,1,\n")}, "--watch"},
		{[]string{good, write("top.csv", "path,class,probability,class_2,probability_2,error\n")}, "wanted the header of"},
		{[]string{write("foreign.csv", "name;price\nx;3\n")}, "wanted rows of this program"},
		{[]string{write("damaged.csv", header+"a,x\nb,x,1,\n")}, "row 1: wanted a row"},
		{[]string{write("lines.jsonl", "{}\n")}, "format of"},
		{[]string{write("x.txt", "")}, ".csv, .jsonl or .parquet"},
		{[]string{dir}, "no regular file"},
		{[]string{filepath.Join(dir, "nowhere.csv")}, "nowhere.csv"},
		{[]string{filepath.Join(dir, "nowhere*.csv")}, "nothing of that name"},
		{[]string{write("a-00000-of-00002.csv", header), write("b-00001-of-00002.csv", header)}, "one run"},
		{[]string{write("a-00000-of-00001.csv", header), good}, "other files"},
	} {
		if _, stderr := must(t, 1, append([]string{"merge", out}, c.parts...)...); !strings.Contains(stderr, c.want) || exists(out) {
			t.Errorf("%v: %s; want %s", c.parts, stderr, c.want)
		}
	}
	if _, stderr := must(t, 1, "merge", good, good); !strings.Contains(stderr, "the file to write") {
		t.Error(stderr)
	}
	bad := write("bad.parquet", "PAR1 no PAR1")
	if _, stderr := must(t, 1, "merge", filepath.Join(dir, "x.parquet"), bad); !strings.Contains(stderr, "bad.parquet: wanted a Parquet file") {
		t.Error(stderr)
	}
	must(t, 0, "merge", out, good, write("cut.csv", header+"c,x,1,\ne,x,1"))
	if got, _ := os.ReadFile(out); string(got) != header+"b,x,1,\nc,x,1,\nd,x,1,\n" {
		t.Errorf("merged %q", got)
	}
}
