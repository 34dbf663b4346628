package jpeg

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// photos are the committed ones, or those that SACCADE_PHOTOS, a pattern, names.
func photos(b *testing.B) (files [][]byte) {
	b.Helper()
	pattern := os.Getenv("SACCADE_PHOTOS")
	if pattern == "" {
		pattern = filepath.Join(testdata.Root(), "testdata", "photos", "*.jpg")
	}
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		b.Fatal(paths, err)
	}
	for _, path := range paths {
		files = append(files, readTest(b, path))
	}
	return files
}

// BenchmarkDecode gives the time for all photos; MB/s are those of the files.
func BenchmarkDecode(b *testing.B) {
	files := photos(b)
	size := 0
	for _, data := range files {
		size += len(data)
	}
	for _, opt := range []Options{{}, {Scale: 2}, {Scale: 4}, {Scale: 8}, {Scale: 8, Coarse: true}, {Space: tensor.Gray}} {
		b.Run(fmt.Sprintf("space=%v/scale=%d/coarse=%t", opt.Space, opt.scale(), opt.Coarse), func(b *testing.B) {
			var d Decoder
			var dst tensor.Tensor
			b.SetBytes(int64(size))
			for b.Loop() {
				for _, data := range files {
					if err := d.Decode(&dst, data, opt); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.N*len(files))/b.Elapsed().Seconds(), "images/s")
		})
	}
}

// BenchmarkWorkers gives the time for one large photo.
func BenchmarkWorkers(b *testing.B) {
	for _, folder := range []string{"large", "progressive"} {
		data := readTest(b, testdata.Shared(b, "photos/"+folder+"/000.jpg"))
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("photo=%s/workers=%d", folder, workers), func(b *testing.B) {
				var d Decoder
				var dst tensor.Tensor
				b.SetBytes(int64(len(data)))
				for b.Loop() {
					if err := d.Decode(&dst, data, Options{Workers: workers}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// entropy decodes the coefficients of a sequential file and nothing else.
func (d *Decoder) entropy(data []byte) error {
	if err := d.begin(data, Options{}); err != nil {
		return err
	}
	w := walker{data, d.info.started}
	s, err := w.next()
	if err != nil {
		return err
	}
	if err := d.readScan(s); err != nil {
		return err
	}
	d.scan.start(data, w.at, d.tables.restart)
	d.streamMemory(max(1, chunkBlocks/d.perMCU))
	for left := d.wanted(); left > 0; left -= d.chunk {
		d.decodeRun(0, min(d.chunk, left))
	}
	return d.scan.damage
}

// BenchmarkEntropy is Huffman decoding alone.
func BenchmarkEntropy(b *testing.B) {
	files := photos(b)
	var d Decoder
	for b.Loop() {
		for _, data := range files {
			if err := d.entropy(data); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N*len(files))/b.Elapsed().Seconds(), "images/s")
}
