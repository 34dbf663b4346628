package blob

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/fileblob"
	"gocloud.dev/blob/memblob"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

const testdata = "../testdata"

// fill puts the files of a folder into a bucket.
func fill(t *testing.T, dir string) *blob.Bucket {
	t.Helper()
	bucket := memblob.OpenBucket(nil)
	t.Cleanup(func() { bucket.Close() })
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		return bucket.WriteAll(context.Background(), name, data, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	return bucket
}

// equal loads all samples of both.
func equal(t *testing.T, got, want *dataset.Dataset) {
	t.Helper()
	if !slices.Equal(got.Classes, want.Classes) || !slices.Equal(got.Labels(), want.Labels()) {
		t.Fatalf("%s: classes %q, labels %v; want %q, %v", got.Name, got.Classes, got.Labels(), want.Classes, want.Labels())
	}
	for i, s := range got.Samples {
		var x, y tensor.Tensor
		if err := s.Load(&x, imageio.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := want.Samples[i].Load(&y, imageio.Options{}); err != nil {
			t.Fatal(err)
		}
		if x.Spec != y.Spec || !bytes.Equal(x.U8, y.U8) || !slices.Equal(x.F32, y.F32) {
			t.Errorf("%s has other pixels", s.Name)
		}
	}
}

func TestOpen(t *testing.T) {
	bucket := fill(t, testdata)
	for _, key := range []string{"wds_cls.tar", "folders.tar.gz", "folders.zip", "hwc.npz", "images.npy", "images.safetensors", "slim.tfrecord",
		"hf.parquet", "saved", "lz4.arrow", "list/list.txt", "cifar10/data_batch_1.bin"} {
		got, err := Open(context.Background(), bucket, key)
		if err != nil {
			t.Errorf("%s: %v", key, err)
			continue
		}
		want, err := dataset.Open(testdata + "/" + key)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, want)
	}
	got, err := Splits(context.Background(), bucket, "hf/data")
	if err != nil || len(got) != 2 || len(got[0].Samples) != 5 {
		t.Errorf("splits: %d sets, %v", len(got), err)
	}
	for _, key := range []string{"absent", "absent/x", "", "/x"} {
		if _, err := Open(context.Background(), bucket, key); err == nil {
			t.Errorf("%q is no error", key)
		}
	}
}

func TestFolder(t *testing.T) {
	bucket := memblob.OpenBucket(nil)
	defer bucket.Close()
	ctx := context.Background()
	image, err := os.ReadFile(testdata + "/list/images/0.png")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"train/cat/1.png", "train/cat/2.png", "train/dog/1.png", "train/"} {
		if err := bucket.WriteAll(ctx, key, image, nil); err != nil {
			t.Fatal(err)
		}
	}
	d, err := Open(ctx, bucket, "train")
	if err != nil || strings.Join(d.Classes, " ") != "cat dog" || len(d.Samples) != 3 {
		t.Fatalf("%+v, %v", d, err)
	}
	if err := d.Samples[2].Load(new(tensor.Tensor), imageio.Options{}); err != nil {
		t.Error(err)
	}
}

func TestOpenURL(t *testing.T) {
	dir, err := filepath.Abs(testdata)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	d, bucket, err := OpenURL(ctx, "file://"+filepath.ToSlash(dir)+"/wds_cls.tar")
	if err != nil {
		t.Fatal(err)
	}
	defer bucket.Close()
	want, err := dataset.Open(testdata + "/wds_cls.tar")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, d, want)
	for _, address := range []string{"no address", "nothing://x/y", "file:///absent/x", "mem://x"} {
		if _, _, err := OpenURL(ctx, address); err == nil || !strings.Contains(err.Error(), address) {
			t.Errorf("%s: error %v", address, err)
		}
	}
}

func TestSplit(t *testing.T) {
	for address, want := range map[string]string{
		"s3://bucket/a/b.tar?region=x": "s3://bucket?region=x a/b.tar",
		"gs://bucket":                  "gs://bucket .",
		"azblob://c/dir/":              "azblob://c dir",
		"file:///d/e/x.npz":            "file:///d/e/ x.npz",
	} {
		bucket, key, err := split(address)
		if got := bucket + " " + key; err != nil || got != want {
			t.Errorf("%s: %s, %v", address, got, err)
		}
	}
}

// TestFS holds the file system against what io/fs says of one.
func TestFS(t *testing.T) {
	fsys := FS(context.Background(), fill(t, testdata+"/list"))
	if err := fstest.TestFS(fsys, "labels.csv", "images/3.png"); err != nil {
		t.Error(err)
	}
}

// TestChanged: an object that isn't the one that was listed.
func TestChanged(t *testing.T) {
	bucket := fill(t, testdata+"/hf/data")
	ctx := context.Background()
	d, err := Open(ctx, bucket, "test-00000-of-00001.parquet")
	if err != nil {
		t.Fatal(err)
	}
	if err := bucket.WriteAll(ctx, "test-00000-of-00001.parquet", []byte("other"), nil); err != nil {
		t.Fatal(err)
	}
	if err := d.Samples[0].Load(new(tensor.Tensor), imageio.Options{}); err == nil || !strings.Contains(err.Error(), "changed") {
		t.Errorf("error %v", err)
	}
}

// TestObject reads parts in order, with gaps, and back.
func TestObject(t *testing.T) {
	data := make([]byte, 5<<20)
	for i := range data {
		data[i] = byte(i * i >> 11)
	}
	bucket := memblob.OpenBucket(nil)
	defer bucket.Close()
	ctx := context.Background()
	if err := bucket.WriteAll(ctx, "x", data, nil); err != nil {
		t.Fatal(err)
	}
	f, err := FS(ctx, bucket).Open("x")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	o := f.(*object)
	for _, at := range []int64{0, 100, 5000, 6000, 200_000, 4 << 20, 4<<20 + 7, 3, 4, 5, 6, 7, 8, 5<<20 - 10} {
		p := make([]byte, 100)
		n, err := o.ReadAt(p, at)
		if want := data[at:min(at+100, int64(len(data)))]; !bytes.Equal(p[:n], want) || (err != nil) != (len(want) < 100) {
			t.Errorf("at %d: %d bytes, %v", at, n, err)
		}
	}
}
