package imageio

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/json"
	"errors"
	"image"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

const iccFiles = "testdata/icc/files"

func readICCProfile(t testing.TB, name string) []byte {
	return readTest(t, "../internal/icc/testdata/profiles/"+name+".icc")
}

// TestICCGoldens: pictures with profiles in four formats are those of LittleCMS, byte for byte, and float32 is what bytes
// are rounded from.
func TestICCGoldens(t *testing.T) {
	goldens := testdata.ReadNPZ(t, "testdata/icc/goldens.npz")
	if len(goldens) != 17 {
		t.Fatalf("%d goldens", len(goldens))
	}
	for name, golden := range goldens {
		data := readTest(t, filepath.Join(iccFiles, name))
		opt := optionsFor(golden, name)
		opt.DType, opt.ICC = tensor.Uint8, Convert
		info, err := ReadInfo(data)
		if err != nil || info.ICC == nil || info.Profile == "" || info.ProfileErr != nil {
			t.Errorf("%s: %q, %v, %v", name, info.Profile, info.ProfileErr, err)
		}
		tolerance := 0.0
		if name == "srgb.jpg" {
			tolerance = 1 // it is left alone
		}
		for dtype, more := range map[tensor.DType]float64{tensor.Uint8: 0, tensor.Float32: 0.501} {
			opt.DType = dtype
			got, err := Decode(data, opt)
			if err != nil {
				t.Fatal(name, err)
			}
			if got.Spec != info.Spec(opt) {
				t.Errorf("%s: %v, want %v", name, got.Spec, info.Spec(opt))
			}
			testdata.Near(t, name, widen(got, 255), planar(golden), tolerance+more)
		}
	}
}

// TestICCBlends: alpha is blended, luma computed and the picture turned behind the conversion.
func TestICCBlends(t *testing.T) {
	for _, name := range []string{"p3_alpha.png", "gray_gamma_alpha.png", "p3_alpha.webp", "p3_alpha.tiff"} {
		data := readTest(t, filepath.Join(iccFiles, name))
		for _, space := range []tensor.Space{tensor.None, tensor.Gray, tensor.RGB} {
			for _, dtype := range []tensor.DType{tensor.Uint8, tensor.Float32} {
				kept, err := Decode(data, Options{ICC: Convert, Alpha: Keep, DType: dtype})
				if err != nil {
					t.Fatal(name, err)
				}
				opt := Options{Space: space, Background: "#204080", DType: dtype}
				var want tensor.Tensor
				if err := Adapt(&want, kept, opt); err != nil {
					t.Fatal(err)
				}
				opt.ICC = Convert
				got, err := Decode(data, opt)
				if err != nil || got.Spec != want.Spec || !slices.Equal(got.U8, want.U8) || !slices.Equal(got.F32, want.F32) {
					t.Errorf("%s, %v, %v: %v, %v", name, space, dtype, got, err)
				}
			}
		}
	}
	for orientation := 1; orientation <= 8; orientation++ {
		data := readTest(t, filepath.Join(iccFiles, "adobe_420.jpg"))
		stored, err := Decode(data, Options{ICC: Convert})
		if err != nil {
			t.Fatal(err)
		}
		want := stored
		if orientation > 1 {
			want = new(tensor.Tensor)
			orient(want, stored, orientation)
		}
		got, err := Decode(withOrientation(data, orientation), Options{ICC: Convert})
		if err != nil || got.Spec != want.Spec || !slices.Equal(got.U8, want.U8) {
			t.Errorf("orientation %d: %v, %v", orientation, got, err)
		}
	}
}

// refuser takes neither rows nor planes and counts how often it is asked.
type refuser struct{ asked int }

func (r *refuser) Begin(tensor.Spec) bool                     { r.asked++; return false }
func (r *refuser) TakeRows(int, int, [3][]uint8, int)         {}
func (r *refuser) LumaAlone() bool                            { return false }
func (r *refuser) BeginPlanes([]PlaneSize) bool               { r.asked++; return false }
func (r *refuser) TakePlane(c, y, n int, rows []uint8, _ int) {}
func (r *refuser) least(h, w int) (int, int)                  { r.asked++; return 1, 1 }

// TestICCShortcuts: a file whose colours are converted is decoded as a whole, a part of it is converted as the whole is, and
// a file in sRGB is decoded as ever.
func TestICCShortcuts(t *testing.T) {
	for name, asked := range map[string]int{"adobe_420.jpg": 0, "srgb.jpg": 3} {
		data := readTest(t, filepath.Join(iccFiles, name))
		var r refuser
		whole, err := Decode(data, Options{ICC: Convert})
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(data, Options{ICC: Convert, Rows: &r, Planes: &r, Least: r.least})
		if err != nil || r.asked != asked || asked == 0 && !slices.Equal(got.U8, whole.U8) {
			t.Errorf("%s: asked %d times, want %d, %v", name, r.asked, asked, err)
		}
		part := image.Rect(3, 5, 12, 11)
		got, err = Decode(data, Options{ICC: Convert, Part: func(int, int) image.Rectangle { return part }})
		if err != nil {
			t.Fatal(err)
		}
		samePart(t, got, whole, part)
	}
}

// packed is the content of an iCCP chunk.
func packed(t *testing.T, profile []byte) string {
	t.Helper()
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	if _, err := w.Write(profile); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return "name\x00\x00" + z.String()
}

// chunkOf is a chunk of 32-bit numbers.
func chunkOf(values ...uint32) string {
	var b []byte
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return string(b)
}

// colourPNG is one pixel with chunks about colours.
func colourPNG(t *testing.T, rgb [3]uint8, chunks ...string) []byte {
	x := tensor.New(tensor.Spec{Space: tensor.RGB, C: 3, H: 1, W: 1})
	copy(x.U8, rgb[:])
	return inPNG(ownPNG(t, x), chunks...)
}

// chunkColour is that pixel, converted.
func chunkColour(t *testing.T, rgb [3]uint8, chunks ...string) ([3]uint8, Info, error) {
	data := colourPNG(t, rgb, chunks...)
	info, err := ReadInfo(data)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(data, Options{ICC: Convert})
	if err != nil {
		return [3]uint8{}, info, err
	}
	return [3]uint8(got.U8), info, nil
}

// TestPNGPrecedence: of chunks about colours the one with precedence counts, wherever it stands.
func TestPNGPrecedence(t *testing.T) {
	rgb := [3]uint8{40, 90, 180}
	cicp, srgb, gama := "\x0c\x0d\x00\x01", "\x00", chunkOf(100000)
	iccp := packed(t, readICCProfile(t, "adobe"))
	chrm := chunkOf(31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000) // P3
	p3, adobe, light := [3]uint8{10, 91, 186}, [3]uint8{0, 90, 184}, [3]uint8{encodedPower(40, 1), encodedPower(90, 1), encodedPower(180, 1)}
	for _, c := range []struct {
		what   string
		chunks []string
		want   [3]uint8
		name   string
	}{
		{"nothing", nil, rgb, ""},
		{"cICP of P3", []string{"cICP", cicp}, p3, "cICP"},
		{"cICP of sRGB before iCCP", []string{"iCCP", iccp, "cICP", "\x01\x0d\x00\x01"}, rgb, "cICP"},
		{"iCCP", []string{"iCCP", iccp}, adobe, "Adobe RGB"},
		{"iCCP before sRGB", []string{"sRGB", srgb, "gAMA", gama, "iCCP", iccp}, adobe, "Adobe RGB"},
		{"sRGB before gAMA and cHRM", []string{"gAMA", gama, "cHRM", chrm, "sRGB", srgb}, rgb, "sRGB"},
		{"gAMA", []string{"gAMA", gama}, light, "gAMA"},
		{"cHRM", []string{"cHRM", chrm}, p3, "cHRM"},
		{"gAMA and cHRM of sRGB", []string{"gAMA", gama, "cHRM", chunkOf(31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)}, light, "gAMA"},
		{"gAMA 1/2.2", []string{"gAMA", chunkOf(45455)}, [3]uint8{encodedPower(40, 2.2), encodedPower(90, 2.2), encodedPower(180, 2.2)}, "gAMA"},
		{"a broken chunk that doesn't count", []string{"cICP", cicp, "iCCP", "nonsense", "gAMA", ""}, p3, "cICP"},
	} {
		got, info, err := chunkColour(t, rgb, c.chunks...)
		if err != nil || got != c.want || info.Profile != c.name || info.ProfileErr != nil {
			t.Errorf("%s: %v (%q, %v), %v, want %v (%q)", c.what, got, info.Profile, info.ProfileErr, err, c.want, c.name)
		}
	}
}

// encodedPower is sRGB of a value encoded by a power, by the formula.
func encodedPower(v, gamma float64) uint8 {
	light := math.Pow(v/255, gamma)
	if light <= 0.0031308 {
		return uint8(12.92*light*255 + 0.5)
	}
	return uint8((1.055*math.Pow(light, 1/2.4)-0.055)*255 + 0.5)
}

// TestICCRefused: what can't be converted is a *ProfileError with the option, says so in ReadInfo, and is decoded without.
func TestICCRefused(t *testing.T) {
	p3 := readICCProfile(t, "p3")
	changed := func(at int, with string) []byte {
		out := slices.Clone(p3)
		copy(out[at:], with)
		return out
	}
	cmyk, lut := changed(16, "CMYK"), bytes.Replace(p3, []byte("wtpt"), []byte("A2B0"), 1)
	rgb, jpg, gray := [3]uint8{1, 2, 3}, readTest(t, "testdata/files/444.jpg"), readTest(t, "testdata/files/gray.jpg")
	app2 := func(part string, profile []byte) []string {
		return []string{"\xe2", "ICC_PROFILE\x00" + part + string(profile)}
	}
	pngWith := func(chunks ...string) []byte { return colourPNG(t, rgb, chunks...) }
	tiff := readTest(t, filepath.Join(iccFiles, "kinds.tiff"))
	at := bytes.Index(tiff, []byte("\x73\x87\x07\x00"))
	outside := slices.Clone(tiff)
	copy(outside[at+8:], "\xff\xff\xff\x7f")
	webp := readTest(t, filepath.Join(iccFiles, "adobe.webp"))
	webp = bytes.Replace(webp, []byte("acsp"), []byte("acsx"), 1)
	for what, c := range map[string]struct {
		data []byte
		name string
		want string
	}{
		"tables":            {inJPEG(jpg, app2("\x01\x01", lut)...), "Display P3", "tables (tag A2B0)"},
		"inks":              {inJPEG(jpg, app2("\x01\x01", cmyk)...), "Display P3", "found CMYK"},
		"RGB for inks":      {inJPEG(readTest(t, "testdata/files/cmyk.jpg"), app2("\x01\x01", p3)...), "Display P3", "picture in inks"},
		"gray for RGB":      {inJPEG(jpg, app2("\x01\x01", readICCProfile(t, "gray_gamma"))...), "gray gamma 1.8", "found one of gray"},
		"colours for gray":  {inJPEG(gray, app2("\x01\x01", readICCProfile(t, "kinds"))...), "functions 0, 1, 2", "gray has a colour"},
		"half a profile":    {inJPEG(jpg, app2("\x01\x02", p3)...), "", "1 of them"},
		"a part twice":      {inJPEG(jpg, append(app2("\x01\x02", p3), app2("\x01\x02", p3)...)...), "", "each part of a profile once"},
		"an empty profile":  {inJPEG(jpg, app2("\x01\x01", nil)...), "", "found 0 bytes"},
		"a cut profile":     {pngWith("iCCP", packed(t, p3[:300])), "", "300 of 452"},
		"no stream":         {pngWith("iCCP", "name\x00\x00no stream"), "iCCP", "a compressed profile"},
		"a short cICP":      {pngWith("cICP", "\x01\x0d\x00"), "cICP", "4 bytes"},
		"PQ":                {pngWith("cICP", "\x09\x10\x00\x01"), "cICP", "found 16"},
		"unknown primaries": {pngWith("cICP", "\x02\x0d\x00\x01"), "cICP", "found 2"},
		"narrow range":      {pngWith("cICP", "\x01\x0d\x00\x00"), "cICP", "range 0"},
		"YCbCr":             {pngWith("cICP", "\x01\x0d\x01\x01"), "cICP", "matrix 1"},
		"gamma 0":           {pngWith("gAMA", chunkOf(0)), "gAMA", "gamma above 0"},
		"a short gamma":     {pngWith("gAMA", "\x00"), "gAMA", "4 bytes"},
		"no chromaticities": {pngWith("cHRM", strings.Repeat("\x00", 32)), "cHRM", "three primaries"},
		"outside":           {outside, "", "a tag that leads nowhere"},
		"no signature":      {webp, "", `"acsx"`},
	} {
		_, err := Decode(c.data, Options{ICC: Convert})
		var file *Error
		var e *ProfileError
		if !errors.As(err, &file) || file.Stage != "profile" || !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) || e.Profile != c.name {
			t.Errorf("%s: %v, want %q", what, err, c.want)
		}
		info, err := ReadInfo(c.data)
		if e2 := (*ProfileError)(nil); err != nil || !errors.As(info.ProfileErr, &e2) || e != nil && *e2 != *e || info.Profile != c.name {
			t.Errorf("%s: ReadInfo says %q, %v, %v", what, info.Profile, info.ProfileErr, err)
		}
		if _, err := Decode(c.data, Options{}); err != nil {
			t.Errorf("%s, ignored: %v", what, err)
		}
	}
}

// TestICCGrayWithRGB: a gray picture may have a profile of RGB in which gray is gray.
func TestICCGrayWithRGB(t *testing.T) {
	gray := readTest(t, "testdata/files/gray.jpg")
	plain, err := Decode(gray, Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(inJPEG(gray, "\xe2", "ICC_PROFILE\x00\x01\x01"+string(readICCProfile(t, "adobe"))), Options{ICC: Convert})
	if err != nil || got.Spec != plain.Spec {
		t.Fatal(got, err)
	}
	for i, v := range plain.U8 {
		if want := encodedPower(float64(v), 563.0/256); got.U8[i] != want {
			t.Fatalf("%d gives %d, want %d", v, got.U8[i], want)
		}
	}
}

func TestICCOption(t *testing.T) {
	var p *tensor.ParamError
	if err := (Options{ICC: 2}).Check(); !errors.As(err, &p) || p.Param != "icc" {
		t.Error(err)
	}
	b, err := json.Marshal(Options{ICC: Convert})
	if err != nil || string(b) != `{"icc":"convert"}` {
		t.Errorf("%s, %v", b, err)
	}
	var opt Options
	if err := json.Unmarshal([]byte(`{"icc":"CONVERT"}`), &opt); err != nil || opt.ICC != Convert {
		t.Errorf("%v, %v", opt.ICC, err)
	}
	if err := json.Unmarshal([]byte(`{"icc":"keep"}`), &opt); err == nil || !strings.Contains(err.Error(), `wanted ignore, convert, found "keep"`) {
		t.Error(err)
	}
	if _, err := ICC(2).MarshalText(); err == nil || ICC(2).String() != "icc 2" || Ignore.String() != "ignore" {
		t.Error(err, ICC(2))
	}
}
