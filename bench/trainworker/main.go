// Command trainworker is the worker process of the libraries in Go that train networks on MNIST's digits. Its argument
// names one of them. It uses as many threads as it may have cores. The protocol on standard input and output is
// described in bench/README.md.
package main

import (
	"fmt"
	"os"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// What all libraries train with: gradient descent with momentum and weight decay, one hidden layer with ReLU or none.
const (
	learningRate = 0.05
	momentum     = 0.9
	weightDecay  = 1e-4
	hiddenUnits  = 512
)

// settings is what a training is asked for.
type settings struct {
	hidden  []int // none: softmax regression
	batch   int
	seed    uint64
	workers int // 0: as many as there are cores
}

// A library trains networks.
type library struct {
	version func() string
	// begin returns a training that goes on epoch by epoch. The first one is done.
	begin func(d *digits, s settings) (session, error)
	// train returns what so many epochs make.
	train func(d *digits, s settings, epochs int) (model, error)
}

// A session is a training under way.
type session interface {
	epoch() error
	stop()
}

// A model is a trained network.
type model interface {
	predict(d *digits) ([]int, error)
	params() [][]float32
}

var libraries = map[string]library{
	"saccade": saccade,
	"gonum":   gonumLibrary,
}

func main() {
	if err := serve(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "trainworker:", err)
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
