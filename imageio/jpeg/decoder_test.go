package jpeg

import (
	"bytes"
	"errors"
	"image"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

func decodeAll(t testing.TB, data []byte, opt Options) *tensor.Tensor {
	t.Helper()
	x := new(tensor.Tensor)
	var damage *DamageError
	if err := new(Decoder).Decode(x, data, opt); err != nil && !errors.As(err, &damage) {
		t.Fatal(err)
	}
	return x
}

// TestRegion: every region is that part of the whole picture.
func TestRegion(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var d Decoder
	for _, name := range testFiles(t) {
		data := testFile(t, name)
		for _, scale := range []int{1, 2, 4, 8} {
			var whole tensor.Tensor
			err := d.Decode(&whole, data, Options{Scale: scale})
			for range 8 {
				x, y := r.IntN(whole.W), r.IntN(whole.H)
				region := image.Rect(x, y, x+1+r.IntN(whole.W-x), y+1+r.IntN(whole.H-y))
				compareRegion(t, &d, data, Options{Scale: scale, Region: region}, &whole, err)
			}
		}
	}
	for _, region := range []image.Rectangle{image.Rect(-1, 0, 3, 3), image.Rect(5, 5, 5, 9), image.Rect(0, 0, 57, 1), {Min: image.Pt(4, 4), Max: image.Pt(2, 9)}} {
		var bad *RegionError
		if err := d.Decode(new(tensor.Tensor), testFile(t, "base"), Options{Region: region}); !errors.As(err, &bad) {
			t.Errorf("%v: %v", region, err)
		}
	}
}

// TestPlanes: planes that are put together by hand are the picture.
func TestPlanes(t *testing.T) {
	var d Decoder
	var p Planes
	for _, name := range []string{"base_1x1", "prog_1x1", "gray", "base_2x2"} {
		if err := d.DecodePlanes(&p, testFile(t, name), Options{}); err != nil {
			t.Fatal(err)
		}
		want := decodeAll(t, testFile(t, name), Options{})
		gray := decodeAll(t, testFile(t, name), Options{Space: tensor.Gray})
		if !bytes.Equal(p.Pix[0], gray.U8) {
			t.Errorf("%s: gray is not the luma plane", name)
		}
		if name == "base_2x2" {
			if p.Width != [4]int{37, 19, 19} || p.Height != [4]int{21, 11, 11} || p.Model != ModelYCbCr || p.N != 3 {
				t.Errorf("%s: %v×%v, %d planes of model %d", name, p.Width, p.Height, p.N, p.Model)
			}
		} else if p.N == 3 {
			kernel.YCbCrToRGB(p.Pix[0], p.Pix[1], p.Pix[2], p.Pix[0], p.Pix[1], p.Pix[2])
			if !bytes.Equal(slices.Concat(p.Pix[0], p.Pix[1], p.Pix[2]), want.U8) {
				t.Errorf("%s: the planes are not the picture", name)
			}
		}
	}
}

// TestGrayOfOthers: a file without a luma plane gets its gray from RGB.
func TestGrayOfOthers(t *testing.T) {
	for _, name := range []string{"option_rgb", "cmyk"} {
		rgb := decodeAll(t, testFile(t, name), Options{})
		want := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: rgb.H, W: rgb.W})
		luma(want.U8, [3][]uint8{rgb.Plane8(0), rgb.Plane8(1), rgb.Plane8(2)})
		compare(t, name, decodeAll(t, testFile(t, name), Options{Space: tensor.Gray}), want)
	}
}

func find(data []byte, marker byte) int { return bytes.Index(data, []byte{0xff, marker}) }

// TestErrors: what is wrong with a file, and where.
func TestErrors(t *testing.T) {
	file := testFile(t, "no_eoi")
	sof, sos, dht := find(file, markerSOF0), find(file, markerSOS), find(file, markerDHT)
	edit := func(at int, v ...byte) []byte {
		b := bytes.Clone(file)
		copy(b[at:], v)
		return b
	}
	for want, data := range map[string][]byte{
		"at byte 0: wanted a JPEG file":                   []byte("GIF89a"),
		"a precision of 12 bits is not supported":         edit(sof+4, 12),
		"lossless or hierarchical JPEG is not supported":  edit(sof+1, 0xc3),
		"sampling by 16×8 of 24×8 is not supported":       edit(sof+11, 0x31, 0, 2, 0x21),
		"wanted sampling factors from 1 to 4, found 5×1":  edit(sof+11, 0x51),
		"wanted at least one pixel, found 0×40":           edit(sof+7, 0, 0),
		"wanted a height, in the frame or after":          edit(sof+5, 0, 0),
		"wanted one frame, found a second one":            slices.Concat(file[:sos], file[sof:sos]),
		"wanted a frame before the first scan":            slices.Concat(file[:sof], file[sof+19:]),
		"wanted a component of the frame, found 9":        edit(sos+5, 9),
		"wanted a Huffman table for each component":       edit(sos+6, 0x33),
		"wanted a Huffman table, found codes":             edit(dht+5, 5, 1, 0),
		"the file ends too early":                         file[:sos+5],
		"wanted a scan, found the end of the image":       slices.Concat(file[:sos], []byte{0xff, markerEOI}),
		"wanted a progressive scan, found coefficients 0": edit(sof+1, markerSOF2),
	} {
		err := new(Decoder).Decode(new(tensor.Tensor), data, Options{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// TestTruncated: a file cut anywhere gives its first part, and says what is missing.
func TestTruncated(t *testing.T) {
	var d Decoder
	var got tensor.Tensor
	for _, name := range []string{"fill_bytes", "prog_2x2", "option_arithmetic"} {
		file, least := testFile(t, name), int64(0)
		start := find(file, markerSOS) + 14
		for n := len(file) - 3; n > start; n-- {
			err := d.Decode(&got, file[:n], Options{})
			var damage *DamageError
			if !errors.As(err, &damage) || !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatalf("%s: first %d of %d bytes: %v", name, n, len(file), err)
			}
			if name == "fill_bytes" && damage.Missing < least {
				t.Errorf("%s: %d bytes lack %d blocks, more bytes lacked %d", name, n, damage.Missing, least)
			}
			least = damage.Missing
		}
	}
}

// TestPasses: thousands of scans are refused, soon.
func TestPasses(t *testing.T) {
	file := testFile(t, "option_arithmetic_progressive")
	sof := find(file, markerSOF10)
	file[sof+5], file[sof+6], file[sof+7], file[sof+8] = 4000>>8, 4000&255, 4000>>8, 4000&255
	sos := find(file, markerSOS)
	dc := slices.Concat(file[sos:sos+13], []byte{0x10}) // the next bit of DC, without data
	bomb := bytes.Clone(file[:sos])
	bomb = append(bomb, file[sos:sos+14]...)
	for range 2000 {
		bomb = append(bomb, dc...)
	}
	begin := time.Now()
	err := new(Decoder).Decode(new(tensor.Tensor), bomb, Options{})
	if took := time.Since(begin); err == nil || took > time.Second {
		t.Errorf("%v for %v", took, err)
	}
	prog := testFile(t, "prog_2x2")
	var limit *LimitError
	if err := new(Decoder).Decode(new(tensor.Tensor), prog, Options{MaxPasses: 1}); err != nil {
		t.Error(err) // a small picture counts as one of a megapixel
	}
	sof = find(prog, markerSOF2)
	prog[sof+5], prog[sof+7] = 8, 8 // 2000 and some pixels square
	if err := new(Decoder).Decode(new(tensor.Tensor), prog, Options{MaxPasses: 2}); !errors.As(err, &limit) || limit.Limit != 2 {
		t.Errorf("got %v, want a *LimitError", err)
	}
}

// TestAllocations: a decoder that has seen a file takes no memory for the next one of its kind.
func TestAllocations(t *testing.T) {
	if testdata.Race {
		t.Skip("the race detector allocates")
	}
	var d Decoder
	var dst tensor.Tensor
	for _, name := range []string{"base_2x2", "prog_2x2", "gray", "cmyk", "option_arithmetic"} {
		data := testFile(t, name)
		run := func() {
			if err := d.Decode(&dst, data, Options{}); err != nil {
				t.Fatal(err)
			}
		}
		run()
		if n := testing.AllocsPerRun(10, run); n > 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func TestICC(t *testing.T) {
	part := func(i, n byte, content string) []byte {
		b := append([]byte("ICC_PROFILE\x00"), i, n)
		b = append(b, content...)
		return append([]byte{0xff, markerAPP2, 0, byte(len(b) + 2)}, b...)
	}
	file := testFile(t, "gray")
	with := func(parts ...[]byte) []byte { return slices.Concat(file[:2], slices.Concat(parts...), file[2:]) }
	for want, data := range map[string][]byte{
		"":       file,
		"abcdef": with(part(2, 2, "def"), part(1, 2, "abc")),
		"xyz":    with(part(1, 1, "xyz")),
	} {
		if got := ICC(data); string(got) != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for what, data := range map[string][]byte{
		"a part is missing":           with(part(1, 2, "abc")),
		"a part comes twice":          with(part(1, 2, "abc"), part(1, 2, "abc"), part(2, 2, "def")),
		"the parts' counts differ":    with(part(1, 2, "abc"), part(2, 3, "def"), part(3, 3, "ghi")),
		"a part has the number 0":     with(part(0, 1, "abc")),
		"a number is above the count": with(part(2, 1, "abc")),
		"it is empty":                 with(part(1, 1, "")),
		"the file ends in it":         with(part(1, 1, "abc"))[:20],
		"no file":                     nil,
	} {
		if got := ICC(data); len(got) > 0 {
			t.Errorf("%s: got %q", what, got)
		}
	}
	var all [][]byte
	for i := range 255 {
		all = append(all, part(byte(255-i), 255, "12345"))
	}
	if got := ICC(with(all...)); len(got) != 255*5 {
		t.Errorf("%d bytes of 255 parts, want %d", len(got), 255*5)
	}
}

func TestReadInfo(t *testing.T) {
	info, err := ReadInfo(testFile(t, "dnl"))
	if err != nil || info.Width != 56 || info.Height != 40 || info.Components != 3 || info.Progressive || info.Model != ModelYCbCr {
		t.Errorf("%+v, %v", info, err)
	}
	info, err = ReadInfo(testFile(t, "cmyk_prog"))
	if err != nil || info.Components != 4 || !info.Progressive || info.Model != ModelCMYK {
		t.Errorf("%+v, %v", info, err)
	}
	if work := info.Work(testFile(t, "cmyk_prog")); work < 2*18*27 || work > 10*18*27 {
		t.Errorf("%d pixels of work", work)
	}
}

// TestRegionDamaged: damage that the region doesn't show is an error all the same.
func TestRegionDamaged(t *testing.T) {
	eager(t)
	r := rand.New(rand.NewPCG(6, 7))
	files := workersFiles(t)
	d := dirty(t)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		for i := range 20 {
			data := harm(r, files[name])
			var whole tensor.Tensor
			err := d.Decode(&whole, data, Options{})
			if whole.H == 0 {
				continue
			}
			opt := Options{Region: image.Rect(0, whole.H/5, 1+whole.W/2, whole.H/5+1+i), Workers: 1 + i%3}
			opt.Region = opt.Region.Intersect(image.Rect(0, 0, whole.W, whole.H))
			compareRegion(t, d, data, opt, &whole, err)
		}
	}
}
