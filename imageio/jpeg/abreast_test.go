package jpeg

import (
	"bytes"
	"encoding/binary"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// abreast makes so many scans go abreast until the function it returns is called.
func abreast(n int) func() {
	was := mostAbreast
	mostAbreast = n
	return func() { mostAbreast = was }
}

// progressiveFiles are those among the test files.
func progressiveFiles(t testing.TB) map[string][]byte {
	files := map[string][]byte{}
	for _, name := range testFiles(t) {
		data := testFile(t, name)
		if info, err := ReadInfo(data); err == nil && info.Progressive {
			files[name] = data
		}
	}
	if len(files) < 3 {
		t.Fatalf("%d progressive files", len(files))
	}
	return files
}

// sameAbreast decodes with a number of scans abreast, on a number of goroutines, and with all coefficients kept.
func sameAbreast(t *testing.T, d *Decoder, name string, data []byte, opt Options) {
	t.Helper()
	var want tensor.Tensor
	pollute(&want, 1)
	restore := abreast(0)
	wantErr := new(Decoder).Decode(&want, data, opt)
	restore()
	for i, n := range []int{1, 3, 24, 24, 24, 24} {
		opt.Workers = i
		var got tensor.Tensor
		pollute(&got, 255)
		restore := abreast(n)
		err := d.Decode(&got, data, opt)
		restore()
		if !reflect.DeepEqual(err, wantErr) {
			t.Fatalf("%s, %+v, %d abreast: %v, want %v", name, opt, n, err, wantErr)
		}
		if _, damaged := err.(*DamageError); (err == nil || damaged) && !bytes.Equal(got.U8, want.U8) {
			t.Fatalf("%s, %+v, %d abreast: other pixels", name, opt, n)
		}
	}
}

// TestAbreast: how many scans go abreast makes no difference, to damaged files neither.
func TestAbreast(t *testing.T) {
	eager(t)
	r, d := rand.New(rand.NewPCG(1, 9)), dirty(t)
	files := progressiveFiles(t)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		data := files[name]
		for _, scale := range []int{1, 2, 4, 8} {
			sameAbreast(t, d, name, data, Options{Scale: scale})
			sameAbreast(t, d, name, data, Options{Scale: scale, Space: tensor.Gray})
		}
		for range 20 {
			sameAbreast(t, d, name+", damaged", harm(r, data), Options{Scale: 1 << r.IntN(4)})
			sameAbreast(t, d, name+", cut", data[:r.IntN(len(data))], Options{})
		}
	}
}

// TestAbreastUntilRestarts: scans behind the first one with restart markers follow one another.
func TestAbreastUntilRestarts(t *testing.T) {
	d := dirty(t)
	for name, data := range progressiveFiles(t) {
		if find(data, markerDRI) >= 0 {
			continue
		}
		want := decodeAll(t, data, Options{})
		for at := 0; ; at += 2 {
			next := find(data[at:], markerSOS)
			if next < 0 {
				break
			}
			at += next
			// An interval that is longer than a scan needs no marker.
			interval := binary.BigEndian.AppendUint16([]byte{0xff, markerDRI, 0, 4}, 0xffff)
			var got tensor.Tensor
			if err := d.Decode(&got, slices.Insert(slices.Clone(data), at, interval...), Options{}); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			compare(t, name, &got, want)
		}
	}
}

// TestAbreastMemory: there are coefficients of one row of MCUs.
func TestAbreastMemory(t *testing.T) {
	for name, data := range progressiveFiles(t) {
		info, err := ReadInfo(data)
		if err != nil {
			t.Fatal(err)
		}
		var d Decoder
		if err := d.Decode(new(tensor.Tensor), data, Options{}); err != nil {
			t.Fatal(err)
		}
		if got, most := int64(d.Cap()), info.Memory(len(data)); got > most {
			t.Errorf("%s: %d bytes, more than %d", name, got, most)
		}
		if c := &d.comps[0]; !info.frame.arithmetic && info.Progressive && d.tables.restart == 0 && len(c.coef) != 64*c.v*c.padAcross {
			t.Errorf("%s: %d coefficients are kept of %d in a row", name, len(c.coef), 64*c.v*c.padAcross)
		}
	}
}

// TestRelayLegs: every strand is in a leg, and no leg but the last one is empty.
func TestRelayLegs(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 9))
	for range 1000 {
		var d Decoder
		d.blocks, d.opt.Workers = r.IntN(1<<12), 1+r.IntN(6)
		for range r.IntN(12) {
			s := new(strand)
			s.scan.r.size = r.IntN(1 << r.IntN(14))
			d.strands = append(d.strands, s)
		}
		legs, next := d.legs(nil), 0
		for i, l := range legs {
			if l.from != next || l.to < l.from || l.to == l.from && i < len(legs)-1 {
				t.Fatalf("%d strands, legs %v", len(d.strands), legs)
			}
			next = l.to
		}
		if next != len(d.strands) || len(legs) > d.opt.Workers {
			t.Fatalf("%d strands, %d workers, legs %v", len(d.strands), d.opt.Workers, legs)
		}
	}
}

// TestRelayPanic: a panic in one goroutine reaches the caller, and nobody waits for ever.
func TestRelayPanic(t *testing.T) {
	var d Decoder
	d.down = 3
	x := &relay{d: &d, legs: []span{{0, 1}, {1, 2}}, rows: 2, done: make([]int, 2)} // without strands
	x.moved.L = &x.mu
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	kernel.Parallel(2, 2, x.run)
}
