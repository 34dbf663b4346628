// Command imgprocworker is the worker process of Saccade's operations on pictures. The protocol on standard input and output is
// described in bench/README.md.
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"

	"github.com/saccade-go/saccade/bench/internal/harness"
	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// operations has each one's stage, and how many channels it takes.
var operations = map[string]struct {
	stage    tensor.Stage
	channels int
}{
	"gaussian": {imgproc.GaussianBlur{Sigma: 2}, 1},
	"sobel":    {imgproc.Sobel{Axis: "x", Raw: true}, 1},
	"median":   {imgproc.Median{Size: 3}, 1},
	"erode":    {imgproc.Erode{Width: 15, Height: 15}, 1},
	"equalize": {imgproc.Equalize{Method: "opencv"}, 1},
	"hsv":      {colorspace.Convert{To: colorspace.HSV}, 3},
	"lab":      {colorspace.Convert{To: colorspace.Lab}, 3},
	"affine": {imgproc.Affine{Matrix: imgproc.AffineMatrix{
		{0.8660254037844387, 0.5, -1.4711431702997}, {-0.5, 0.8660254037844387, 552.3397459621556}}}, 3},
}

func main() {
	runtime.GOMAXPROCS(1)
	s := server{}
	if err := harness.Serve(s.answer); err != nil {
		fmt.Fprintln(os.Stderr, "imgprocworker:", err)
		os.Exit(1)
	}
}

// A server answers the driver's commands. It has one operation at a time.
type server struct {
	stage    tensor.Stage
	src, dst *tensor.Tensor
}

func (s *server) answer(verb string, args []string) (string, error) {
	switch {
	case verb == "hello" && len(args) == 0:
		return "Saccade" + harness.Tags(), nil
	case verb == "load" && len(args) == 6:
		return "", s.load(args)
	case verb == "run" && len(args) == 1 && s.stage != nil:
		return "", s.run(args[0])
	case verb == "write" && len(args) == 1 && s.stage != nil:
		return "", s.write(args[0])
	}
	return "", fmt.Errorf("command %q with %d arguments isn't known, or no operation is loaded", verb, len(args))
}

// load takes NAME DTYPE GRAY RGB HEIGHT WIDTH.
func (s *server) load(args []string) error {
	o, ok := operations[args[0]]
	if !ok {
		return fmt.Errorf("%w: operation %q: unsupported", harness.ErrAbsent, args[0])
	}
	h, err := strconv.Atoi(args[4])
	w, err2 := strconv.Atoi(args[5])
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	if s.src, err = picture(args[2], args[3], o.channels, h, w); err != nil {
		return err
	}
	if args[1] == "float32" {
		if s.src, err = made(imgproc.ToFloat{}, s.src); err != nil {
			return err
		}
	}
	s.stage = o.stage
	s.dst, err = made(s.stage, s.src)
	return err
}

// picture reads the file of a picture as planes.
func picture(gray, rgb string, channels, h, w int) (*tensor.Tensor, error) {
	spec, path := tensor.Spec{Space: tensor.Gray, C: 1, H: h, W: w}, gray
	if channels == 3 {
		spec.Space, spec.C, path = tensor.RGB, 3, rgb
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if len(data) != spec.Len() {
		return nil, fmt.Errorf("%s: wanted %d bytes, found %d", path, spec.Len(), len(data))
	}
	t := tensor.New(spec)
	for i, v := range data {
		t.U8[i%channels*h*w+i/channels] = v
	}
	return t, nil
}

// made returns what a stage makes of src.
func made(s tensor.Stage, src *tensor.Tensor) (*tensor.Tensor, error) {
	out, err := s.OutSpec(src.Spec)
	if err != nil {
		return nil, err
	}
	dst := tensor.New(out)
	return dst, s.Apply(dst, src)
}

func (s *server) run(repeat string) error {
	n, err := strconv.Atoi(repeat)
	if err != nil {
		return err
	}
	for range n {
		if err := s.stage.Apply(s.dst, s.src); err != nil {
			return err
		}
	}
	return nil
}

// write writes the result as float32, little endian, in OpenCV's units: uint8 counts as 0..255 in Sobel, hues are degrees.
func (s *server) write(path string) error {
	values := make([]float32, s.dst.Len())
	for i := range values {
		if s.dst.DType == tensor.Uint8 {
			values[i] = float32(s.dst.U8[i])
		} else {
			values[i] = s.dst.F32[i]
		}
	}
	switch s.stage.(type) {
	case imgproc.Sobel:
		if s.src.DType == tensor.Uint8 {
			scale(values, 255)
		}
	case colorspace.Convert:
		if s.dst.Space == tensor.HSV {
			scale(values[:len(values)/3], 360)
		}
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(binary.Write(f, binary.LittleEndian, values), f.Close())
}

func scale(values []float32, by float32) {
	for i := range values {
		values[i] *= by
	}
}
