package imagehash

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

type goldenHashes struct{ Average, Difference, DCT Hash }

// TestGoldens holds the hashes against those of Python's imagehash; testdata/make_goldens.py made them.
func TestGoldens(t *testing.T) {
	data, err := os.ReadFile("testdata/hashes.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Photos   map[string]goldenHashes
		Patterns []struct {
			H, W, Shift int
			Hashes      goldenHashes
		}
	}
	if err := json.Unmarshal(data, &golden); err != nil {
		t.Fatal(err)
	}
	for name, want := range golden.Photos {
		for _, space := range []tensor.Space{tensor.RGB, tensor.Gray} {
			checkHashes(t, fmt.Sprint(name, space), photo(t, name, space), want)
		}
	}
	for _, p := range golden.Patterns {
		checkHashes(t, fmt.Sprint(p.H, p.W, p.Shift), pattern(p.H, p.W, p.Shift), p.Hashes)
	}
}

func checkHashes(t *testing.T, name string, picture *tensor.Tensor, want goldenHashes) {
	t.Helper()
	for _, c := range []struct {
		method string
		f      func(*tensor.Tensor) (Hash, error)
		want   Hash
	}{{"average", Average, want.Average}, {"difference", Difference, want.Difference}, {"dct", DCT, want.DCT}} {
		if got, err := c.f(picture); err != nil || got != c.want {
			t.Errorf("%s: %s is %v, %v, want %v", name, c.method, got, err, c.want)
		}
	}
}

func photo(t *testing.T, name string, space tensor.Space) *tensor.Tensor {
	t.Helper()
	p := new(tensor.Tensor)
	if err := imageio.ReadFile(p, filepath.Join("../testdata/photos", name), imageio.Options{Space: space}); err != nil {
		t.Fatal(err)
	}
	return p
}

func grayPicture(h, w int) *tensor.Tensor {
	return tensor.New(tensor.Spec{DType: tensor.Uint8, Space: tensor.Gray, C: 1, H: h, W: w})
}

func pattern(h, w, shift int) *tensor.Tensor {
	p := grayPicture(h, w)
	for y := range h {
		for x := range w {
			p.U8[y*w+x] = uint8((x*x*7 + y*x*13 + y*y*3) >> shift)
		}
	}
	return p
}

// TestRobust scales, compresses and brightens a photo: its DCT hash stays near, and that of others is far.
func TestRobust(t *testing.T) {
	original := photo(t, "chelsea.jpg", tensor.RGB)
	h, err := DCT(original)
	if err != nil {
		t.Fatal(err)
	}
	for name, step := range map[string]tensor.Stage{
		"smaller":    imgproc.Resize{Shorter: 97},
		"compressed": imgproc.JPEGCompression{Quality: 30},
	} {
		spec, err := step.OutSpec(original.Spec)
		if err != nil {
			t.Fatal(err)
		}
		changed := tensor.New(spec)
		if err := step.Apply(changed, original); err != nil {
			t.Fatal(err)
		}
		if g, err := DCT(changed); err != nil || h.Distance(g) > 4 {
			t.Errorf("%s: %d bits differ, %v", name, h.Distance(g), err)
		}
	}
	for _, other := range []string{"astronaut.jpg", "rocket.jpg"} {
		if g, err := DCT(photo(t, other, tensor.RGB)); err != nil || h.Distance(g) < 16 {
			t.Errorf("%s: only %d bits differ, %v", other, h.Distance(g), err)
		}
	}
}

// TestFlat makes a hash of no detail: nothing is above anything.
func TestFlat(t *testing.T) {
	for _, v := range []uint8{0, 1, 128, 255} {
		p := grayPicture(20, 30)
		for i := range p.U8 {
			p.U8[i] = v
		}
		want := goldenHashes{}
		if v > 0 {
			want.DCT = 1 << 63 // the mean alone
		}
		checkHashes(t, fmt.Sprint("flat ", v), p, want)
	}
}

func TestRefused(t *testing.T) {
	short := grayPicture(4, 4)
	short.U8 = short.U8[:3]
	for name, p := range map[string]*tensor.Tensor{
		"float32": tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 4, W: 4}),
		"alpha":   tensor.New(tensor.Spec{DType: tensor.Uint8, Space: tensor.RGBA, C: 4, H: 4, W: 4}),
		"empty":   {},
		"short":   short,
	} {
		for _, f := range []func(*tensor.Tensor) (Hash, error){Average, Difference, DCT} {
			if _, err := f(p); err == nil {
				t.Errorf("%s was taken", name)
			}
		}
	}
}

func TestText(t *testing.T) {
	for _, h := range []Hash{0, 1, 1 << 63, 0x0123456789abcdef} {
		if back, err := Parse(h.String()); err != nil || back != h {
			t.Errorf("%v came back as %v, %v", h, back, err)
		}
	}
	for _, s := range []string{"", "0", "0123456789abcdeg", "0x23456789abcdef", "0123456789abcdef0", "-123456789abcdef", "+123456789abcdef", "0123_456789abcde"} {
		if _, err := Parse(s); err == nil {
			t.Errorf("%q was read", s)
		}
	}
}

// TestSearch holds the index against comparing with all.
func TestSearch(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var x Index
	if got := x.Search(7, 64); got != nil {
		t.Errorf("an empty index found %v", got)
	}
	var all []Hash
	for i := range 2000 {
		h := Hash(r.Uint64())
		if i%3 > 0 { // near an earlier one
			h = flip(all[r.IntN(len(all))], r.IntN(14), r)
		}
		all = append(all, h)
		x.Add(h)
	}
	if x.Len() != len(all) {
		t.Errorf("Len is %d", x.Len())
	}
	for radius := -1; radius < 66; radius++ {
		for range 20 {
			h := flip(all[r.IntN(len(all))], r.IntN(20), r)
			var want []Match
			for d := range 65 {
				for i, other := range all {
					if d <= radius && h.Distance(other) == d {
						want = append(want, Match{i, d})
					}
				}
			}
			if got := x.Search(h, radius); !slices.Equal(got, want) {
				t.Fatalf("radius %d: found %d, want %d", radius, len(got), len(want))
			}
		}
	}
}

// flip changes n bits, some perhaps twice.
func flip(h Hash, n int, r *rand.Rand) Hash {
	for range n {
		h ^= 1 << r.IntN(64)
	}
	return h
}

func BenchmarkDCT(b *testing.B) {
	p := pattern(375, 500, 3)
	for b.Loop() {
		if _, err := DCT(p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	var x Index
	for range 100_000 {
		x.Add(Hash(r.Uint64()))
	}
	for b.Loop() {
		x.Search(Hash(r.Uint64()), 4)
	}
}
