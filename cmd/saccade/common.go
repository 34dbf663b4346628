package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/dataset"
)

// addCommon adds the flags that all commands have which work on many images.
func addCommon(flags *pflag.FlagSet, workers *int, quiet *bool) {
	flags.IntVar(workers, "workers", 0, "work on `N` images at a time (0: one for each processor); results don't depend on it")
	flags.BoolVar(quiet, "quiet", false, "print answers and errors only")
}

// addCache adds the flag of the commands that look at the same images again and again.
func addCache(flags *pflag.FlagSet, dir *string) {
	flags.StringVar(dir, "cache", "", "keep features in the folder `DIR`, and take them from there while pipeline and images are the same")
}

// noteCache says where the features of images came from.
func noteCache(p *progress, u saccade.CacheUse, quiet bool) {
	if u.Damaged != nil && !quiet {
		p.say("%s", visible(fmt.Sprintf("made anew: %v", u.Damaged)))
	}
	switch {
	case quiet:
	case u.Hit:
		p.say("features of %d images from the cache", u.Images)
	case u.Kept:
		p.say("features of %d images computed and kept in the cache", u.Images)
	default:
		p.say("features of %d images computed; not kept in the cache, as reading may go otherwise another time", u.Images)
	}
}

// maxWorkers is more than any machine has processors; each worker has its own buffers.
const maxWorkers = 4096

func checkWorkers(n int) error {
	if n < 0 || n > maxWorkers {
		return fmt.Errorf("--workers: wanted 0 to %d, found %d", maxWorkers, n)
	}
	return nil
}

// withoutPath takes the name of a file out of the operating system's error, where another name says more.
func withoutPath(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err
	}
	return err
}

// at puts a file's name before the operating system's error, in the form of all other messages.
func at(path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", path, withoutPath(err))
}

// reason is what err says about a sample, without the sample's name before it.
func reason(name string, err error) string {
	return strings.TrimPrefix(err.Error(), name+": ")
}

// failure is the line that says which sample failed, and why.
func failure(name string, err error) string {
	return visible(name + ": " + reason(name, err))
}

// someFailed is how a run ends in which n inputs failed.
func someFailed(stderr io.Writer, n int, what string) error {
	if n == 0 {
		return nil
	}
	if n > 1 {
		what += "s"
	}
	if log, ok := stderr.(*jsonLog); ok {
		log.Warn(fmt.Sprintf("%d %s failed", n, what), "failed", n)
	} else {
		fmt.Fprintf(stderr, "saccade: %d %s failed\n", n, what)
	}
	return errSomeFailed
}

// noteSkipped says what of a data set is left out.
func noteSkipped(stderr io.Writer, d *dataset.Dataset, quiet bool) {
	if quiet {
		return
	}
	for _, line := range d.Summary() {
		fmt.Fprintln(stderr, visible(line))
	}
}
