package imageio

import (
	"bytes"
	"testing"

	"github.com/saccade-go/saccade/imageio/png"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// ownPNG writes t with imageio/png.
func ownPNG(t *testing.T, x *tensor.Tensor) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, x, png.EncodeOptions{Fast: true}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPNGOpaque: alpha that is opaque everywhere makes no difference to the colours, and is kept if it is asked for.
func TestPNGOpaque(t *testing.T) {
	for space, bare := range map[tensor.Space]tensor.Space{tensor.RGBA: tensor.RGB, tensor.GrayAlpha: tensor.Gray} {
		x := tensor.New(tensor.Spec{Space: space, C: space.Channels(), H: 9, W: 11})
		for i := range x.U8 {
			x.U8[i] = uint8(i)
		}
		alpha := x.Plane8(x.C - 1)
		for _, last := range []uint8{255, 254} { // once all opaque, once all but the last pixel
			fill(alpha, 255)
			alpha[len(alpha)-1] = last
			data := ownPNG(t, x)
			for _, opt := range []Options{{}, {Alpha: Keep}, {Alpha: Drop}} {
				got, err := Decode(data, opt)
				if err != nil {
					t.Fatal(err)
				}
				var want tensor.Tensor
				if err := Adapt(&want, x, opt); err != nil {
					t.Fatal(err)
				}
				if got.Spec != want.Spec || !bytes.Equal(got.U8, want.U8) {
					t.Errorf("%s %+v: got %v, want %v, or other values", space, opt, got.Spec, want.Spec)
				}
				if opt.Alpha != Keep && got.Space != bare {
					t.Errorf("%s %+v: got %v", space, opt, got.Spec)
				}
			}
		}
	}
}

// TestPNGMemory: decoding again allocates no more than the record of the file.
func TestPNGMemory(t *testing.T) {
	if testdata.Race {
		t.Skip("pools forget at random")
	}
	for _, space := range []tensor.Space{tensor.Gray, tensor.RGB, tensor.RGBA} {
		x := tensor.New(tensor.Spec{Space: space, C: space.Channels(), H: 200, W: 300})
		for i := range x.U8 {
			x.U8[i] = uint8(i * i >> 5)
		}
		data := ownPNG(t, x)
		for _, opt := range []Options{{}, {DType: tensor.Float32}, {Alpha: Keep}} {
			var dst tensor.Tensor
			decode := func() {
				if err := DecodeInto(&dst, data, opt); err != nil {
					t.Fatal(err)
				}
			}
			decode()
			if n := testing.AllocsPerRun(20, decode); n > 2 {
				t.Errorf("%s %+v: %v allocations", space, opt, n)
			}
		}
	}
}
