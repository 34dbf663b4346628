package survey

import (
	"flag"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

var figures = flag.String("figures", "", "folders or IDX prefixes of images, with commas between them: prints the tables of docs/duplicates.md")

// TestFigures makes copies of pictures and counts how many are found. It prints what docs/duplicates.md quotes.
func TestFigures(t *testing.T) {
	if *figures == "" {
		t.Skip("wanted -figures")
	}
	for path := range strings.SplitSeq(*figures, ",") {
		d, err := dataset.Open(path)
		if err != nil {
			if d, err = dataset.Files(path); err != nil {
				t.Fatal(err)
			}
		}
		d = d.Shuffle(1)
		found := map[string]int{}
		n := 0
		for _, s := range d.Samples[:min(len(d.Samples), 500)] {
			p := new(tensor.Tensor)
			if s.Load(p, imageio.Options{Space: tensor.RGB}) != nil {
				continue
			}
			n++
			for name, step := range changes(p.H, p.W) {
				if isCopy(t, p, apply(t, step, p), 8) {
					found[name]++
				}
			}
		}
		fmt.Printf("%s: copies of %d pictures\n", path, n)
		for _, name := range changeNames {
			fmt.Printf("| %s | %.1f %% |\n", name, 100*float64(found[name])/float64(n))
		}
	}
}

var changeNames = []string{
	"half the size", "¾ of the size", "1½ times the size", "twice the size", "JPEG, quality 30", "JPEG, quality 50", "JPEG, quality 75", "JPEG, quality 95",
	"10 % darker", "10 % brighter", "2 % cut off, evenly", "2 % cut off at the top left",
}

// changes are what copies of a picture undergo.
func changes(h, w int) map[string]tensor.Stage {
	cutH, cutW := max(1, int(math.Round(0.02*float64(h)))), max(1, int(math.Round(0.02*float64(w))))
	steps := []tensor.Stage{
		imgproc.Resize{Height: max(1, h/2), Width: max(1, w/2)}, imgproc.Resize{Height: max(1, h*3/4), Width: max(1, w*3/4)},
		imgproc.Resize{Height: h * 3 / 2, Width: w * 3 / 2}, imgproc.Resize{Height: h * 2, Width: w * 2},
		imgproc.JPEGCompression{Quality: 30}, imgproc.JPEGCompression{Quality: 50}, imgproc.JPEGCompression{Quality: 75}, imgproc.JPEGCompression{Quality: 95},
		imgproc.Brightness{Factor: 0.9}, imgproc.Brightness{Factor: 1.1},
		imgproc.CenterCrop{Height: h - cutH, Width: w - cutW}, imgproc.Crop{X: cutW, Y: cutH, Height: h - cutH, Width: w - cutW},
	}
	all := map[string]tensor.Stage{}
	for i, s := range steps {
		all[changeNames[i]] = s
	}
	return all
}

func apply(t *testing.T, s tensor.Stage, p *tensor.Tensor) *tensor.Tensor {
	t.Helper()
	spec, err := s.OutSpec(p.Spec)
	if err != nil {
		t.Fatal(err)
	}
	out := tensor.New(spec)
	if err := s.Apply(out, p); err != nil {
		t.Fatal(err)
	}
	return out
}

// isCopy reports whether two pictures come into one group.
func isCopy(t *testing.T, a, b *tensor.Tensor, near int) bool {
	t.Helper()
	g := grouping{near: near}
	for _, p := range []*tensor.Tensor{a, b} {
		g.add(probeOf(apply(t, measure{}, p)), Image{})
	}
	return len(g.all) == 1
}

// TestCopies: a changed photo is a copy, another picture with much the same hash is none.
func TestCopies(t *testing.T) {
	for _, name := range []string{"chelsea.jpg", "astronaut.jpg", "rocket.jpg", "coffee_exif6.jpg"} {
		p := photo(t, name)
		for change, step := range changes(p.H, p.W) {
			if change != "2 % cut off at the top left" && !isCopy(t, p, apply(t, step, p), 8) { // which moves all of the picture
				t.Errorf("%s: %s isn't found", name, change)
			}
		}
		gray := apply(t, imgproc.Saturation{Factor: 0}, p)
		if !isCopy(t, p, gray, 8) {
			t.Errorf("%s in gray isn't found", name)
		}
		for change, step := range map[string]tensor.Stage{"mirrored": imgproc.FlipHorizontal{}, "inverted": imgproc.Invert{}, "half as bright": imgproc.Brightness{Factor: 0.5}} {
			if isCopy(t, p, apply(t, step, p), 64) {
				t.Errorf("%s %s is called a copy", name, change)
			}
		}
	}
}

// TestDifferentClothes: hashes of clothes are alike, and sketches tell them apart.
func TestDifferentClothes(t *testing.T) {
	d, err := dataset.Open("../../testdata/fashion/train")
	if err != nil {
		t.Fatal(err)
	}
	s, err := Look(t.Context(), []*dataset.Dataset{d}, Options{Near: 8})
	if err != nil || s.Gray != s.N {
		t.Fatal(s, err)
	}
	if len(s.Groups) > 0 {
		t.Errorf("%d of %d are called duplicates: %+v", len(s.Groups), s.N, titles(s.Groups))
	}
}

// TestFlat: pictures without details are alike if they have the same colour.
func TestFlat(t *testing.T) {
	flat := func(r, g, b uint8, h int) *tensor.Tensor {
		p := tensor.New(tensor.Spec{DType: tensor.Uint8, Space: tensor.RGB, C: 3, H: h, W: 50})
		for c, v := range []uint8{r, g, b} {
			for i := range p.Plane8(c) {
				p.Plane8(c)[i] = v
			}
		}
		return p
	}
	for _, c := range []struct {
		other *tensor.Tensor
		want  bool
	}{
		{flat(100, 150, 100, 70), true}, {flat(101, 151, 101, 40), true}, {flat(110, 160, 110, 40), false}, {flat(100, 150, 140, 40), false},
	} {
		if got := isCopy(t, flat(100, 150, 100, 40), c.other, 8); got != c.want {
			t.Errorf("%v is called a copy: %v", c.other.U8[:1], got)
		}
	}
}
