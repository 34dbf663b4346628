package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/pprof"

	"github.com/spf13/pflag"

	"github.com/saccade-go/saccade/internal/atomicfile"
)

// A profiler writes what Go's pprof reads: where a run spent its time, and where it took memory.
type profiler struct {
	cpu, memory string // files, "" for none

	samples bytes.Buffer // what pprof has made of --cpuprofile
	running bool
	begun   bool // the run itself
}

func (p *profiler) add(flags *pflag.FlagSet) {
	flags.StringVar(&p.cpu, "cpuprofile", "", "write where the run spends its time to `FILE`, for go tool pprof")
	flags.StringVar(&p.memory, "memprofile", "", "write where the run takes memory to `FILE`, for go tool pprof")
}

// start reports what couldn't be written later. Nothing is written before stop.
func (p *profiler) start() error {
	if err := checkOutputs(nil, outputFile{"--cpuprofile", p.cpu}, outputFile{"--memprofile", p.memory}); err != nil {
		return err
	}
	p.begun = true
	if p.cpu == "" {
		return nil
	}
	if err := pprof.StartCPUProfile(&p.samples); err != nil {
		return err
	}
	p.running = true
	return nil
}

// stop writes the files, however the run has ended.
func (p *profiler) stop() error {
	var errs []error
	if p.running {
		pprof.StopCPUProfile()
		p.running = false
		errs = append(errs, writeProfile("--cpuprofile", p.cpu, func(w io.Writer) error {
			_, err := p.samples.WriteTo(w)
			return err
		}))
	}
	if p.begun && p.memory != "" {
		runtime.GC() // what is in use is known as of the last collection
		errs = append(errs, writeProfile("--memprofile", p.memory, func(w io.Writer) error {
			return pprof.Lookup("allocs").WriteTo(w, 0)
		}))
	}
	return errors.Join(errs...)
}

func writeProfile(flag, path string, write func(io.Writer) error) error {
	if err := atomicfile.Write(path, write); err != nil {
		return fmt.Errorf("%s: %w", flag, at(path, err))
	}
	return nil
}
