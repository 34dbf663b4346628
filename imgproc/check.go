package imgproc

import (
	"fmt"
	"math"
	"strings"

	"github.com/saccade-go/saccade/tensor"
)

// maxSide is the largest height or width, of inputs, results and parameters. Offsets and sums of a few sides
// fit in an int32 or are checked again.
const maxSide = 1 << 30

// checkIn reports an input that no stage can take.
func checkIn(op string, in tensor.Spec) error {
	if err := in.Check(op); err != nil {
		return err
	}
	if in.C < 1 || in.H > maxSide || in.W > maxSide {
		return &tensor.SpecError{Op: op, Want: "a channel and sides up to 2^30", Got: in}
	}
	return nil
}

// sized returns in with another height and width, or an error if no tensor can have them.
func sized(op string, in tensor.Spec, h, w int) (tensor.Spec, error) {
	out := in
	out.H, out.W = h, w
	if h < 0 || w < 0 || h > maxSide || w > maxSide || out.Check(op) != nil {
		want := fmt.Sprintf("an input whose result (here %d×%d) fits in memory", h, w)
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: want, Got: in}
	}
	return out, nil
}

// ready is what every Apply begins with. out and err come from OutSpec(src.Spec).
func ready(op string, dst, src *tensor.Tensor, out tensor.Spec, err error) error {
	if err != nil {
		return err
	}
	if !src.Known() {
		return &tensor.SpecError{Op: op, Want: "at least one pixel", Got: src.Spec}
	}
	have := len(src.U8)
	if src.DType == tensor.Float32 {
		have = len(src.F32)
	}
	if have != src.Len() {
		return &tensor.SpecError{Op: op, Want: fmt.Sprintf("%d values in the source, found %d", src.Len(), have), Got: src.Spec}
	}
	return dst.Expect(op, out)
}

// checkSide reports a required side that is not in 1..maxSide.
func checkSide(op, param string, n int) error {
	if n < 1 || n > maxSide {
		return &tensor.ParamError{Op: op, Param: param, Want: "a size from 1 to 2^30", Got: n}
	}
	return nil
}

// checkChannels reports per-channel values of which there are neither one nor as many as channels.
func checkChannels(op, param string, values []float32, in tensor.Spec) error {
	if n := len(values); n > 1 && n != in.C {
		return &tensor.SpecError{Op: op, Want: fmt.Sprintf("%d channels, as many as %s has values", n, param), Got: in}
	}
	return nil
}

// channel returns the value for channel c of per-channel values, of which one stands for all channels.
func channel(values []float32, c int) float32 {
	if len(values) == 1 {
		return values[0]
	}
	return values[c]
}

// allFinite reports that none of values is NaN or infinite.
func allFinite(values []float32) bool {
	for _, v := range values {
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			return false
		}
	}
	return true
}

// nameIndex returns which of names text is, whatever its case.
func nameIndex(what string, names []string, text []byte) (int, error) {
	for i, name := range names {
		if strings.EqualFold(string(text), name) {
			return i, nil
		}
	}
	return 0, fmt.Errorf("%s: wanted one of %s, found %q", what, strings.Join(names, ", "), text)
}

// nameOf returns names[i], or a text that says that there is none.
func nameOf(what string, names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return fmt.Sprintf("%s %d", what, i)
}

// colours returns how many channels are not alpha. They come first.
func colours(s tensor.Spec) int {
	if s.Space.HasAlpha() {
		return s.C - 1
	}
	return s.C
}

// checkPicture reports an input that isn't gray or RGB, with or without alpha.
func checkPicture(op string, in tensor.Spec) error {
	if err := checkIn(op, in); err != nil {
		return err
	}
	switch in.Space {
	case tensor.Gray, tensor.GrayAlpha, tensor.RGB, tensor.RGBA:
		return nil
	}
	return &tensor.SpecError{Op: op, Want: "a gray or rgb picture (convert makes it)", Got: in}
}
