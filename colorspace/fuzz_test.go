package colorspace

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// FuzzConvert: no values make a conversion panic, and hues are never out of 0..1.
func FuzzConvert(f *testing.F) {
	f.Add(uint8(0), uint8(5), []byte("any bits can be a float32, NaN and infinity among them"))
	f.Add(uint8(9), uint8(6), []byte{0, 0, 0x80, 0x7f, 0, 0, 0xc0, 0x7f, 1, 0, 0, 0x80, 0xff, 0xff, 0x7f, 0xff})
	f.Fuzz(func(t *testing.T, from, to uint8, bits []byte) {
		src, dst := all[int(from)%len(all)], all[int(to)%len(all)]
		c := src.Channels()
		n := len(bits) / 4 / c
		if n == 0 {
			return
		}
		picture := tensor.New(tensor.Spec{DType: tensor.Float32, Space: src, C: c, H: 1, W: n})
		for i := range picture.F32 {
			picture.F32[i] = math.Float32frombits(binary.LittleEndian.Uint32(bits[4*i:]))
		}
		got := convert(t, picture, dst)
		for c := range got.C {
			if src == dst || !isHue(dst, c) {
				continue
			}
			for i, h := range got.Plane32(c) {
				if h < 0 || h >= 1 {
					t.Errorf("%v to %v: pixel %d has the hue %v", src, dst, i, h)
				}
			}
		}
	})
}

// FuzzDeltaE: no values make a difference panic, or negative.
func FuzzDeltaE(f *testing.F) {
	f.Add(50., 2.5, 0., 73., 25., -18.)
	f.Add(math.Inf(1), 1e300, -1e300, math.NaN(), 0., 1e-320)
	f.Fuzz(func(t *testing.T, l1, a1, b1, l2, a2, b2 float64) {
		x, y := [3]float64{l1, a1, b1}, [3]float64{l2, a2, b2}
		for _, d := range []float64{DeltaE76(x, y), DeltaE94(x, y), DeltaE2000(x, y)} {
			if d < 0 {
				t.Errorf("the difference of %v and %v is %v", x, y, d)
			}
		}
	})
}
