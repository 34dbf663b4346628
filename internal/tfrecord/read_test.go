package tfrecord

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

func record(data []byte) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(data)))
	b = binary.LittleEndian.AppendUint32(b, Mask(b))
	b = append(b, data...)
	return binary.LittleEndian.AppendUint32(b, Mask(data))
}

// TestMask has the values of https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4, masked.
func TestMask(t *testing.T) {
	for want, data := range map[uint32][]byte{0x8a9136aa: make([]byte, 32), 0x62a8ab43: bytes.Repeat([]byte{0xff}, 32)} {
		if got := Mask(data); got != (want>>15|want<<17)+0xa282ead8 {
			t.Errorf("% x: %08x", data, got)
		}
	}
}

func TestReader(t *testing.T) {
	damaged := record([]byte("damaged"))
	damaged[14] ^= 1
	r := NewReader(bytes.NewReader(slices.Concat(record([]byte("one")), damaged, record(nil), record([]byte("four")))))
	if data, offset, err := r.Next(); string(data) != "one" || offset != 12 || err != nil {
		t.Errorf("%q at %d, %v", data, offset, err)
	}
	if _, offset, err := r.Next(); !isData(err) || offset != 12+3+4+12 {
		t.Errorf("damaged: at %d, %v", offset, err)
	}
	if data, _, err := r.Next(); len(data) != 0 || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	if data, _, err := r.Next(); string(data) != "four" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	if _, _, err := r.Next(); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
}

func isData(err error) bool {
	_, ok := errors.AsType[*DataError](err)
	return ok
}

func TestReaderCut(t *testing.T) {
	whole := record([]byte("data"))
	for n := 1; n < len(whole); n++ {
		if _, _, err := NewReader(bytes.NewReader(whole[:n])).Next(); err != io.ErrUnexpectedEOF {
			t.Errorf("%d bytes: error %v", n, err)
		}
	}
	whole[0]++
	if _, _, err := NewReader(bytes.NewReader(whole)).Next(); !isLength(err) {
		t.Errorf("another length: error %v", err)
	}
}

func isLength(err error) bool {
	_, ok := errors.AsType[*LengthError](err)
	return ok
}

// TestReaderLies: a length with a good checksum takes no memory for what isn't there.
func TestReaderLies(t *testing.T) {
	for _, length := range []uint64{MaxRecord, MaxRecord + 1, 1 << 62, 1 << 63, 1<<64 - 1} {
		b := binary.LittleEndian.AppendUint64(nil, length)
		b = binary.LittleEndian.AppendUint32(b, Mask(b))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, err := NewReader(bytes.NewReader(append(b, "data"...))).Next()
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; err != io.ErrUnexpectedEOF || used > 4<<20 {
			t.Errorf("%d: error %v, %d bytes taken", length, err, used)
		}
	}
}

func FuzzReader(f *testing.F) {
	seeds(f, f.Add)
	f.Add(slices.Concat(record([]byte("one")), record(nil)))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := NewReader(bytes.NewReader(data))
		for {
			got, offset, err := r.Next()
			if err != nil {
				if isData(err) {
					continue
				}
				return
			}
			if !bytes.Equal(got, data[offset:][:len(got)]) {
				t.Fatalf("at %d: %q", offset, got)
			}
		}
	})
}

func FuzzParseExample(f *testing.F) {
	seeds(f, func(args ...any) {
		r := NewReader(bytes.NewReader(args[0].([]byte)))
		if data, _, err := r.Next(); err == nil {
			f.Add(slices.Clone(data))
		}
	})
	f.Fuzz(func(t *testing.T, data []byte) {
		features, err := ParseExample(data, func(string) bool { return true })
		if err != nil {
			return
		}
		n := 0
		for _, f := range features {
			n += len(f.Bytes) + len(f.Ints) + len(f.Floats)
		}
		if n > len(data) {
			t.Errorf("%d values from %d bytes", n, len(data))
		}
	})
}

// seeds adds the small files that TensorFlow's users make; see dataset/testdata.
func seeds(f *testing.F, add func(...any)) {
	paths, err := filepath.Glob("../../dataset/testdata/*.tfrecord")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		add(data)
	}
}
