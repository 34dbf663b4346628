package png

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	stdpng "image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// files returns what a pattern in the shared data folder matches, at least one file.
func files(t testing.TB, folder, pattern string) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(testdata.Shared(t, folder), pattern))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s/%s: %d files, %v", folder, pattern, len(paths), err)
	}
	content := map[string][]byte{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		content[path] = data
	}
	return content
}

// TestPNGSuite compares every valid file with the samples of an independent decoder.
func TestPNGSuite(t *testing.T) {
	ref := testdata.Shared(t, "conformance/01_pngsuite/ref")
	for path, data := range files(t, "conformance/01_pngsuite/valid", "*.png") {
		name := filepath.Base(path[:len(path)-len(".png")])
		var got tensor.Tensor
		if err := Decode(&got, data, DecodeOptions{}); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		comparePlanes(t, name, &got, testdata.ReadNPY(t, filepath.Join(ref, name+".rgba8.npy")), 1)
		wide := filepath.Join(ref, name+".rgba16.npy")
		if _, err := os.Stat(wide); err != nil {
			continue
		}
		if err := Decode(&got, data, DecodeOptions{Wide: true}); err != nil {
			t.Fatal(err)
		}
		comparePlanes(t, name+" in 16 bits", &got, testdata.ReadNPY(t, wide), 65535)
	}
}

// comparePlanes compares t with H×W×4 values, which one divides.
func comparePlanes(t *testing.T, name string, got *tensor.Tensor, want testdata.Array, one float32) {
	t.Helper()
	n := got.H * got.W
	if len(want.Data) != 4*n {
		t.Errorf("%s: %v, want %v", name, got.Spec, want.Shape)
		return
	}
	opaque := float32(255)
	if one != 1 {
		opaque = 1
	}
	wrong := 0
	for i := range n {
		pixel := rgba(got, i, opaque)
		for c, v := range pixel {
			if v != float32(want.Data[4*i+c])/one {
				wrong++
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%s: %d of %d values differ", name, wrong, 4*n)
	}
}

// rgba returns pixel i as four values.
func rgba(t *tensor.Tensor, i int, opaque float32) (p [4]float32) {
	n := t.H * t.W
	at := func(c int) float32 {
		if t.DType == tensor.Uint8 {
			return float32(t.U8[c*n+i])
		}
		return t.F32[c*n+i]
	}
	p[3] = opaque
	for c := range p {
		switch {
		case c < 3 && t.C < 3:
			p[c] = at(0)
		case c < 3:
			p[c] = at(c)
		case t.Space.HasAlpha():
			p[3] = at(t.C - 1)
		}
	}
	return p
}

// TestInvalid: every corrupt file is an error that says where.
func TestInvalid(t *testing.T) {
	for path, data := range files(t, "conformance/01_pngsuite/corrupt", "*.png") {
		var f *FormatError
		if err := Decode(new(tensor.Tensor), data, DecodeOptions{}); !errors.As(err, &f) {
			t.Errorf("%s: %v", path, err)
		}
	}
	for path, data := range files(t, "conformance/01_pngsuite/iphone_cgbi", "*.png") {
		var u *UnsupportedError
		if err := Decode(new(tensor.Tensor), data, DecodeOptions{}); !errors.As(err, &u) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestAgreesWithStandardLibrary: the other files of the collection decode or don't as image/png says, to the same pixels.
func TestAgreesWithStandardLibrary(t *testing.T) {
	for _, folder := range []string{"apng", "extra_valid", "extra_invalid", "corrupt"} {
		for path, data := range files(t, "conformance/01_pngsuite/"+folder, "*.png") {
			if err := agree(data); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
}

// agree decodes data with both and says what differs. It passes over what doc.go says is taken differently.
func agree(data []byte) error {
	var got tensor.Tensor
	err := Decode(&got, data, DecodeOptions{Wide: true})
	img, want := stdpng.Decode(bytes.NewReader(data))
	if (err == nil) != (want == nil) {
		if knownDifference(data, err, want) {
			return nil
		}
		return errors.Join(errors.New("only one refuses it"), err, want)
	}
	if err != nil {
		return nil
	}
	return sameImage(&got, img)
}

// knownDifference reports whether doc.go has the reason why only one of the two, err or image/png's, is nil.
func knownDifference(data []byte, err, std error) bool {
	if err == nil {
		return std.Error() == "png: invalid format: too much pixel data" // bytes behind the end of the stream
	}
	c, _ := (&walker{data, min(len(signature), len(data))}).next()
	return string(c.kind) != "IHDR" || strings.Contains(err.Error(), errTables.Error())
}

func sameImage(got *tensor.Tensor, img image.Image) error {
	b := img.Bounds()
	if got.W != b.Dx() || got.H != b.Dy() {
		return errors.New("sizes differ")
	}
	for i := range got.W * got.H {
		c := color.NRGBA64Model.Convert(img.At(b.Min.X+i%got.W, b.Min.Y+i/got.W)).(color.NRGBA64)
		if n, ok := img.At(b.Min.X+i%got.W, b.Min.Y+i/got.W).(color.NRGBA); ok {
			// The model goes through premultiplied values and loses bits.
			c = color.NRGBA64{uint16(n.R) * 257, uint16(n.G) * 257, uint16(n.B) * 257, uint16(n.A) * 257}
		}
		want, scale, opaque := [4]uint16{c.R, c.G, c.B, c.A}, float32(65535), float32(1)
		if got.DType == tensor.Uint8 {
			scale, opaque = 257, 255
		}
		for k, v := range rgba(got, i, opaque) {
			if v != float32(want[k])/scale {
				return errors.New("pixels differ")
			}
		}
	}
	return nil
}
