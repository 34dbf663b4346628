package stagetest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// A double writes 2·src. Its faults are what a stage can do wrong; without one it is as it should be.
type double struct {
	Fault  string `json:"fault,omitzero"`
	hidden int
}

var input = tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 6, W: 5}

func (d double) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := in.Check("double"); err != nil {
		return tensor.Spec{}, err
	}
	switch {
	case in.DType == tensor.Uint8:
		return tensor.Spec{}, &tensor.SpecError{Op: "double", Want: "float32", Got: in}
	case d.Fault == "early size" && in.H == 0:
		in.H = 77
	case d.Fault == "moods":
		in.W += int(calls.Add(1)) % 2
	case d.Fault == "needs width" && in.W == 1:
		return tensor.Spec{}, &tensor.SpecError{Op: "double", Want: "two columns", Got: in}
	}
	return in, nil
}

var (
	calls  atomic.Int64
	global atomic.Pointer[tensor.Tensor]
)

func (d double) Apply(dst, src *tensor.Tensor) error {
	if d.Fault == "wrong shapes" {
		dst.Reset(src.Spec)
	}
	if d.Fault != "needs width" {
		if _, err := d.OutSpec(src.Spec); err != nil {
			return err
		}
	}
	if len(src.F32) != src.Len() {
		return fmt.Errorf("double: wanted %d values", src.Len())
	}
	if err := dst.Expect("double", src.Spec); err != nil {
		return err
	}
	values := src.F32
	switch d.Fault {
	case "unwritten":
		values = values[:len(values)-1]
	case "src":
		src.F32[0]++
	case "allocates":
		global.Store(src.Clone())
	case "odd size":
		_ = src.F32[src.W*2]
	case "nan":
		if v := src.F32[0]; v != v {
			panic("not a number")
		}
	}
	for i, v := range values {
		dst.F32[i] = 2 * v
	}
	return nil
}

// A coin draws a double with probability ½.
type coin struct {
	Fault string `json:"fault,omitzero"`
}

func (coin) OutSpec(in tensor.Spec) (tensor.Spec, error) { return double{}.OutSpec(in) }

func (c coin) Draw(r *rand.Rand, _ tensor.Spec) tensor.Stage {
	switch {
	case c.Fault == "moods":
		return double{Fault: fmt.Sprint(rand.Int())}
	case r.IntN(2) == 0 && c.Fault != "":
		return double{Fault: c.Fault}
	}
	return double{}
}

func TestGoodSteps(t *testing.T) {
	Run(t, double{}, input)
	Suite{Allocates: true}.Run(t, double{Fault: "allocates"}, input)
	RunRandom(t, coin{}, input)
}

// faulty has steps that don't keep the contract, and what the suite says of them.
var faulty = []struct {
	name, want string
	run        func(t *testing.T)
}{
	{"unwritten", "leaves some of dst", nil},
	{"src", "changes src", nil},
	{"allocates", "allocates", nil},
	{"early size", "but OutSpec", nil},
	{"moods", "first and then", nil},
	{"needs width", "but Apply takes it", nil},
	{"wrong shapes", "takes a destination of", nil},
	{"odd size", "index out of range", nil},
	{"nan", "not a number", nil},
	{"json", "reads back as", func(t *testing.T) { Run(t, double{hidden: 1}, input) }},
	{"refused", "wanted float32", func(t *testing.T) { Run(t, double{}, tensor.Spec{C: 1, H: 2, W: 2}) }},
	{"drawn moods", "the same generator draws", func(t *testing.T) { RunRandom(t, coin{Fault: "moods"}, input) }},
	{"drawn unwritten", "leaves some of dst", func(t *testing.T) { RunRandom(t, coin{Fault: "unwritten"}, input) }},
}

// TestFaultySteps runs the suite on each of them in a process of its own, which must fail for the right reason.
func TestFaultySteps(t *testing.T) {
	for _, f := range faulty {
		if f.name == "allocates" && testdata.Race {
			continue // they aren't counted
		}
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(os.Args[0], "-test.run", "^TestOneFault$")
			cmd.Env = append(os.Environ(), "STAGETEST_FAULT="+f.name)
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), f.want) {
				t.Errorf("%v; wanted a failure with %q, found\n%s", err, f.want, out)
			}
		})
	}
}

// TestOneFault fails in the processes of TestFaultySteps; here it does nothing.
func TestOneFault(t *testing.T) {
	for _, f := range faulty {
		switch {
		case f.name != os.Getenv("STAGETEST_FAULT"):
		case f.run != nil:
			f.run(t)
		default:
			Run(t, double{Fault: f.name}, input)
		}
	}
}
