package dataset

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
)

func TestExpand(t *testing.T) {
	tree(t, "a-1.tar=", "a-2.tar=", "a-10.tar=", "b/c.tar=", "{x}.tar=")
	for pattern, want := range map[string]string{
		"a-*.tar":           "a-1.tar a-2.tar a-10.tar",
		"a-?.tar":           "a-1.tar a-2.tar",
		"a-[12].tar":        "a-1.tar a-2.tar",
		"s-{08..11}":        "s-08 s-09 s-10 s-11",
		"s-{8..10}":         "s-8 s-9 s-10",
		"{a,b,}-{0..1}.tar": "a-0.tar a-1.tar b-0.tar b-1.tar -0.tar -1.tar",
		"{a-*,b/c}.tar":     "a-1.tar a-2.tar a-10.tar b/c.tar",
		"{x}.tar":           "{x}.tar",
		"{a..b}":            "{a..b}",
		"x{":                "x{",
	} {
		got, err := expand(pattern)
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%s: %q, %v, want %s", pattern, got, err, want)
		}
	}
	for pattern, want := range map[string]string{
		"none-*.tar":                "found none",
		"{3..1}":                    "which goes down",
		"{0..999999999}":            "more than 100000 paths",
		"{0..999}{0..999}":          "more than 100000 paths",
		"[":                         "syntax error",
		strings.Repeat("{0,1}", 40): "more than 100000 paths",
	} {
		if _, err := expand(pattern); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %s", pattern, err, want)
		}
	}
	if _, err := Open("absent-{0..2}.tar"); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "absent-0.tar: open: ") {
		t.Errorf("shards that aren't there: error %v", err)
	}
}

func TestSplitInName(t *testing.T) {
	for name, want := range map[string]string{
		"data/train-00000-of-00002.parquet": "train", "imagenet-val-000.tar": "val", "x_test.npy": "test", "data_batch_3.bin": "train",
		"mnist-Train.tfrecord-00000-of-00001": "train", "training.npz": "training", "trainer.tar": "", "shard-000000.tar": "", "test/x.tar": "",
	} {
		if got := splitInName(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestRoleOf(t *testing.T) {
	for name, want := range map[string]string{
		"images": "1", "X": "1", "x_train": "1train", "train_images": "1train", "val_labels": "2val", "y": "2", "class_names": "3", "classes": "3",
		"label_names": "3", "image_ids": "0", "x_y": "0", "train": "0train", "arr_0": "0", "": "0",
	} {
		r, split := roleOf(name)
		if got := string('0'+rune(r)) + split; got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// TestFolderOfFiles: what a folder is, what is in it says.
func TestFolderOfFiles(t *testing.T) {
	data, err := os.ReadFile("testdata/wds_cls.tar")
	must(t, err)
	npz, err := os.ReadFile("testdata/hwc.npz")
	must(t, err)
	tree(t, "classes/cat/1.png", "classes/dog/1.png", "classes/old.tar=", "mixed/a.tar=", "mixed/b.npz=",
		"shards/b.tar=", "shards/a.tar=", "shards/README.md=x", "shards/.x.tar=broken", "splits/train/a.tar=", "splits/test/a.tar=",
		"named/x-train-0.tar=", "named/x-train-1.tar=", "named/x-val-0.tar=",
		"flat/1.png", "flat/2.png", "flat/labels.csv=file,label\n1.png,cat\n2.png,dog\n",
		"kaggle/train.csv=id,breed\n1,pug\n2,husky\n", "kaggle/train/1.jpg", "kaggle/train/2.jpg", "kaggle/test/3.jpg")
	must(t, os.WriteFile("mixed/b.npz", npz, 0o600))
	for _, path := range []string{"classes/old.tar", "mixed/a.tar", "shards/a.tar", "shards/b.tar", "splits/train/a.tar", "splits/test/a.tar",
		"named/x-train-0.tar", "named/x-train-1.tar", "named/x-val-0.tar"} {
		must(t, os.WriteFile(path, data, 0o600))
	}
	for path, want := range map[string]string{
		"shards": "shards:14", "splits": "splits/train:7 splits/test:7", "named": "named/train:14 named/val:7", "classes": "classes:2", "flat": "flat:2",
		"kaggle/train.csv": "kaggle/train.csv:2",
	} {
		sets, err := Splits(path)
		must(t, err)
		var got []string
		for _, d := range sets {
			got = append(got, d.Name+":"+strconv.Itoa(len(d.Samples)))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	for path, want := range map[string]string{
		"mixed":  "files of one kind, found .tar, .npz",
		"named":  "the splits train, val: give named/train",
		"splits": "the splits test, train: give splits/train",
	} {
		if _, err := Open(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %s", path, err, want)
		}
	}
	d, err := Open("kaggle/train.csv")
	must(t, err)
	same(t, "samples", names(d), []string{"kaggle/train/1.jpg", "kaggle/train/2.jpg"})
	same(t, "classes", d.Classes, []string{"husky", "pug"})
	for path, want := range map[string]int{"shards": 14, "splits": 14, "named": 21, "flat": 2, "shards/*.tar": 14} {
		d, err := Files(path)
		must(t, err)
		if len(d.Samples) != want {
			t.Errorf("Files of %s has %d samples, want %d", path, len(d.Samples), want)
		}
	}
}

func TestReadLists(t *testing.T) {
	for name, test := range map[string]struct{ text, samples, classes string }{
		"comma.csv":     {"path,label\na.png,cat\nsub/b.png,dog\n", "a.png=cat sub/b.png=dog", "cat dog"},
		"semicolon.csv": {"label;filename\r\ncat;a.png\r\n", "a.png=cat", "cat"},
		"tab.tsv":       {"file\tclass\na.png\t3\nb.png\t0\n", "a.png=3 b.png=0", "0 1 2 3"},
		"no_header.csv": {"a.png,cat\nb.png,\n", "a.png=cat b.png", "cat"},
		"alone.csv":     {"a.png\nb.png\n", "a.png b.png", ""},
		"bom.csv":       {"\ufeffimage,y\n\"a.png\",\" cat \"\n", "a.png=cat", "cat"},
		"other.csv":     {"what,ever\na.png,cat\n", "a.png=cat", "cat"},
		"answers.csv":   {"path,class,probability,error\na.png,cat,0.5,\n", "a.png=cat", "cat"},
		"list.txt":      {"a.png\n\nsub/b.png\n", "a.png sub/b.png", ""},
		"caffe.lst":     {"a.png 1\nsub/b.png 0\n", "a.png=1 sub/b.png=0", "0 1"},
		"x.jsonl":       {`{"file_name":"a.png","label":"cat"}` + "\n\n" + `{"image":"sub/b.png","label":2,"class":"dog"}`, "a.png=cat sub/b.png=dog", "cat dog"},
	} {
		tree(t, "d/"+name+"="+test.text, "d/a.png", "d/sub/b.png")
		d, err := Open("d/" + name)
		must(t, err)
		var got []string
		for _, s := range d.Samples {
			text := strings.TrimPrefix(s.Name, "d/")
			if s.Label >= 0 {
				text += "=" + d.Classes[s.Label]
			}
			got = append(got, text)
			if s.Path != s.Name {
				t.Errorf("%s: path %q", s.Name, s.Path)
			}
		}
		if strings.Join(got, " ") != test.samples || strings.Join(d.Classes, " ") != test.classes {
			t.Errorf("%s: %q of %q, want %q of %q", name, got, d.Classes, test.samples, test.classes)
		}
	}
	for name, test := range map[string]struct{ text, want string }{
		"a.csv":   {"x,y,z\n1,2,3\n", "a column called path, filename or image"},
		"b.csv":   {"path,label\n", "wanted at least one image, found none"},
		"c.jsonl": {"{\"path\":\"a.png\"}\n{broken", "c.jsonl[1]: data: "},
		"d.jsonl": {"{\"label\":\"cat\"}\n", "d.jsonl[0]: data: wanted a key path"},
		"e.csv":   {"\x00\x01\x02", "a file of another kind"},
	} {
		tree(t, name+"="+test.text)
		if _, err := Open(name); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %s", name, err, test.want)
		}
	}
}
