package imageio

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// Markers of ITU-T T.81, table B.1.
const (
	markerSOF0 = 0xc0
	markerSOF2 = 0xc2
	markerSOS  = 0xda
	markerDQT  = 0xdb
)

// TestJPEGRefuses edits a good file into ones that can't be decoded.
func TestJPEGRefuses(t *testing.T) {
	file := readTest(t, "testdata/files/444.jpg")
	find := func(marker byte) int { return bytes.Index(file, []byte{0xff, marker}) }
	sof, sos, dqt := find(markerSOF0), find(markerSOS), find(markerDQT)
	cut := func(from, to int) []byte { return append(bytes.Clone(file[:from]), file[to:]...) }
	for want, data := range map[string][]byte{
		"a quantisation table for each component": cut(dqt, dqt+2+67), // the first of two
		"lossless or hierarchical":                edited(file, func(b []byte) { b[sof+1] = 0xc3 }),
		"a precision of 12 bits":                  edited(file, func(b []byte) { b[sof+4] = 12 }),
		"a height, in the frame or after":         edited(file, func(b []byte) { b[sof+5], b[sof+6] = 0, 0 }),
		"at least one pixel, found 0×13":          edited(file, func(b []byte) { b[sof+7], b[sof+8] = 0, 0 }),
		"sampling factors from 1 to 4":            edited(file, func(b []byte) { b[sof+11] = 0 }),
		"a component of the frame, found 9":       edited(file, func(b []byte) { b[sos+5] = 9 }),
		"wanted one frame":                        slices.Concat(file[:sof+19], file[sof:]),
		"a frame before the first scan":           cut(sof, sof+19),
	} {
		_, err := Decode(data, Options{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// TestJPEGMissingScan: a file in which a component has no scan is refused; image/jpeg makes it green.
func TestJPEGMissingScan(t *testing.T) {
	file := readTest(t, "testdata/files/444.jpg")
	sos := bytes.Index(file, []byte{0xff, markerSOS})
	one := append(bytes.Clone(file[:sos]), 0xff, markerSOS, 0, 8, 1, file[sos+5], file[sos+6], 0, 63, 0)
	one = append(one, file[sos+14:]...)
	if _, err := Decode(one, Options{}); err == nil || !strings.Contains(err.Error(), "a scan for each component") {
		t.Errorf("got %v", err)
	}
}

// TestJPEGTablesChange: a quantisation table that comes after a component's first scan doesn't matter to it (T.81,
// B.2.4.1, has the one at the component's first scan).
func TestJPEGTablesChange(t *testing.T) {
	file := readTest(t, "testdata/files/444_progressive.jpg")
	want, err := Decode(file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	dqt, last := bytes.Index(file, []byte{0xff, markerDQT}), bytes.LastIndex(file, []byte{0xff, markerSOS})
	table := bytes.Clone(file[dqt : dqt+2+67])
	table[20]++
	got, err := Decode(slices.Concat(file[:last], table, file[last:]), Options{})
	if err != nil || string(got.U8) != string(want.U8) {
		t.Errorf("another picture, %v", err)
	}
}

// TestJPEGEnd: a file may lack its end marker, and have anything behind it. A progressive one may not lack a scan.
func TestJPEGEnd(t *testing.T) {
	for _, name := range []string{"420.jpg", "420_progressive.jpg"} {
		file := readTest(t, "testdata/files/"+name)
		want, err := Decode(file, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, data := range [][]byte{file[:len(file)-1], file[:len(file)-2], append(bytes.Clone(file), "trailing bytes \xff\xff\xff"...)} {
			got, err := Decode(data, Options{})
			if err != nil || string(got.U8) != string(want.U8) {
				t.Errorf("%s with %d of %d bytes: %v", name, len(data), len(file), err)
			}
		}
	}
	file := readTest(t, "testdata/files/420_progressive.jpg")
	last := bytes.LastIndex(file, []byte{0xff, markerSOS})
	if _, err := Decode(file[:last], Options{}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("without the last scan: %v", err)
	}
}

// TestWorkers: a large JPEG file is the same with any number of goroutines, whose memory is reserved.
func TestWorkers(t *testing.T) {
	data := encoded(t, JPEG, 1100, 1000)
	var want, got tensor.Tensor
	var alone, shared int64
	reserve := func(n *int64) Limits { return Limits{Reserve: func(bytes int64) error { *n = bytes; return nil }} }
	if err := DecodeInto(&want, data, Options{Limits: reserve(&alone)}); err != nil {
		t.Fatal(err)
	}
	if err := DecodeInto(&got, data, Options{Workers: 3, Limits: reserve(&shared)}); err != nil {
		t.Fatal(err)
	}
	if got.Spec != want.Spec || string(got.U8) != string(want.U8) {
		t.Error("another picture")
	}
	if shared < alone+1<<20 {
		t.Errorf("%d bytes reserved, %d for one goroutine", shared, alone)
	}
	if err := (Options{Workers: -1}).Check(); err == nil {
		t.Error("−1 workers are no error")
	}
}
