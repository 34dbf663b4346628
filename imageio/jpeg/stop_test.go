package jpeg

import (
	"bytes"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// TestStop: a picture may be stopped at any question, on any number of goroutines. Then the error is that of Stop, and the
// decoder is good for the next picture.
func TestStop(t *testing.T) {
	eager(t)
	enough := errors.New("enough")
	d := dirty(t)
	files := workersFiles(t)
	for _, name := range testFiles(t) {
		files[name] = testFile(t, name)
	}
	for name, data := range files {
		for _, workers := range []int{1, 2, 4} {
			var asked atomic.Int64
			var want, got tensor.Tensor
			wantErr := new(Decoder).Decode(&want, data, Options{Workers: workers})
			opt := Options{Workers: workers, Stop: func() error { asked.Add(1); return nil }}
			if err := d.Decode(&got, data, opt); (err == nil) != (wantErr == nil) || !bytes.Equal(got.U8, want.U8) {
				t.Fatalf("%s: with somebody who may stop it: %v, another picture %v", name, err, !bytes.Equal(got.U8, want.U8))
			}
			all := asked.Load()
			if all == 0 {
				t.Errorf("%s, %d workers: nobody asks", name, workers)
			}
			for n := int64(1); n <= all; n += 1 + all/7 {
				asked.Store(0)
				opt.Stop = func() error {
					if asked.Add(1) >= n {
						return enough
					}
					return nil
				}
				// With several goroutines one may ask less often than before.
				if err := d.Decode(&got, data, opt); !errors.Is(err, enough) && (workers == 1 || asked.Load() >= n) {
					t.Fatalf("%s, %d workers: stopped at question %d of %d: %v", name, workers, n, all, err)
				}
			}
			if err := d.Decode(&got, data, Options{Workers: workers}); (err == nil) != (wantErr == nil) || !bytes.Equal(got.U8, want.U8) {
				t.Fatalf("%s: the next picture after one that was stopped: %v", name, err)
			}
		}
	}
}
