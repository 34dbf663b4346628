package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/pipeline"
)

// limitFlags bound what one image may ask for.
type limitFlags struct {
	pixels  int
	memory  sizeFlag
	timeout time.Duration
}

// No photo takes so much; what is made to keep a machine busy does.
const (
	defaultPixels  = 100_000_000
	defaultMemory  = 2 << 30
	defaultTimeout = time.Minute
)

func addLimits(flags *pflag.FlagSet, f *limitFlags) {
	f.memory = defaultMemory
	flags.IntVar(&f.pixels, "max-pixels", defaultPixels, "an image of more than `N` pixels is a bad one")
	flags.Var(&f.memory, "max-memory", "an image that takes more than `SIZE` of memory is a bad one (0: no limit)")
	flags.DurationVar(&f.timeout, "timeout", defaultTimeout, "an image that takes longer than `DURATION` to decode and classify is a bad one (0: no limit)")
}

func (f *limitFlags) check() error {
	switch {
	case f.pixels < 1:
		return fmt.Errorf("--max-pixels: wanted 1 or more, found %d", f.pixels)
	case f.timeout < 0:
		return fmt.Errorf("--timeout: wanted no negative time, found %v", f.timeout)
	}
	return nil
}

func (f *limitFlags) options(workers int) pipeline.Options {
	return pipeline.Options{Workers: workers, Timeout: f.timeout, Limits: imageio.Limits{Pixels: f.pixels, Memory: int64(f.memory)}}
}

// A sizeFlag is a number of bytes, as 2GiB or 500MB.
type sizeFlag int64

// sizeUnits have the longer of two endings first.
var sizeUnits = []struct {
	name  string
	bytes float64
}{
	{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40},
	{"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12},
	{"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}, {"T", 1 << 40}, {"B", 1},
}

func (f *sizeFlag) Type() string { return "SIZE" }

func (f *sizeFlag) String() string {
	for i := 3; i >= 0; i-- {
		if u := sizeUnits[i]; *f > 0 && int64(*f)%int64(u.bytes) == 0 {
			return fmt.Sprintf("%d%s", int64(*f)/int64(u.bytes), u.name)
		}
	}
	return strconv.FormatInt(int64(*f), 10)
}

func (f *sizeFlag) Set(text string) error {
	number, unit := text, 1.0
	for _, u := range sizeUnits {
		if n := len(text) - len(u.name); n > 0 && strings.EqualFold(text[n:], u.name) {
			number, unit = strings.TrimSpace(text[:n]), u.bytes
			break
		}
	}
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || !(v >= 0 && v*unit < math.MaxInt64) {
		return fmt.Errorf("wanted a size as 500MB or 2GiB, found %q", text)
	}
	*f = sizeFlag(v * unit)
	return nil
}
