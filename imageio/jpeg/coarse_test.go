package jpeg

import (
	"slices"
	"strings"
	"testing"
)

// TestCoarse: luma is that of the exact way, and at 1/8 a sample of chroma is the mean of the exact way's samples of its
// block, up to rounding. Where chroma has the size of luma nothing differs.
func TestCoarse(t *testing.T) {
	var d Decoder
	var exact, coarse Planes
	compared := 0
	for _, name := range testFiles(t) {
		if strings.HasPrefix(name, "damaged_") {
			continue
		}
		data := testFile(t, name)
		for _, scale := range []int{8, 4, 2, 1} {
			if err := d.DecodePlanes(&exact, data, Options{Scale: scale}); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			var size [4]int // of a block, the exact way
			for i := range exact.N {
				size[i] = d.comps[i].size
			}
			if err := d.DecodePlanes(&coarse, data, Options{Scale: scale, Coarse: true}); err != nil {
				t.Fatalf("%s, coarse: %v", name, err)
			}
			for i := range exact.N {
				same := size[i] == 8/scale
				switch {
				case same && !slices.Equal(exact.Pix[i], coarse.Pix[i]):
					t.Errorf("%s at 1/%d: component %d of the same size has other samples", name, scale, i)
				case scale == 1 && !same:
					t.Errorf("%s: component %d has another size in full", name, i)
				case scale == 8 && !same:
					compared += compareMeans(t, name, &exact, &coarse, i, size[i])
				}
			}
		}
	}
	if compared < 20 {
		t.Errorf("only %d blocks of chroma were compared", compared)
	}
}

// compareMeans holds the samples of coarse against the means of those of exact in their blocks, and returns how many
// whole blocks there are. Where exact was clipped nothing can be said.
func compareMeans(t *testing.T, name string, exact, coarse *Planes, i, by int) (blocks int) {
	w, h := exact.Width[i], exact.Height[i]
	for y := 0; (y+1)*by <= h; y++ {
		for x := 0; (x+1)*by <= w; x++ {
			sum, clipped := 0, false
			for j := range by * by {
				v := exact.Pix[i][(y*by+j/by)*w+x*by+j%by]
				sum, clipped = sum+int(v), clipped || v == 0 || v == 255
			}
			got := int(coarse.Pix[i][y*coarse.Width[i]+x])
			if diff := got*by*by - sum; !clipped && max(diff, -diff) > by*by {
				t.Errorf("%s: component %d, block %d,%d: %d, want about %d/%d", name, i, x, y, got, sum, by*by)
			}
			blocks++
		}
	}
	return blocks
}
