package npy

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func file(header string) []byte {
	return slices.Concat([]byte(Magic), []byte{1, 0, byte(len(header)), byte(len(header) >> 8)}, []byte(header))
}

func TestReadHeader(t *testing.T) {
	tests := []struct {
		header, typ string
		fortran     bool
		shape       []int
	}{
		{"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }   \n", "<f4", false, []int{2, 3}},
		{"{'shape': (7,), 'descr': '|u1', 'fortran_order': True}", "|u1", true, []int{7}},
		{`{"descr":">i8","fortran_order":False,"shape":()}`, ">i8", false, []int{}},
		{"{'descr': '<U12', 'fortran_order': False, 'shape': (0, 3L), }", "<U12", false, []int{0, 3}},
		{"{'descr': '|S5', 'fortran_order': False, 'shape': (1,), }", "|S5", false, []int{1}},
	}
	for _, test := range tests {
		h, err := ReadHeader(bytes.NewReader(append(file(test.header), "data"...)))
		if err != nil || h.Type.String() != test.typ || h.Fortran != test.fortran || !slices.Equal(h.Shape, test.shape) {
			t.Errorf("%s: %+v, %v", test.header, h, err)
		}
		if h.Size != 10+len(test.header) {
			t.Errorf("%s: %d bytes", test.header, h.Size)
		}
	}
}

func TestReadHeaderRefuses(t *testing.T) {
	for header, want := range map[string]string{
		"":   "a dictionary",
		"{}": "descr, fortran_order and shape",
		"{'descr': '<f4', 'fortran_order': False, 'shape': (2, -3), }":                                    "a tuple of lengths",
		"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'x': 1}":                               "alone",
		"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } x":                                   "descr, fortran_order and shape",
		"{'descr': '|O', 'fortran_order': False, 'shape': (2,), }":                                        "numbers, bool or strings",
		"{'descr': '|O8', 'fortran_order': False, 'shape': (2,), }":                                       "Python objects",
		"{'descr': '<f3', 'fortran_order': False, 'shape': (2,), }":                                       "numbers",
		"{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }":                                       "numbers",
		"{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }":                              "one type",
		"{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }":                                           "True or False",
		"{'descr': '<f4', 'descr': '<f4', 'shape': (2,), }":                                               "each once",
		"{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 4611686018427387904), }": "fits in memory",
		"{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }":                    "a tuple of lengths",
		"{'descr': '<f4', 'fortran_order': False, 'shape': (" + strings.Repeat("0,", 33) + "), }":         "a tuple of lengths",
		"{'descr': '<f4', 'fortran_order': False, 'shape': (2,) 'x'":                                      "a comma",
		"{'descr': '<f4', 'fortran_order': False, 'shape': (2,":                                           "a tuple",
		"{'descr': __import__('os').system('true'), 'fortran_order': False, 'shape': (2,), }":             "one type",
	} {
		_, err := ReadHeader(bytes.NewReader(file(header)))
		if e := (*Error)(nil); !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %s", header, err, want)
		}
	}
	whole := file("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }")
	for n := range whole {
		if _, err := ReadHeader(bytes.NewReader(whole[:n])); err != io.ErrUnexpectedEOF {
			t.Errorf("%d bytes: error %v", n, err)
		}
	}
	if _, err := ReadHeader(strings.NewReader(Magic + "\x02\x00\xff\xff\xff\xff")); err == nil || !strings.Contains(err.Error(), "65536") {
		t.Errorf("a header of 4 GiB: error %v", err)
	}
}

func FuzzReadHeader(f *testing.F) {
	paths, err := filepath.Glob("../../dataset/testdata/*.npy")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data[:min(len(data), 200)])
	}
	f.Add(file("{'descr': '>f8', 'fortran_order': True, 'shape': (2, 3), }"))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := ReadHeader(bytes.NewReader(data))
		if err != nil {
			return
		}
		if h.Size > len(data) || h.Len() < 0 || h.Len()*h.Type.Size < 0 {
			t.Errorf("%+v of %d bytes", h, len(data))
		}
	})
}
