package jpeg

import (
	"bytes"
	"errors"
	"image"
	"reflect"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// dirty is a decoder that has seen other files.
func dirty(t testing.TB) *Decoder {
	d := new(Decoder)
	for _, name := range []string{"prog_2x2", "cmyk", "base_1x1_2x2_2x2", "option_arithmetic_progressive"} {
		if err := d.Decode(new(tensor.Tensor), testFile(t, name), Options{}); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// pollute makes memory that isn't written show.
func pollute(x *tensor.Tensor, v uint8) {
	x.Reset(tensor.Spec{Space: tensor.None, C: 1, H: 1, W: 1 << 16})
	for i := range x.U8 {
		x.U8[i] = v
	}
}

// FuzzDecode: whatever the bytes, there is an error or a picture as the header says, and nothing but data and options
// decides about it: not what the decoder and the destination held before, nor the number of workers, nor
// whether scans go abreast. A region is the same part of the whole.
func FuzzDecode(f *testing.F) {
	for i, name := range testFiles(f) {
		f.Add(testFile(f, name), uint8(i))
	}
	for i, data := range testdata.Seeds(f, ".jpg", ".jpeg") {
		f.Add(data, uint8(i))
	}
	eager(f)
	f.Add(encode(f, texture(150, 260, false, false)), uint8(64))
	f.Add(encode(f, texture(90, 500, true, true)), uint8(128))
	f.Add(restarted(f, 6, 13, 5), uint8(64))
	used := dirty(f)
	f.Fuzz(func(t *testing.T, data []byte, flags uint8) {
		info, err := ReadInfo(data)
		if err == nil && info.Width*info.Height > 1<<16 {
			return
		}
		opt := Options{Scale: 1 << (flags & 3), MaxPasses: 1 + int(flags>>3&3), Coarse: flags&128 != 0}
		if flags&32 != 0 {
			opt.Space = tensor.Gray
		}
		var first, second tensor.Tensor
		pollute(&first, 1)
		pollute(&second, 255)
		restore := abreast(0)
		firstErr := new(Decoder).Decode(&first, data, opt)
		restore()
		opt.Workers = 1 + int(flags>>6)
		secondErr := used.Decode(&second, data, opt)
		if !reflect.DeepEqual(firstErr, secondErr) {
			t.Fatalf("errors %v and %v", firstErr, secondErr)
		}
		var damage *DamageError
		if firstErr != nil && !errors.As(firstErr, &damage) {
			return
		}
		if err != nil {
			t.Fatalf("decoded, but ReadInfo says %v", err)
		}
		if first.Spec != second.Spec || !bytes.Equal(first.U8, second.U8) {
			t.Fatal("two pictures of the same file")
		}
		if w, h := ceilDiv(info.Width, opt.Scale), ceilDiv(info.Height, opt.Scale); first.W != w || first.H != h {
			t.Fatalf("%v, want %d×%d", first.Spec, w, h)
		}
		checkRegion(t, used, data, opt, &first, firstErr)
	})
}

// checkRegion compares the region in the middle with that part of the whole picture, whose error it has, too.
func checkRegion(t *testing.T, d *Decoder, data []byte, opt Options, whole *tensor.Tensor, wholeErr error) {
	t.Helper()
	w, h := whole.W, whole.H
	opt.Region = image.Rect(w/3, h/3, w/3+max(1, w/3), h/3+max(1, h/3))
	compareRegion(t, d, data, opt, whole, wholeErr)
}

func compareRegion(t testing.TB, d *Decoder, data []byte, opt Options, whole *tensor.Tensor, wholeErr error) {
	t.Helper()
	var part tensor.Tensor
	if err := d.Decode(&part, data, opt); !reflect.DeepEqual(err, wholeErr) {
		t.Fatalf("region %v: error %v, of the whole %v", opt.Region, err, wholeErr)
	}
	r := opt.Region
	if part.H != r.Dy() || part.W != r.Dx() || part.C != whole.C {
		t.Fatalf("region %v is %v", r, part.Spec)
	}
	for c := range whole.C {
		for y := range part.H {
			want := whole.Plane8(c)[(y+r.Min.Y)*whole.W+r.Min.X:][:part.W]
			if !bytes.Equal(part.Plane8(c)[y*part.W:][:part.W], want) {
				t.Fatalf("region %v: row %d of channel %d differs", r, y, c)
			}
		}
	}
}
