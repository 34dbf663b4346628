package icc

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
)

func readProfile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata/profiles", name+".icc"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func mustTransform(t testing.TB, data []byte) *Transform {
	t.Helper()
	p, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	tr, err := p.Transform()
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// convert applies tr to pixels, channel by channel, in both types.
func convert(tr *Transform, planes [][]uint8) (bytes [][]uint8, floats [][]float32) {
	for _, p := range planes {
		bytes = append(bytes, append([]uint8(nil), p...))
		f := make([]float32, len(p))
		for i, v := range p {
			f[i] = float32(v) / 255
		}
		floats = append(floats, f)
	}
	if len(planes) == 1 {
		tr.Gray8(bytes[0])
		tr.Gray32(floats[0])
	} else {
		tr.RGB8(bytes[0], bytes[1], bytes[2])
		tr.RGB32(floats[0], floats[1], floats[2])
	}
	return bytes, floats
}

// TestGoldens: bytes are equal to those of LittleCMS and are what rounding makes of our float32.
func TestGoldens(t *testing.T) {
	goldens := testdata.ReadNPZ(t, "testdata/goldens.npz")
	colours := goldens["colours"]
	if len(goldens) != 16 {
		t.Fatalf("%d goldens", len(goldens))
	}
	for name, want := range goldens {
		if name == "colours" {
			continue
		}
		tr := mustTransform(t, readProfile(t, name))
		channels := want.Shape[1]
		planes := make([][]uint8, channels)
		for c := range planes {
			for i := c; i < len(colours.Data); i += 3 {
				planes[c] = append(planes[c], uint8(colours.Data[i]))
			}
		}
		bytes, floats := convert(tr, planes)
		worst, worstFloat := 0.0, 0.0
		for c := range planes {
			for i := range planes[c] {
				w := want.Data[i*channels+c]
				d := math.Abs(float64(bytes[c][i]) - w)
				worst, worstFloat = max(worst, d), max(worstFloat, math.Abs(255*float64(floats[c][i])-w))
				if math.Abs(255*float64(floats[c][i])-float64(bytes[c][i])) > 0.5001 {
					t.Errorf("%s: %d is not %v rounded", name, bytes[c][i], 255*floats[c][i])
				}
			}
		}
		if worst > 0 || worstFloat > 0.501 {
			t.Errorf("%s: bytes within %v, floats within %v", name, worst, worstFloat)
		}
		if identity := strings.HasPrefix(name, "srgb") || name == "gray_srgb"; tr.Identity() != identity {
			t.Errorf("%s: identity %v", name, tr.Identity())
		}
	}
}
