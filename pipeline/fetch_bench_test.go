package pipeline_test

import (
	"fmt"
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

// BenchmarkReadAhead runs by turns without and with reading ahead, on files that take some time to come, and gives how
// many times longer it takes without: the ratio of the medians. A delay of 0 is the system's cache.
func BenchmarkReadAhead(b *testing.B) {
	plan := compile(b, imagenet())
	paths, err := filepath.Glob(filepath.Join(testdata.Shared(b, "photos/small"), "*"))
	if err != nil || len(paths) == 0 {
		b.Fatal(paths, err)
	}
	for _, delay := range []time.Duration{0, time.Millisecond, 10 * time.Millisecond} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("delay=%v/workers=%d", delay, workers), func(b *testing.B) {
				var ahead []away
				var plain []unfetched
				for i := range 128 {
					a := away{paths[i%len(paths)], delay}
					ahead, plain = append(ahead, a), append(plain, unfetched{a})
				}
				opt := pipeline.Options{Workers: workers}
				var with, without []time.Duration
				for b.Loop() {
					start := time.Now()
					through(b, plan, plain, opt)
					middle := time.Now()
					through(b, plan, ahead, opt)
					without, with = append(without, middle.Sub(start)), append(with, time.Since(middle))
				}
				slices.Sort(with)
				slices.Sort(without)
				b.ReportMetric(float64(without[len(without)/2])/float64(with[len(with)/2]), "without/with")
				b.ReportMetric(float64(len(ahead))/with[len(with)/2].Seconds(), "images/s")
			})
		}
	}
}

func through[S pipeline.Source](b *testing.B, plan *pipeline.Plan, sources []S, opt pipeline.Options) {
	for _, r := range pipeline.Map(b.Context(), plan, slices.Values(sources), opt) {
		if r.Err != nil {
			b.Fatal(r.Err)
		}
	}
}
