package jpeg

import (
	"bytes"
	"encoding/binary"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

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

// sameAbreast decodes with a number of scans abreast, and with all coefficients kept.
func sameAbreast(t *testing.T, d *Decoder, name string, data []byte, opt Options) {
	t.Helper()
	var want tensor.Tensor
	pollute(&want, 1)
	restore := abreast(0)
	wantErr := new(Decoder).Decode(&want, data, opt)
	restore()
	for _, n := range []int{1, 3, mostAbreast} {
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
