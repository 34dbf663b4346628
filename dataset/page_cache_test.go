package dataset

import (
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	linked "container/list"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

func newPageCache(limit int64) *pageCache {
	return &pageCache{limit: limit, entries: map[pageKey]*linked.Element{}}
}

func TestPageCache(t *testing.T) {
	c := newPageCache(100)
	read := map[int]int{}
	get := func(page int) {
		values, err := c.get(pageKey{page: page}, func() ([][]byte, int64, error) {
			read[page]++
			return [][]byte{{byte(page)}}, 40, nil
		})
		if err != nil || values[0][0] != byte(page) {
			t.Errorf("page %d: %v, %v", page, values, err)
		}
		if c.size > 100 {
			t.Errorf("%d bytes are kept", c.size)
		}
	}
	for _, page := range []int{1, 1, 2, 1, 3, 1, 2} { // 3 drops 2, 2 drops 3
		get(page)
	}
	if read[1] != 1 || read[2] != 2 || read[3] != 1 {
		t.Errorf("pages were read %v times", read)
	}
	broken := errors.New("broken")
	for range 2 { // an error isn't kept
		if _, err := c.get(pageKey{page: 9}, func() ([][]byte, int64, error) { read[9]++; return nil, 0, broken }); err != broken {
			t.Errorf("error %v", err)
		}
	}
	if read[9] != 2 || len(c.entries) != c.order.Len() || len(c.entries) != 2 {
		t.Errorf("read %d times, %d entries", read[9], len(c.entries))
	}
}

// TestPageCacheShared: many at once want a page, and it is read once.
func TestPageCacheShared(t *testing.T) {
	c := newPageCache(1 << 20)
	var reads atomic.Int32
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for page := range 50 {
				values, err := c.get(pageKey{page: page}, func() ([][]byte, int64, error) {
					reads.Add(1)
					return [][]byte{{byte(page)}}, 1, nil
				})
				if err != nil || values[0][0] != byte(page) {
					t.Errorf("page %d: %v, %v", page, values, err)
				}
			}
		})
	}
	all.Wait()
	if reads.Load() != 50 {
		t.Errorf("50 pages were read %d times", reads.Load())
	}
}

// TestRowsInAnyOrder reads rows at once, in random order, with a cache that keeps next to nothing.
func TestRowsInAnyOrder(t *testing.T) {
	old := pages.limit
	pages.limit = 1
	defer func() { pages.limit = old }()
	g := readGolden(t)
	for _, name := range []string{"hf.parquet", "plain_zstd.parquet", "v2_gzip.parquet", "lz4.parquet", "lz4.arrow", "zstd.arrow"} {
		d, err := Open("testdata/" + name)
		must(t, err)
		var all sync.WaitGroup
		for k := range 4 {
			all.Go(func() {
				r := rand.New(rand.NewPCG(uint64(k), 0))
				var x tensor.Tensor
				for range 30 {
					i := r.IntN(len(d.Samples))
					if err := d.Samples[i].Load(&x, imageio.Options{}); err != nil {
						t.Errorf("%s: %v", d.Samples[i].Name, err)
					} else if want := g.images.Data[i*5*6*3]; float64(x.U8[0]) != want {
						t.Errorf("%s: the first value is %d, want %v", d.Samples[i].Name, x.U8[0], want)
					}
				}
			})
		}
		all.Wait()
	}
}
