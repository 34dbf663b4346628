package dataset

import (
	"archive/tar"
	"bufio"
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"
)

// TestMemory: a data set in a file takes the memory of its index, well under 200 bytes a sample, and not that of its pictures.
// SACCADE_SAMPLES says how many samples to try it with.
func TestMemory(t *testing.T) {
	n := 20_000
	if text := os.Getenv("SACCADE_SAMPLES"); text != "" {
		var err error
		n, err = strconv.Atoi(text)
		must(t, err)
	}
	image := picture(t, 7)
	record := tfRecord(example(image, 3))
	tree(t)
	for name, write := range map[string]func(w *bufio.Writer) error{
		"x.tar": func(w *bufio.Writer) error {
			out := tar.NewWriter(w)
			for i := range n {
				name := fmt.Sprintf("sample%09d", i)
				for ending, data := range map[string]string{".png": image, ".cls": strconv.Itoa(i % 10)} {
					if err := out.WriteHeader(&tar.Header{Name: name + ending, Size: int64(len(data)), Mode: 0o600, Typeflag: tar.TypeReg}); err != nil {
						return err
					}
					if _, err := out.Write([]byte(data)); err != nil {
						return err
					}
				}
			}
			return out.Close()
		},
		"x.tfrecord": func(w *bufio.Writer) error {
			for range n {
				if _, err := w.Write(record); err != nil {
					return err
				}
			}
			return nil
		},
		"x.npy": func(w *bufio.Writer) error {
			header := fmt.Sprintf("{'descr': '|u1', 'fortran_order': False, 'shape': (%d, 28, 28), }", n)
			_, err := w.Write(append(npyFile(header), bytes.Repeat([]byte{7}, n*28*28)...))
			return err
		},
		"x.bin": func(w *bufio.Writer) error { _, err := w.Write(make([]byte, n*cifar10)); return err },
	} {
		f, err := os.Create(name)
		must(t, err)
		w := bufio.NewWriter(f)
		must(t, write(w))
		must(t, w.Flush())
		must(t, f.Close())
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		d, err := Open(name)
		must(t, err)
		runtime.GC()
		runtime.ReadMemStats(&after)
		each := float64(int64(after.HeapAlloc)-int64(before.HeapAlloc)) / float64(n)
		t.Logf("%s: %.0f bytes a sample", name, each)
		if len(d.Samples) != n || each > 200 {
			t.Errorf("%s: %d samples with %.0f bytes each", name, len(d.Samples), each)
		}
		runtime.KeepAlive(d)
		must(t, os.Remove(name))
	}
}
