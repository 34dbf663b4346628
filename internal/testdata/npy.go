package testdata

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// An Array is a NumPy array, its values widened to float64, in C order.
type Array struct {
	Type  string // as NumPy has it: u1, f4
	Shape []int
	Data  []float64
}

// ReadNPY reads an .npy file of little-endian numbers or bool, in C order, and fails the test if it can't.
func ReadNPY(t testing.TB, path string) Array {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	a, err := parseNPY(b)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return a
}

// ReadNPZ reads all arrays of an .npz file by name and fails the test if it can't.
func ReadNPZ(t testing.TB, path string) map[string]Array {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	arrays := map[string]Array{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		a, err := parseNPY(b)
		if err != nil {
			t.Fatalf("%s: %s: %v", path, f.Name, err)
		}
		arrays[strings.TrimSuffix(f.Name, ".npy")] = a
	}
	return arrays
}

var (
	descrRE = regexp.MustCompile(`'descr': '([^']*)'`)
	orderRE = regexp.MustCompile(`'fortran_order': False`)
	shapeRE = regexp.MustCompile(`'shape': \(([^)]*)\)`)
)

func parseNPY(b []byte) (Array, error) {
	if len(b) < 12 || string(b[:6]) != "\x93NUMPY" {
		return Array{}, fmt.Errorf("not an npy file")
	}
	start, n := 10, int(binary.LittleEndian.Uint16(b[8:]))
	if b[6] > 1 {
		start, n = 12, int(binary.LittleEndian.Uint32(b[8:]))
	}
	header, body := b[start:start+n], b[start+n:]
	descr, shape := descrRE.FindSubmatch(header), shapeRE.FindSubmatch(header)
	if descr == nil || shape == nil || !orderRE.Match(header) {
		return Array{}, fmt.Errorf("header %q", header)
	}
	a := Array{Type: strings.TrimLeft(string(descr[1]), "<|=")}
	size := 1
	for s := range strings.SplitSeq(string(shape[1]), ",") {
		if s = strings.TrimSpace(s); s != "" {
			n, err := strconv.Atoi(s)
			if err != nil {
				return Array{}, err
			}
			a.Shape = append(a.Shape, n)
			size *= n
		}
	}
	var err error
	a.Data, err = parseNumbers(a.Type, body, size)
	return a, err
}

func parseNumbers(typ string, body []byte, n int) ([]float64, error) {
	switch typ {
	case "f8":
		return widen[float64](body, n)
	case "f4":
		return widen[float32](body, n)
	case "i8":
		return widen[int64](body, n)
	case "i4":
		return widen[int32](body, n)
	case "i2":
		return widen[int16](body, n)
	case "u4":
		return widen[uint32](body, n)
	case "u2":
		return widen[uint16](body, n)
	case "u1", "b1":
		return widen[uint8](body, n)
	}
	return nil, fmt.Errorf("dtype %q", typ)
}

func widen[T float64 | float32 | int64 | int32 | int16 | uint32 | uint16 | uint8](body []byte, n int) ([]float64, error) {
	s := make([]T, n)
	if err := binary.Read(bytes.NewReader(body), binary.LittleEndian, s); err != nil {
		return nil, err
	}
	out := make([]float64, n)
	for i, v := range s {
		out[i] = float64(v)
	}
	return out, nil
}

// A Difference is how far two arrays are apart.
type Difference struct {
	Max, Mean float64 // of the absolute differences
	At        int     // index of the largest
	Over      int     // how many are over the tolerance
}

// Compare compares got with want; NaN differs from everything but NaN.
func Compare(got []float32, want []float64, tolerance float64) Difference {
	d := Difference{}
	for i, w := range want {
		diff := math.Abs(float64(got[i]) - w)
		switch {
		case math.IsNaN(w) && math.IsNaN(float64(got[i])):
			diff = 0
		case math.IsNaN(diff):
			diff = math.Inf(1)
		}
		if diff > d.Max {
			d.Max, d.At = diff, i
		}
		if diff > tolerance {
			d.Over++
		}
		d.Mean += diff / float64(len(want))
	}
	return d
}

// Near fails the test if got and want differ in length or by more than the tolerance anywhere.
func Near(t testing.TB, what string, got []float32, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d values, want %d", what, len(got), len(want))
		return
	}
	if d := Compare(got, want, tolerance); d.Over > 0 {
		t.Errorf("%s: largest difference %.3g at %d (got %v, want %v), mean %.3g, %d of %d over %.3g",
			what, d.Max, d.At, got[d.At], want[d.At], d.Mean, d.Over, len(want), tolerance)
	}
}
