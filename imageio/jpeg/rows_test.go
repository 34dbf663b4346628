package jpeg

import (
	"bytes"
	"image"
	"reflect"
	"sync"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

type rowFunc func(y, n int, rows [3][]uint8, stride int)

func (f rowFunc) TakeRows(y, n int, rows [3][]uint8, stride int) { f(y, n, rows, stride) }

// sameRows compares what DecodeRows gives with the picture that Decode makes.
func sameRows(t *testing.T, d *Decoder, what string, data []byte, opt Options) {
	t.Helper()
	var want, got tensor.Tensor
	wantErr := d.Decode(&want, data, opt)
	pollute(&got, 3)
	got.Reset(want.Spec)
	var mu sync.Mutex
	times := make([]int, want.H)
	err := d.DecodeRows(rowFunc(func(y, n int, rows [3][]uint8, stride int) {
		mu.Lock()
		defer mu.Unlock()
		for i := range n {
			times[y+i]++
			for c := range got.C {
				copy(got.Plane8(c)[(y+i)*got.W:][:got.W], rows[c][i*stride:])
			}
		}
	}), data, opt)
	if !reflect.DeepEqual(err, wantErr) {
		t.Fatalf("%s: error %v, want %v", what, err, wantErr)
	}
	for y, n := range times {
		if n != 1 {
			t.Fatalf("%s: row %d came %d times", what, y, n)
		}
	}
	if !bytes.Equal(got.U8, want.U8) {
		t.Fatalf("%s: other rows", what)
	}
}

// TestDecodeRows: of all kinds of files, all of them and parts, with one worker and several, each row comes once.
func TestDecodeRows(t *testing.T) {
	eager(t)
	d := dirty(t)
	files := workersFiles(t)
	for _, name := range testFiles(t) {
		files[name] = testFile(t, name)
	}
	for name, data := range files {
		info, err := ReadInfo(data)
		if err != nil {
			t.Fatal(err)
		}
		part := image.Rect(info.Width/3, info.Height/4, info.Width, (3*info.Height+3)/4)
		for _, opt := range []Options{{}, {Scale: 8, Coarse: true}, {Space: tensor.Gray}, {Scale: 2, Space: tensor.RGB}, {Region: part}} {
			for opt.Workers = 1; opt.Workers < 4; opt.Workers++ {
				sameRows(t, d, name, data, opt)
			}
		}
	}
}

// countedPlanes keeps planes and counts their rows.
type countedPlanes struct {
	keptPlanes
	mu    sync.Mutex
	times [4][]int
}

func (p *countedPlanes) BeginPlanes(s PlaneSizes) bool {
	for c := range p.times {
		p.times[c] = make([]int, s.Height[c])
	}
	return p.keptPlanes.BeginPlanes(s)
}

func (p *countedPlanes) TakePlane(c, y, n int, rows []uint8, stride int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keptPlanes.TakePlane(c, y, n, rows, stride)
	for i := range n {
		p.times[c][y+i]++
	}
}

// TestDecodePlanesTo: each row of each plane comes once, with one worker and several; of gray pictures luma alone.
func TestDecodePlanesTo(t *testing.T) {
	eager(t)
	d := dirty(t)
	files := workersFiles(t)
	for _, name := range testFiles(t) {
		files[name] = testFile(t, name)
	}
	for name, data := range files {
		var want Planes
		wantErr := new(Decoder).DecodePlanes(&want, data, Options{})
		for workers := range 4 {
			var got countedPlanes
			opt := Options{Workers: workers}
			if workers == 3 {
				opt.Space = tensor.Gray
			}
			taken, err := d.DecodePlanesTo(&got, data, opt)
			if !taken || opt.Space == 0 && (!reflect.DeepEqual(err, wantErr) || !reflect.DeepEqual(Planes(got.keptPlanes), want)) {
				t.Fatalf("%s, %d workers: other planes, or %v, want %v", name, workers, err, wantErr)
			}
			if !bytes.Equal(got.Pix[0], want.Pix[0]) {
				t.Fatalf("%s: another first plane", name)
			}
			for c := range got.N {
				for y, n := range got.times[c] {
					if n != 1 {
						t.Fatalf("%s, %d workers: row %d of plane %d came %d times", name, workers, y, c, n)
					}
				}
			}
		}
	}
}
