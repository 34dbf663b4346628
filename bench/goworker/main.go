// Command goworker is the worker process of the contestants that are written in Go. Its argument names one of
// them. The protocol on standard input and output is described in bench/README.md.
package main

import (
	"fmt"
	"os"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// A contestant is a library and the jobs that it can do. A job is prepared for files held in memory; without
// files it makes its own input.
type contestant struct {
	version func() string
	jobs    map[string]func(files [][]byte) (job, error)
}

// A job is one kind of work on a list of files.
type job interface {
	// run works on all files, repeat times over, on so many goroutines.
	run(threads, repeat int) error
	// result returns what the work makes of one file.
	result(index int) ([]float32, error)
}

var contestants = map[string]contestant{
	"saccade": saccade,
	"imaging": imagingLibrary,
	"xdraw":   xdraw,
}

func main() {
	if err := serve(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "goworker:", err)
		os.Exit(1)
	}
}

// serve answers commands until the driver closes the pipe.
func serve(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("wanted the name of a contestant, found %d arguments", len(args))
	}
	c, ok := contestants[args[0]]
	if !ok {
		return fmt.Errorf("there is no contestant %q", args[0])
	}
	s := server{contestant: c, jobs: map[string]loaded{}}
	return harness.Serve(s.answer)
}
