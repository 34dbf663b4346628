// Command goworker is the worker process of the contestants that are written in Go. Its argument names one of
// them. The protocol on standard input and output is described in bench/README.md.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
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
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		fmt.Println(s.reply(strings.Split(in.Text(), "\t")))
	}
	return in.Err()
}

// reply is one line: "ok" and a value, "absent" or "error" and the reason.
func (s *server) reply(command []string) string {
	value, err := s.answer(command)
	switch {
	case errors.Is(err, errAbsent):
		return "absent\t" + err.Error()
	case err != nil:
		return "error\t" + strings.ReplaceAll(err.Error(), "\n", "; ")
	}
	return "ok\t" + value
}
