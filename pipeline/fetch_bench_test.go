package pipeline_test

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// away is a file that takes a while to come.
type away struct {
	path  string
	delay time.Duration
}

func (a away) Load(dst *tensor.Tensor, opt imageio.Options) error {
	time.Sleep(a.delay)
	return imageio.ReadFile(dst, a.path, opt)
}

func (a away) Fetches() bool { return true }

func (a away) Fetch(buf []byte, opt imageio.Options) ([]byte, error) {
	time.Sleep(a.delay)
	return imageio.Fetch(buf, a.path, opt)
}

func (a away) LoadFetched(dst *tensor.Tensor, data []byte, opt imageio.Options) error {
	return imageio.DecodeFetched(dst, a.path, data, opt)
}

// unfetched is a source that is not read ahead.
type unfetched struct{ source away }

func (u unfetched) Load(dst *tensor.Tensor, opt imageio.Options) error {
	return u.source.Load(dst, opt)
}

// Size is for MapUnordered.
func (a away) Size() int64 {
	info, err := os.Stat(a.path)
	if err != nil {
		return 0
	}
	return info.Size()
}

func photos(b *testing.B, folder string) []string {
	paths, err := filepath.Glob(filepath.Join(testdata.Shared(b, "photos/"+folder), "*"))
	if err != nil || len(paths) == 0 {
		b.Fatal(paths, err)
	}
	return paths
}

// compareTimes runs two functions by turns and gives how many times longer the first one takes: the ratio of the medians.
func compareTimes(b *testing.B, first, second func(), ratio string) {
	var times [2][]time.Duration
	for b.Loop() {
		for i, f := range []func(){first, second} {
			start := time.Now()
			f()
			times[i] = append(times[i], time.Since(start))
		}
	}
	var median [2]float64
	for i := range times {
		slices.Sort(times[i])
		median[i] = float64(times[i][len(times[i])/2])
	}
	b.ReportMetric(median[0]/median[1], ratio)
}

// BenchmarkReadAhead runs by turns without and with reading ahead, on files that take some time to come. A delay of 0 is
// the system's cache.
func BenchmarkReadAhead(b *testing.B) {
	plan := compile(b, imagenet())
	paths := photos(b, "small")
	for _, delay := range []time.Duration{0, time.Millisecond, 10 * time.Millisecond} {
		var ahead []away
		var plain []unfetched
		for _, path := range paths {
			a := away{path, delay}
			ahead, plain = append(ahead, a), append(plain, unfetched{a})
		}
		for _, workers := range []int{1, 2} {
			opt := pipeline.Options{Workers: workers}
			b.Run(fmt.Sprintf("delay=%v/workers=%d", delay, workers), func(b *testing.B) {
				compareTimes(b,
					func() { drain(b, pipeline.Map(b.Context(), plan, slices.Values(plain), opt)) },
					func() { drain(b, pipeline.Map(b.Context(), plan, slices.Values(ahead), opt)) }, "without/with")
			})
		}
	}
}

// BenchmarkUnordered runs Map and MapUnordered by turns on small photos with large ones at the end, or among them.
func BenchmarkUnordered(b *testing.B) {
	plan := compile(b, imagenet())
	small, large := photos(b, "small"), photos(b, "large")
	for name, paths := range map[string][]string{
		"large=last":  append(slices.Clone(small), large[0]),
		"large=among": slices.Concat(small[:33], large[:1], small[33:66], large[1:2], small[66:], large[2:3]),
		"large=none":  small,
	} {
		var sources []away
		for _, path := range paths {
			sources = append(sources, away{path: path})
		}
		b.Run(name, func(b *testing.B) {
			compareTimes(b,
				func() { drain(b, pipeline.Map(b.Context(), plan, slices.Values(sources), pipeline.Options{})) },
				func() { drain(b, pipeline.MapUnordered(b.Context(), plan, sources, pipeline.Options{})) }, "map/unordered")
		})
	}
}

func drain[S pipeline.Source](b *testing.B, results iter.Seq2[S, pipeline.Result]) {
	for _, r := range results {
		if r.Err != nil {
			b.Fatal(r.Err)
		}
	}
}
