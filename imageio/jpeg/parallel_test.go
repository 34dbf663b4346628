package jpeg

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	encoder "image/jpeg"
	"maps"
	"math"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// eager makes decoders cut small pictures, too, until the test ends.
func eager(t testing.TB) {
	blocks, rows, pairs, round, ahead, halves := leastBlocks, leastRows, pairBlocks, roundBlocks, leastAhead, leastHalves
	leastBlocks, leastRows, pairBlocks, roundBlocks, leastAhead, leastHalves = 0, 1, 0, 400, 1<<10, 0
	t.Cleanup(func() {
		leastBlocks, leastRows, pairBlocks, roundBlocks, leastAhead, leastHalves = blocks, rows, pairs, round, ahead, halves
	})
}

// sameWithWorkers decodes with several numbers of workers, one of which goes by turns, and compares all that comes out
// with what one worker gives at one place.
func sameWithWorkers(t testing.TB, d *Decoder, what string, data []byte, opt Options) {
	t.Helper()
	var want, got tensor.Tensor
	pollute(&want, 1)
	pairs := pairBlocks
	pairBlocks = math.MaxInt
	wantErr := new(Decoder).Decode(&want, data, opt)
	pairBlocks = pairs
	for opt.Workers = range 5 {
		pollute(&got, 255)
		err := d.Decode(&got, data, opt)
		if !reflect.DeepEqual(err, wantErr) {
			t.Fatalf("%s, %d workers: error %v, alone %v", what, opt.Workers, err, wantErr)
		}
		if got.Spec != want.Spec || !bytes.Equal(got.U8, want.U8) {
			t.Fatalf("%s, %d workers: another picture", what, opt.Workers)
		}
	}
}

// TestWorkersFiles: the committed files are the same with any number of workers, whatever is wanted of them.
func TestWorkersFiles(t *testing.T) {
	eager(t)
	d := dirty(t)
	for _, name := range testFiles(t) {
		data := testFile(t, name)
		for _, opt := range []Options{{}, {Scale: 2}, {Scale: 8}, {Space: tensor.Gray}} {
			sameWithWorkers(t, d, name, data, opt)
		}
	}
}

// TestWorkersShared does the same with the conformance files and the large photos.
func TestWorkersShared(t *testing.T) {
	folder := testdata.Shared(t, "conformance/02_jpeg/gen")
	paths, err := filepath.Glob(filepath.Join(folder, "*.jpg"))
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	large, err := filepath.Glob(filepath.Join(testdata.Shared(t, "photos/large"), "*.jpg"))
	if err != nil || len(large) == 0 {
		t.Fatal(large, err)
	}
	eager(t)
	var d Decoder
	for _, path := range append(paths, large[0]) {
		sameWithWorkers(t, &d, path, readTest(t, path), Options{})
	}
}

// texture is a picture that takes few bits in its upper part, if flat says so, and many below.
func texture(w, h int, gray, flat bool) image.Image {
	r := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	img, plain := image.NewRGBA(image.Rect(0, 0, w, h)), image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{uint8(x * y / 64), uint8(x + r.IntN(40)), uint8(y + r.IntN(9)*(x>>4&3)), 255}
			if flat && y < 2*h/3 {
				c = color.RGBA{200, 200, 200, 255}
			}
			img.SetRGBA(x, y, c)
			plain.SetGray(x, y, color.Gray{c.G})
		}
	}
	if gray {
		return plain
	}
	return img
}

func encode(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encoder.Encode(&b, img, &encoder.Options{Quality: 85}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// restarted makes a 4:2:0 file with a marker after every n MCUs. An interval is a file of its own of n MCUs in a row, of
// which only the data are taken.
func restarted(t testing.TB, across, down, n int) []byte {
	t.Helper()
	whole := texture(16*n, 16*ceilDiv(across*down, n), false, false).(*image.RGBA)
	var out []byte
	for i, left := 0, across*down; left > 0; i++ {
		part := encode(t, whole.SubImage(image.Rect(0, 16*i, 16*min(n, left), 16*i+16)))
		left -= n
		sos := find(part, markerSOS)
		data := part[sos+14 : len(part)-2]
		if i == 0 {
			out = slices.Concat(part[:sos], []byte{0xff, markerDRI, 0, 4, byte(n >> 8), byte(n)}, part[sos:sos+14], data)
			continue
		}
		out = append(append(out, 0xff, markerRST0+byte(i-1)&7), data...)
	}
	sof := find(out, markerSOF0)
	binary.BigEndian.PutUint16(out[sof+5:], uint16(16*down))
	binary.BigEndian.PutUint16(out[sof+7:], uint16(16*across))
	return append(out, 0xff, markerEOI)
}

// workersFiles are files with much to be cut, each with something else that can go wrong.
func workersFiles(t testing.TB) map[string][]byte {
	files := map[string][]byte{
		"plain":  encode(t, texture(333, 350, false, false)),
		"gray":   encode(t, texture(200, 300, true, false)),
		"flat":   encode(t, texture(300, 460, false, true)),
		"narrow": encode(t, texture(9, 600, false, false)),
		"low":    encode(t, texture(2000, 40, false, false)),
	}
	for _, n := range []int{1, 7, 19, 20, 60, 301} {
		files[fmt.Sprintf("restart %d", n)] = restarted(t, 20, 21, n)
	}
	return files
}

// TestWorkersLayouts: with and without restart intervals, of all of the picture and of a part.
func TestWorkersLayouts(t *testing.T) {
	eager(t)
	d := dirty(t)
	for name, data := range workersFiles(t) {
		info, err := ReadInfo(data)
		if err != nil {
			t.Fatal(err)
		}
		w, h := info.Width, info.Height
		sameWithWorkers(t, d, name, data, Options{})
		sameWithWorkers(t, d, name, data, Options{Scale: 4, Space: tensor.Gray})
		sameWithWorkers(t, d, name, data, Options{Scale: 8, Coarse: true})
		sameWithWorkers(t, d, name, data, Options{Region: image.Rect(w/3, h/4, w/3+3, 3*h/4)})
		sameWithWorkers(t, d, name, data, Options{Scale: 2, Region: image.Rect(0, 0, w/2, h/4)})
		var want, got Planes
		if err := new(Decoder).DecodePlanes(&want, data, Options{}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := d.DecodePlanes(&got, data, Options{Workers: 2}); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: other planes, %v", name, err)
		}
	}
}

// harm damages a file anywhere behind its header: bytes change, are missing or there are more, or the end is cut off.
func harm(r *rand.Rand, data []byte) []byte {
	start := find(data, markerSOS) + 14
	at := start + r.IntN(len(data)-start)
	b := bytes.Clone(data)
	switch r.IntN(5) {
	case 0:
		return b[:at]
	case 1:
		return slices.Delete(b, at, min(len(b), at+1+r.IntN(300)))
	case 2:
		return slices.Insert(b, at, 0xff, markerRST0+byte(r.IntN(8)))
	case 3:
		return slices.Insert(b, at, b[start:start+r.IntN(at-start+1)]...)
	}
	for range 1 + r.IntN(4) {
		b[start+r.IntN(len(b)-start)] = byte(r.IntN(256))
	}
	return b
}

// TestWorkersDamaged: the same picture and the same error come out of damaged files.
func TestWorkersDamaged(t *testing.T) {
	eager(t)
	d := dirty(t)
	r := rand.New(rand.NewPCG(3, 4))
	files := workersFiles(t)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		for i := range 25 {
			sameWithWorkers(t, d, fmt.Sprintf("%s, damage %d", name, i), harm(r, files[name]), Options{Scale: 1 << (i & 3), Coarse: i&4 > 0})
		}
	}
}

// TestWorkersShare: in files that are whole, with markers or without, speculation comes true, or else one worker would do
// nearly everything.
func TestWorkersShare(t *testing.T) {
	eager(t)
	var d Decoder
	for i, data := range [][]byte{encode(t, texture(640, 640, false, false)), restarted(t, 20, 21, 7)} {
		if err := d.Decode(new(tensor.Tensor), data, Options{Workers: 2}); err != nil {
			t.Fatal(err)
		}
		if i == 0 && kernel.JPEGByTurns() {
			if err := d.Decode(new(tensor.Tensor), data, Options{}); err != nil {
				t.Fatal(err)
			}
			if d.pair.right < 10 {
				t.Errorf("by turns %d speculations have come true", d.pair.right)
			}
		}
		if n := len(d.team.cuts) - 1; n < 10 || d.team.right < n-1 {
			t.Errorf("file %d: of %d speculations %d have come true", i, n, d.team.right)
		}
	}
}

// TestWorkersMemory: a decoder takes no more than was said.
func TestWorkersMemory(t *testing.T) {
	eager(t)
	for name, data := range workersFiles(t) {
		info, err := ReadInfo(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, workers := range []int{1, 2, 4} {
			var d Decoder
			if err := d.Decode(new(tensor.Tensor), data, Options{Workers: workers}); err != nil {
				t.Fatal(err)
			}
			if got, most := int64(d.Cap()), info.Memory(len(data))+info.WorkersMemory(len(data), workers); got > most {
				t.Errorf("%s, %d workers: %d bytes, more than %d", name, workers, got, most)
			}
		}
	}
}

// TestWorkersPanic: a panic in one goroutine reaches the caller, and nobody waits for ever.
func TestWorkersPanic(t *testing.T) {
	x := &team{members: make([]member, 2), cuts: make([]cut, 2)} // without a decoder
	x.passed.L = &x.mu
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	kernel.Parallel(2, 2, x.work)
}
