package safetensors

import (
	"bytes"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func write(t testing.TB, tensors []Tensor, metadata map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, tensors, metadata); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRoundTrip(t *testing.T) {
	tensors := []Tensor{
		Of("w", []float32{1, 2, 3, 4, 5, float32(math.Inf(-1))}, 2, 3),
		Of("n", []int64{math.MinInt64, math.MaxInt64}, 2),
		Of("pixels", []uint8{0, 128, 255}, 1, 1, 3),
		Of("scalar", []float64{math.Pi}),
		Of("nothing", []float32{}, 0, 7),
		{Name: "", DType: BF16, Shape: []int{1}, Data: []byte{1, 2}},
	}
	for _, metadata := range []map[string]string{nil, {}, {"b": "2", "a": "1", "\u2028 <": "é"}} {
		data := write(t, tensors, metadata)
		f, err := Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(f.Metadata, metadata) {
			t.Errorf("metadata %v, want %v", f.Metadata, metadata)
		}
		for _, want := range tensors {
			got, err := f.Tensor(want.Name)
			if err != nil {
				t.Fatal(err)
			}
			if len(want.Shape) == 0 {
				want.Shape = []int{}
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("read %v, want %v", got, want)
			}
		}
	}
}

// TestAligned: the values of each tensor begin at a multiple of their size.
func TestAligned(t *testing.T) {
	data := write(t, []Tensor{Of("a", []uint8{1}, 1), Of("b", []float32{1}, 1), Of("c", []float64{1}, 1)}, nil)
	f, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range f.Tensors {
		if at := bytes.LastIndex(data, x.Data); at%x.DType.Size() != 0 {
			t.Errorf("%s begins at %d", x.Name, at)
		}
	}
}

// A header with the data behind it is a file, padded or not; what Header gets as Data doesn't matter.
func TestHeader(t *testing.T) {
	tensors := []Tensor{Of("b", []uint8{1, 2, 3}, 3), Of("a", []float32{4, 5}, 2, 1)}
	metadata := map[string]string{"k": "v"}
	for _, least := range []int{0, 1000, 4096} {
		bare := []Tensor{{Name: "b", DType: U8, Shape: []int{3}}, {Name: "a", DType: F32, Shape: []int{2, 1}}}
		b, err := Header(bare, metadata, least)
		if err != nil {
			t.Fatal(err)
		}
		if len(b)%8 != 0 || len(b) < least || least > 200 && len(b) != least {
			t.Errorf("%d bytes, want %d", len(b), least)
		}
		f, err := Parse(slices.Concat(b, tensors[0].Data, tensors[1].Data))
		if err != nil || !reflect.DeepEqual(f.Tensors, tensors) || !reflect.DeepEqual(f.Metadata, metadata) {
			t.Errorf("read %v, %v", f, err)
		}
	}
	huge := Tensor{Name: "a", DType: U8, Shape: []int{math.MaxInt - 1}}
	other := huge
	other.Name = "b"
	if _, err := Header([]Tensor{huge, other}, nil, 0); err == nil {
		t.Error("tensors of twice the memory pass")
	}
}

func TestWriteRefuses(t *testing.T) {
	good := Of("a", []float32{1}, 1)
	tests := map[string]struct {
		tensors  []Tensor
		metadata map[string]string
	}{
		"name twice":       {[]Tensor{good, Of("a", []uint8{1}, 1)}, nil},
		"metadata as name": {[]Tensor{Of("__metadata__", []float32{1}, 1)}, nil},
		"name not UTF-8":   {[]Tensor{Of("\xff", []float32{1}, 1)}, nil},
		"shape":            {[]Tensor{Of("a", []float32{1}, 2)}, nil},
		"negative shape":   {[]Tensor{Of("a", []float32{1}, -1, -1)}, nil},
		"overflow":         {[]Tensor{Of("a", []float32{}, math.MaxInt, math.MaxInt, 0)}, nil},
		"dtype":            {[]Tensor{{Name: "a", DType: "F31"}}, nil},
		"no dtype":         {[]Tensor{{Name: "a"}}, nil},
		"metadata key":     {nil, map[string]string{"\xff": ""}},
		"metadata value":   {nil, map[string]string{"": "\xff"}},
	}
	for name, test := range tests {
		var b bytes.Buffer
		err := Write(&b, test.tensors, test.metadata)
		if e := (*Error)(nil); !errors.As(err, &e) || b.Len() != 0 {
			t.Errorf("%s: error %v and %d bytes, want an *Error and none", name, err, b.Len())
		}
	}
}

func TestValuesOfAnotherType(t *testing.T) {
	_, err := Values[int64](Of("steps", []float32{1}, 1))
	want := `safetensors: tensor "steps": wanted values of I64, found 4 bytes of F32`
	if err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	if _, err := Values[float32](Tensor{DType: F32, Data: make([]byte, 3)}); err == nil {
		t.Error("3 bytes of F32 are accepted")
	}
}

type failing struct{ after int }

func (f *failing) Write(p []byte) (int, error) {
	if f.after -= len(p); f.after < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestWriteError(t *testing.T) {
	tensors := []Tensor{Of("a", make([]float32, 100), 100)}
	for _, after := range []int{0, 150} {
		if err := Write(&failing{after}, tensors, nil); err != io.ErrShortWrite {
			t.Errorf("error %v, want %v", err, io.ErrShortWrite)
		}
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "model.safetensors")
	data := write(t, []Tensor{Of("a", []float32{1}, 1)}, nil)
	for n := range data {
		if err := os.WriteFile(path, data[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := ReadFile(path)
		if e := (*Error)(nil); !errors.As(err, &e) || !strings.HasPrefix(err.Error(), path+": ") {
			t.Errorf("cut at %d: error %v, want an *Error that names the file", n, err)
		}
	}
	if _, err := ReadFile(dir); err == nil || !strings.Contains(err.Error(), "regular file") {
		t.Errorf("folder: error %v", err)
	}
	if _, err := ReadFile(filepath.Join(dir, "absent")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("absent file: error %v", err)
	}
}

// TestLyingSize: a size that is not true takes memory for what is there, not for what is claimed.
func TestLyingSize(t *testing.T) {
	text := `{"a":{"dtype":"U8","shape":[1099511627776],"data_offsets":[0,1099511627776]}} `
	data := append([]byte{byte(len(text)), 0, 0, 0, 0, 0, 0, 0}, text...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Read(bytes.NewReader(data), int64(len(data))+1<<40)
	runtime.ReadMemStats(&after)
	if err != io.ErrUnexpectedEOF {
		t.Errorf("error %v, want %v", err, io.ErrUnexpectedEOF)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 4<<20 {
		t.Errorf("took %d bytes", used)
	}
	if _, err := Read(bytes.NewReader(nil), -1); err == nil {
		t.Error("a size of -1 is accepted")
	}
}

func FuzzParse(f *testing.F) {
	golden, err := os.ReadFile("testdata/golden.safetensors")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(golden)
	for _, c := range readCases(f) {
		f.Add(c.File)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse(data)
		if err != nil {
			return
		}
		again, err := Parse(write(t, file.Tensors, file.Metadata))
		if err != nil {
			t.Fatal(err)
		}
		if len(again.Tensors) != len(file.Tensors) || !reflect.DeepEqual(again.Metadata, file.Metadata) {
			t.Fatalf("read %v, then %v", file, again)
		}
		for _, want := range file.Tensors {
			if got, err := again.Tensor(want.Name); err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("read %v, then %v, %v", want, got, err)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	data := write(b, []Tensor{Of("w", make([]float32, 1<<20), 1024, 1024), Of("b", make([]float32, 1024), 1024)}, nil)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	values := make([]float32, 1<<20)
	b.SetBytes(4 << 20)
	for b.Loop() {
		if err := Write(io.Discard, []Tensor{Of("w", values, 1024, 1024)}, nil); err != nil {
			b.Fatal(err)
		}
	}
}
