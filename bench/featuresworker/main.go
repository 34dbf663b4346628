// Command featuresworker is the worker process of Saccade's features. The protocol on standard input and output is described in
// bench/README.md.
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"

	"github.com/saccade-go/saccade/bench/internal/harness"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/tensor"
)

func main() {
	runtime.GOMAXPROCS(1)
	s := server{}
	if err := harness.Serve(s.answer); err != nil {
		fmt.Fprintln(os.Stderr, "featuresworker:", err)
		os.Exit(1)
	}
}

// A server answers the driver's commands. It has one work at a time: a stage on some inputs.
type server struct {
	stage tensor.Stage
	src   []*tensor.Tensor
	dst   *tensor.Tensor
}

func (s *server) answer(verb string, args []string) (string, error) {
	switch {
	case verb == "hello" && len(args) == 0:
		return "Saccade" + harness.Tags(), nil
	case verb == "load" && len(args) == 2:
		return "", s.load(args[0], args[1])
	case verb == "run" && len(args) == 1 && s.stage != nil:
		n, err := strconv.Atoi(args[0])
		for i := 0; i < n && err == nil; i++ {
			err = s.run(nil)
		}
		return "", err
	case verb == "write" && len(args) == 1 && s.stage != nil:
		return "", s.write(args[0])
	}
	return "", fmt.Errorf("command %q with %d arguments isn't known, or nothing is loaded", verb, len(args))
}

// works makes each job's stage and inputs of the values that the driver wrote.
var works = map[string]func(in *values) (tensor.Stage, []*tensor.Tensor){
	"hog":        func(in *values) (tensor.Stage, []*tensor.Tensor) { return features.HOG{}, gray(in) },
	"hog-opencv": func(in *values) (tensor.Stage, []*tensor.Tensor) { return features.HOG{Layout: "opencv"}, gray(in) },
	"lbp":        func(in *values) (tensor.Stage, []*tensor.Tensor) { return features.LBP{}, gray(in) },
	"histogram": func(in *values) (tensor.Stage, []*tensor.Tensor) {
		return features.ColorHistogram{Norm: "none"}, []*tensor.Tensor{in.bytes(tensor.RGB, 3, 224, 224)}
	},
	"pca": func(in *values) (tensor.Stage, []*tensor.Tensor) {
		p := features.PCA{Mean: in.vector(784), Components: in.matrix(64, 784), ExplainedVariance: *tensor.New(tensor.VectorSpec(64))}
		var src []*tensor.Tensor
		for range 1000 {
			v := in.vector(784)
			src = append(src, &v)
		}
		return p, src
	},
	"patches": func(in *values) (tensor.Stage, []*tensor.Tensor) {
		const n = 6 * 6 * 3
		l := &features.LearnedPatches{
			Size: 6, Stride: 1, Pool: 2, NormEps: 10. / (255 * 255), Encoding: "triangle",
			Mean: in.vector(n), Whiten: in.matrix(n, n), Dictionary: in.matrix(1600, n),
		}
		return l, []*tensor.Tensor{in.floats(tensor.Spec{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 32, W: 32})}
	},
}

func gray(in *values) []*tensor.Tensor { return []*tensor.Tensor{in.bytes(tensor.Gray, 1, 128, 128)} }

// values are read from the front.
type values []float32

func (v *values) floats(spec tensor.Spec) *tensor.Tensor {
	t := tensor.New(spec)
	*v = (*v)[copy(t.F32, *v):]
	return t
}

func (v *values) vector(n int) tensor.Tensor { return *v.floats(tensor.VectorSpec(n)) }

func (v *values) matrix(rows, columns int) tensor.Tensor {
	return *v.floats(tensor.Spec{DType: tensor.Float32, C: 1, H: rows, W: columns})
}

func (v *values) bytes(space tensor.Space, c, h, w int) *tensor.Tensor {
	t := tensor.New(tensor.Spec{Space: space, C: c, H: h, W: w})
	for i := range t.U8 {
		t.U8[i] = uint8((*v)[i])
	}
	*v = (*v)[len(t.U8):]
	return t
}

func (s *server) load(name, path string) error {
	work, ok := works[name]
	if !ok {
		return fmt.Errorf("%w: job %q: unsupported", harness.ErrAbsent, name)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	in := make(values, len(data)/4)
	if _, err := binary.Decode(data, binary.LittleEndian, in); err != nil {
		return err
	}
	s.stage, s.src = work(&in)
	out, err := s.stage.OutSpec(s.src[0].Spec)
	s.dst = tensor.New(out)
	return err
}

// run does the work once; with keep, it keeps the results.
func (s *server) run(keep func([]float32)) error {
	for _, src := range s.src {
		if err := s.stage.Apply(s.dst, src); err != nil {
			return err
		}
		if keep != nil {
			keep(s.dst.F32)
		}
	}
	return nil
}

// write writes the results as float32, little endian.
func (s *server) write(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	err = s.run(func(v []float32) { err = errors.Join(err, binary.Write(f, binary.LittleEndian, v)) })
	return errors.Join(err, f.Close())
}
