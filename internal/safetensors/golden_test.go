package safetensors

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
)

func readJSON(t testing.TB, path string, v any) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatal(err)
	}
}

// TestGolden reads what the reference wrote.
func TestGolden(t *testing.T) {
	f, err := ReadFile("testdata/golden.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := f.Metadata["format"], `é "quoted" </script>`; got != want || len(f.Metadata) != 1 {
		t.Errorf("metadata %q, want format: %q", f.Metadata, want)
	}
	var want map[string]struct {
		Shape  []int
		Values []string
	}
	readJSON(t, "testdata/golden.json", &want)
	if len(f.Tensors) != len(want) {
		t.Errorf("%d tensors, want %d", len(f.Tensors), len(want))
	}
	for name, w := range want {
		got, err := f.Tensor(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if !slices.Equal(got.Shape, w.Shape) {
			t.Errorf("%q: shape %v, want %v", name, got.Shape, w.Shape)
		}
		if text := valuesText(t, got); !slices.Equal(text, w.Values) {
			t.Errorf("%q: values %v, want %v", name, text, w.Values)
		}
	}
}

// valuesText writes values as Python does.
func valuesText(t *testing.T, x Tensor) []string {
	t.Helper()
	switch x.DType {
	case Bool:
		return rename(values[uint8](t, Tensor{DType: U8, Data: x.Data}), map[string]string{"0": "False", "1": "True"})
	case F16: // the bits of the values that the golden file has
		bits := map[string]string{"15872": "1.5", "49152": "-2.0"}
		return rename(values[uint16](t, Tensor{DType: U16, Data: x.Data}), bits)
	case U8:
		return values[uint8](t, x)
	case I8:
		return values[int8](t, x)
	case U16:
		return values[uint16](t, x)
	case I16:
		return values[int16](t, x)
	case U32:
		return values[uint32](t, x)
	case I32:
		return values[int32](t, x)
	case U64:
		return values[uint64](t, x)
	case I64:
		return values[int64](t, x)
	case F32:
		return values[float32](t, x)
	}
	return values[float64](t, x)
}

func rename(s []string, names map[string]string) []string {
	for i := range s {
		s[i] = names[s[i]]
	}
	return s
}

func values[T Number](t *testing.T, x Tensor) []string {
	t.Helper()
	s, err := Values[T](x)
	if err != nil {
		t.Error(err)
	}
	out := []string{}
	for _, v := range s {
		out = append(out, pythonText(any(v)))
	}
	return out
}

func pythonText(v any) string {
	f := 0.0
	switch v := v.(type) {
	case float32:
		f = float64(v)
	case float64:
		f = v
	default:
		return fmt.Sprint(v)
	}
	text := strconv.FormatFloat(f, 'g', -1, 64)
	switch {
	case text == "+Inf":
		return "inf"
	case f == float64(int64(f)) && max(f, -f) < 1e16:
		return strconv.FormatFloat(f, 'f', 1, 64)
	}
	return text
}

// TestWriteEqualsReference: what was read is written with the reference's bytes, in whatever order it comes.
func TestWriteEqualsReference(t *testing.T) {
	want, err := os.ReadFile("testdata/golden.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	f, err := Parse(want)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		slices.Reverse(f.Tensors)
		var got bytes.Buffer
		if err := Write(&got, f.Tensors, f.Metadata); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("wrote\n%.300q\nwant\n%.300q", got.Bytes(), want)
		}
	}
}

// stricter lists the cases that the reference accepts and we don't; laxer the other way round. See doc.go.
var (
	stricter = []string{"same name twice", "same name twice, escaped", "metadata key twice", "entry array"}
	laxer    = []string{"metadata lone surrogate"}
)

type verdict struct {
	Name     string
	Accepted bool
	Error    string
	File     []byte
}

func readCases(t testing.TB) []verdict {
	var cases []verdict
	readJSON(t, "testdata/cases.json", &cases)
	return cases
}

func TestVerdictsEqualReference(t *testing.T) {
	for _, c := range readCases(t) {
		want := (c.Accepted || slices.Contains(laxer, c.Name)) && !slices.Contains(stricter, c.Name)
		_, err := Parse(c.File)
		if (err == nil) != want {
			t.Errorf("%s: error %v, want accepted: %v (reference: %s)", c.Name, err, want, c.Error)
		}
		if e := (*Error)(nil); err != nil && (!errors.As(err, &e) || e.Part == "" || e.Want == "" || e.Found == "") {
			t.Errorf("%s: %#v is no *Error that says all", c.Name, err)
		}
		_, read := Read(bytes.NewReader(c.File), int64(len(c.File)))
		if fmt.Sprint(read) != fmt.Sprint(err) {
			t.Errorf("%s: Read says %v, Parse %v", c.Name, read, err)
		}
	}
}
