package dataset

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// fuzzFormat gives whatever the fuzzer makes of the files in testdata to a format's reader, loads some of the samples, and
// looks at how much memory that took.
func fuzzFormat(f *testing.F, open func(*collector, *source) error, name string, endings ...string) {
	err := filepath.WalkDir("testdata", func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.Contains(path, "fuzz") {
			return err
		}
		for _, ending := range endings {
			if strings.HasSuffix(path, ending) {
				data, err := os.ReadFile(path)
				f.Add(data)
				return err
			}
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	limits := imageio.Limits{Pixels: 1 << 20, FileBytes: 1 << 20}
	f.Fuzz(func(t *testing.T, data []byte) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		c := newCollector(name)
		if err := open(c, inMemory(name, data)); err != nil {
			if e := (*Error)(nil); !errors.As(err, &e) || e.Path == "" {
				t.Errorf("%v is no *Error with a path", err)
			}
		}
		for _, s := range c.samples[:min(len(c.samples), 20)] {
			if s.Path != "" {
				continue // a file of the list, which isn't there
			}
			var x tensor.Tensor
			if err := s.Load(&x, imageio.Options{Limits: limits}); err == nil && x.Check("load") != nil {
				t.Errorf("%s: %v", s.Name, x.Spec)
			}
			if _, err := s.Fingerprint(); err != nil {
				t.Errorf("%s: %v", s.Name, err)
			}
		}
		if sets, err := c.sets(); err == nil {
			for _, d := range sets {
				for _, s := range d.Samples {
					if s.Label != noClass && !d.labelled(s) {
						t.Fatalf("%s: label %d of %d", s.Name, s.Label, len(d.Classes))
					}
				}
			}
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 200<<20+uint64(1000*len(data)) {
			t.Errorf("%d bytes took %d bytes of memory", len(data), used)
		}
	})
}

func FuzzTar(f *testing.F)         { fuzzFormat(f, openTar, "x.tar", ".tar") }
func FuzzZip(f *testing.F)         { fuzzFormat(f, openZip, "x.zip", ".zip", ".npz") }
func FuzzTFRecord(f *testing.F)    { fuzzFormat(f, openTFRecord, "x.tfrecord", ".tfrecord") }
func FuzzNPY(f *testing.F)         { fuzzFormat(f, openNPY, "x.npy", ".npy") }
func FuzzSafetensors(f *testing.F) { fuzzFormat(f, openSafetensors, "x.safetensors", ".safetensors") }
func FuzzParquet(f *testing.F)     { fuzzFormat(f, openParquet, "x.parquet", ".parquet") }
func FuzzArrow(f *testing.F)       { fuzzFormat(f, openArrow, "x.arrow", ".arrow") }
func FuzzCIFAR(f *testing.F)       { fuzzFormat(f, openCIFAR, "x.bin", ".bin") }
func FuzzCSV(f *testing.F)         { fuzzFormat(f, openCSV, "x.csv", ".csv", ".txt") }
func FuzzJSONL(f *testing.F)       { fuzzFormat(f, openJSONL, "x.jsonl", ".jsonl") }
func FuzzList(f *testing.F)        { fuzzFormat(f, openList, "x.txt", ".txt", ".csv") }

// FuzzRead gives a stream of any kind to Read.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"wds_cls.tar", "folders.tar.gz", "slim.tfrecord", "hf.parquet", "hwc.npz"} {
		data, err := os.ReadFile("testdata/" + name)
		must(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		for r, err := range Read(strings.NewReader(string(data)), "-") {
			if err != nil {
				if e := (*Error)(nil); !errors.As(err, &e) {
					t.Errorf("%v is no *Error", err)
				}
				continue
			}
			if n++; n < 20 && r.Path == "" {
				_ = r.Load(new(tensor.Tensor), imageio.Options{Limits: imageio.Limits{Pixels: 1 << 20}})
			}
		}
	})
}
