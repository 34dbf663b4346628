package png

import (
	"bytes"
	"encoding/binary"
	"errors"
	stdpng "image/png"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

var spaces = []tensor.Space{tensor.Gray, tensor.GrayAlpha, tensor.RGB, tensor.RGBA}

func randomTensor(dtype tensor.DType, space tensor.Space, h, w int) *tensor.Tensor {
	r := rand.New(rand.NewPCG(uint64(h), uint64(w)))
	x := tensor.New(tensor.Spec{DType: dtype, Space: space, C: space.Channels(), H: h, W: w})
	for i := range x.U8 {
		x.U8[i] = byte(i/w*3 + r.IntN(20))
	}
	for i := range x.F32 {
		x.F32[i] = float32(r.IntN(65536)) / 65535
	}
	return x
}

// TestRoundTrip: what is written is read again, here and by image/png, the same.
func TestRoundTrip(t *testing.T) {
	for _, space := range spaces {
		for _, dtype := range []tensor.DType{tensor.Uint8, tensor.Float32} {
			for _, size := range [][2]int{{1, 1}, {1, 40}, {40, 1}, {33, 57}, {200, 300}, {1, 70000}, {70000, 1}} {
				want := randomTensor(dtype, space, size[0], size[1])
				for _, opt := range []EncodeOptions{{}, {Fast: true}} {
					var file bytes.Buffer
					if err := Encode(&file, want, opt); err != nil {
						t.Fatal(err)
					}
					checkFile(t, file.Bytes(), want)
				}
			}
		}
	}
}

func checkFile(t *testing.T, file []byte, want *tensor.Tensor) {
	t.Helper()
	var got tensor.Tensor
	if err := Decode(&got, file, DecodeOptions{Wide: true}); err != nil {
		t.Fatalf("%v: %v", want.Spec, err)
	}
	if got.Spec != want.Spec || !bytes.Equal(got.U8, want.U8) {
		t.Errorf("got %v, want %v, or other values", got.Spec, want.Spec)
	}
	for i, v := range want.F32 {
		if got.F32[i] != v {
			t.Fatalf("%v: value %d: got %v, want %v", want.Spec, i, got.F32[i], v)
		}
	}
	img, err := stdpng.Decode(bytes.NewReader(file))
	if err == nil {
		err = sameImage(want, img)
	}
	if err != nil {
		t.Errorf("%v: image/png: %v", want.Spec, err)
	}
}

// TestSmaller: the default makes smaller files than Fast.
func TestSmaller(t *testing.T) {
	x, err := tensor.FromImage(photo(t))
	if err != nil {
		t.Fatal(err)
	}
	var small, fast bytes.Buffer
	if err := errors.Join(Encode(&small, x, EncodeOptions{}), Encode(&fast, x, EncodeOptions{Fast: true})); err != nil {
		t.Fatal(err)
	}
	if small.Len() >= fast.Len() {
		t.Errorf("%d bytes, fast %d", small.Len(), fast.Len())
	}
}

func TestWide(t *testing.T) {
	for v, want := range map[float32]uint16{0: 0, -3: 0, 1: 65535, 7: 65535, 0.5: 32768, 1.0 / 65535: 1, float32(math.NaN()): 0, float32(math.Inf(1)): 65535} {
		if got := wide(v); got != want {
			t.Errorf("%v: got %d, want %d", v, got, want)
		}
	}
}

// TestRefused: what is no picture is a *tensor.SpecError, and nothing is written.
func TestRefused(t *testing.T) {
	for _, spec := range []tensor.Spec{
		{Space: tensor.RGB, C: 3}, {Space: tensor.HSV, C: 3, H: 2, W: 2}, {Space: tensor.RGB, C: 4, H: 2, W: 2}, tensor.VectorSpec(5),
	} {
		var file bytes.Buffer
		var e *tensor.SpecError
		if err := Encode(&file, tensor.New(spec), EncodeOptions{}); !errors.As(err, &e) || file.Len() > 0 {
			t.Errorf("%v: %v, %d bytes", spec, err, file.Len())
		}
	}
}

// TestWriteError: an error of the writer comes back, wherever it happens, and the next Encode is not touched by it.
func TestWriteError(t *testing.T) {
	x := randomTensor(tensor.Uint8, tensor.RGB, 150, 200)
	var whole bytes.Buffer
	if err := Encode(&whole, x, EncodeOptions{}); err != nil {
		t.Fatal(err)
	}
	full := errors.New("no room")
	for room := 0; room < whole.Len(); room += 1 + whole.Len()/50 {
		left := room
		err := Encode(writerFunc(func(p []byte) (int, error) {
			if left -= len(p); left < 0 {
				return 0, full
			}
			return len(p), nil
		}), x, EncodeOptions{})
		if !errors.Is(err, full) {
			t.Errorf("room for %d bytes: %v", room, err)
		}
	}
	var again bytes.Buffer
	if err := Encode(&again, x, EncodeOptions{}); err != nil || !bytes.Equal(again.Bytes(), whole.Bytes()) {
		t.Errorf("again: %v, or other bytes", err)
	}
}

// FuzzRoundTrip: whatever the pixels, what is written is read again, here and by image/png, the same.
func FuzzRoundTrip(f *testing.F) {
	f.Add([]byte{1, 2, 3, 250, 0, 7}, uint16(3), uint8(0))
	f.Add([]byte{0, 0, 128, 63, 0, 0, 192, 127, 205, 204, 204, 62}, uint16(5), uint8(9))
	f.Add(bytes.Repeat([]byte("abcabd"), 900), uint16(70), uint8(6))
	f.Fuzz(func(t *testing.T, data []byte, width uint16, flags uint8) {
		space := spaces[flags&3]
		spec := tensor.Spec{Space: space, C: space.Channels(), W: 1 + int(width)%5000}
		if flags&8 != 0 {
			spec.DType = tensor.Float32
		}
		size := 1 + 3*int(flags>>3&1)
		if spec.H = len(data) / (spec.C * spec.W * size); spec.H == 0 {
			return
		}
		x := tensor.New(spec)
		copy(x.U8, data)
		for i := range x.F32 {
			x.F32[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
		}
		var file bytes.Buffer
		if err := Encode(&file, x, EncodeOptions{Fast: flags&4 != 0}); err != nil {
			t.Fatal(err)
		}
		for i, v := range x.F32 {
			x.F32[i] = float32(wide(v)) / 65535
		}
		checkFile(t, file.Bytes(), x)
	})
}
