package imageio

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// TestJPEGRefuses edits a good file into ones for which image/jpeg returns wrong pixels and no error, or an
// error that says little.
func TestJPEGRefuses(t *testing.T) {
	file := readTest(t, "testdata/files/444.jpg")
	find := func(marker byte) int { return bytes.Index(file, []byte{0xff, marker}) }
	sof, sos, dqt := find(markerSOF0), find(markerSOS), find(markerDQT)
	cut := func(from, to int) []byte { return append(bytes.Clone(file[:from]), file[to:]...) }
	for want, data := range map[string][]byte{
		"a quantisation table for each component": cut(dqt, dqt+2+67), // the first of two
		"arithmetic coding":                       edited(file, func(b []byte) { b[sof+1] = 0xc9 }),
		"lossless or hierarchical":                edited(file, func(b []byte) { b[sof+1] = 0xc3 }),
		"a precision of 12 bits":                  edited(file, func(b []byte) { b[sof+4] = 12 }),
		"given after the picture":                 edited(file, func(b []byte) { b[sof+5], b[sof+6] = 0, 0 }),
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

// TestJPEGTablesChange: the same table again is fine, another one in its place is not.
func TestJPEGTablesChange(t *testing.T) {
	file := readTest(t, "testdata/files/444_progressive.jpg")
	dqt, last := bytes.Index(file, []byte{0xff, markerDQT}), bytes.LastIndex(file, []byte{0xff, markerSOS})
	table := bytes.Clone(file[dqt : dqt+2+67])
	again := slices.Concat(file[:last], table, file[last:])
	if _, err := Decode(again, Options{}); err != nil {
		t.Error(err)
	}
	again[last+20]++
	if _, err := Decode(again, Options{}); err == nil || !strings.Contains(err.Error(), "a quantisation table that changes") {
		t.Errorf("got %v", err)
	}
}

// TestJPEGEnd: a sequential file may lack its end, a progressive one may not, as scans could be missing.
func TestJPEGEnd(t *testing.T) {
	file := readTest(t, "testdata/files/420.jpg")
	want, err := Decode(file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, cut := range []int{1, 2} {
		got, err := Decode(file[:len(file)-cut], Options{})
		if err != nil || string(got.U8) != string(want.U8) {
			t.Errorf("%d bytes less: %v", cut, err)
		}
	}
	if got, err := Decode(append(bytes.Clone(file), "trailing bytes \xff\xff\xff"...), Options{}); err != nil || string(got.U8) != string(want.U8) {
		t.Errorf("trailing bytes: %v", err)
	}
	file = readTest(t, "testdata/files/420_progressive.jpg")
	if _, err := Decode(file[:len(file)-2], Options{}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("progressive without an end: %v", err)
	}
}
