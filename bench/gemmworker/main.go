// Command gemmworker is the worker process of the libraries in Go that multiply matrices. Its argument names one of
// them. It uses as many threads as it may have cores. The protocol on standard input and output is described in
// bench/README.md.
package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// A library multiplies matrices.
type library struct {
	version func() string
	// prepare returns what multiplies p's matrices once, or harness.ErrAbsent.
	prepare func(p *product) (func() error, error)
	flops   float64 // of each multiplication; 0 means that of the product
}

var libraries = map[string]library{
	"saccade": saccade,
	"gonum":   gonumLibrary,
	"vek32":   vek,
	"gomlx":   gomlx,
	"peak":    peak,
}

func main() {
	if err := serve(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gemmworker:", err)
		os.Exit(1)
	}
}

// serve answers commands until the driver closes the pipe.
func serve(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("wanted the name of a library, found %d arguments", len(args))
	}
	l, ok := libraries[args[0]]
	if !ok {
		return fmt.Errorf("there is no library %q", args[0])
	}
	s := server{library: l}
	return harness.Serve(s.answer)
}

// A server answers the driver's commands for one library. It has one product at a time.
type server struct {
	library library
	product *product
	work    func() error
}

func (s *server) answer(verb string, args []string) (string, error) {
	switch {
	case verb == "hello" && len(args) == 0:
		return s.library.version(), nil
	case verb == "load" && len(args) == 1:
		return s.load(args[0])
	case verb == "run" && len(args) == 1 && s.work != nil:
		return "", s.run(args[0])
	case verb == "sum" && len(args) == 0 && s.work != nil:
		return strconv.FormatFloat(s.product.sum(), 'g', -1, 64), nil
	}
	return "", fmt.Errorf("command %q with %d arguments isn't known, or no product is loaded", verb, len(args))
}

// load makes a product's matrices, multiplies them once, and returns how many operations that takes.
func (s *server) load(name string) (string, error) {
	s.work = nil
	p, err := parseProduct(name)
	if err != nil {
		return "", err
	}
	work, err := s.library.prepare(p)
	if err != nil {
		return "", err
	}
	s.product, s.work = p, work
	flops := s.library.flops
	if flops == 0 {
		flops = 2 * float64(p.m) * float64(p.n) * float64(p.k)
	}
	return strconv.FormatFloat(flops, 'g', -1, 64), s.work()
}

func (s *server) run(repeat string) error {
	n, err := strconv.Atoi(repeat)
	if err != nil {
		return err
	}
	for range n {
		if err := s.work(); err != nil {
			return err
		}
	}
	return nil
}
