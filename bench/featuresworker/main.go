// Command featuresworker is the worker process of Saccade's features. The protocol on standard input and output is described in
// bench/README.md.
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"

	"github.com/saccade-go/saccade/bench/internal/harness"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/tensor"
)

// A maker reads the files of a folder and returns a stage and what it takes.
type maker func(dir string) (tensor.Stage, []*tensor.Tensor, error)

// makers has each contest's. PCA's is one more line:
//
//	"pca-784": pca,
var makers = map[string]maker{
	"hog-128":       of(features.HOG{}, "gray128", tensor.Gray, 128),
	"lbp-128":       of(features.LBP{}, "gray128", tensor.Gray, 128),
	"histogram-224": of(features.ColorHistogram{}, "rgb224", tensor.RGB, 224),
	"patches-32":    dictionary,
}

// of takes a stage that has nothing learned, and the picture in a file.
func of(stage tensor.Stage, file string, space tensor.Space, size int) maker {
	return func(dir string) (tensor.Stage, []*tensor.Tensor, error) {
		src, err := picture(filepath.Join(dir, file), space, size)
		return stage, []*tensor.Tensor{src}, err
	}
}

// dictionary takes the learned arrays in the folder.
func dictionary(dir string) (tensor.Stage, []*tensor.Tensor, error) {
	const values, atoms = 6 * 6 * 3, 1600
	mean, err := array(dir, "mean", tensor.VectorSpec(values))
	whiten, err2 := array(dir, "whiten", tensor.Spec{DType: tensor.Float32, C: 1, H: values, W: values})
	rows, err3 := array(dir, "dictionary", tensor.Spec{DType: tensor.Float32, C: 1, H: atoms, W: values})
	src, err4 := picture(filepath.Join(dir, "rgb32"), tensor.RGB, 32)
	if err := errors.Join(err, err2, err3, err4); err != nil {
		return nil, nil, err
	}
	return features.LearnedPatches{
		Size: 6, Stride: 1, Pool: 2, NormEps: 10. / (255 * 255), Encoding: "triangle", Mean: *mean, Whiten: *whiten, Dictionary: *rows,
	}, []*tensor.Tensor{src}, nil
}

// picture reads a file of interleaved pixels as planes.
func picture(path string, space tensor.Space, size int) (*tensor.Tensor, error) {
	t := tensor.New(tensor.Spec{Space: space, C: space.Channels(), H: size, W: size})
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if len(data) != t.Len() {
		return nil, fmt.Errorf("%s: wanted %d bytes, found %d", path, t.Len(), len(data))
	}
	for i, v := range data {
		t.U8[i%t.C*size*size+i/t.C] = v
	}
	return t, nil
}

// array reads a file of float32.
func array(dir, name string, spec tensor.Spec) (*tensor.Tensor, error) {
	t := tensor.New(spec)
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	if err := binary.Read(bytes.NewReader(data), binary.LittleEndian, t.F32); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

func main() {
	runtime.GOMAXPROCS(1)
	s := server{}
	if err := harness.Serve(s.answer); err != nil {
		fmt.Fprintln(os.Stderr, "featuresworker:", err)
		os.Exit(1)
	}
}

// A server answers the driver's commands. It has one feature at a time.
type server struct {
	stage    tensor.Stage
	src, dst []*tensor.Tensor
}

func (s *server) answer(verb string, args []string) (string, error) {
	switch {
	case verb == "hello" && len(args) == 0:
		return "Saccade" + harness.Tags(), nil
	case verb == "load" && len(args) == 2:
		return "", s.load(args[0], args[1])
	case verb == "run" && len(args) == 1 && s.stage != nil:
		return "", s.run(args[0])
	case verb == "write" && len(args) == 1 && s.stage != nil:
		return "", s.write(args[0])
	}
	return "", fmt.Errorf("command %q with %d arguments isn't known, or no feature is loaded", verb, len(args))
}

// load makes a contest's stage and applies it once.
func (s *server) load(name, dir string) error {
	make, ok := makers[name]
	if !ok {
		return fmt.Errorf("%w: feature %q: unsupported", harness.ErrAbsent, name)
	}
	stage, src, err := make(dir)
	if err != nil {
		return err
	}
	s.stage, s.src, s.dst = stage, src, nil
	for _, t := range src {
		out, err := stage.OutSpec(t.Spec)
		if err != nil {
			return err
		}
		s.dst = append(s.dst, tensor.New(out))
	}
	return s.run("1")
}

func (s *server) run(repeat string) error {
	n, err := strconv.Atoi(repeat)
	if err != nil {
		return err
	}
	for range n {
		for i, src := range s.src {
			if err := s.stage.Apply(s.dst[i], src); err != nil {
				return err
			}
		}
	}
	return nil
}

// write writes the results, one after the other, as float32, little endian.
func (s *server) write(path string) error {
	var b bytes.Buffer
	for _, t := range s.dst {
		if err := binary.Write(&b, binary.LittleEndian, t.F32); err != nil {
			return err
		}
	}
	return os.WriteFile(path, b.Bytes(), 0o600)
}
