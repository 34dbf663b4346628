package colorspace

import (
	"encoding/csv"
	"os"
	"strconv"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// columns reads named columns of a CSV file, each value times its scale, column after column.
func columns(t *testing.T, path string, scale map[string]float64, names ...string) []float64 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []float64
	for _, name := range names {
		at := -1
		for i, header := range rows[0] {
			if header == name {
				at = i
			}
		}
		for _, row := range rows[1:] {
			v, err := strconv.ParseFloat(row[at], 64)
			if err != nil {
				t.Fatal(err)
			}
			if s, ok := scale[name]; ok {
				v *= s
			}
			out = append(out, v)
		}
	}
	return out
}

var degrees = map[string]float64{"hsv_sk_H": 1. / 360, "H": 1. / 360, "hsl_py_H": 1. / 360, "hwb_H": 1. / 360,
	"lch_formula_H": 1. / 360, "oklch_ottosson_H": 1. / 360}

func TestConformanceForward(t *testing.T) {
	path := testdata.Shared(t, "conformance/04_colour/rgb_triples_even.csv")
	src := strip(tensor.Uint8, RGB, columns(t, path, nil, "r8", "g8", "b8"))
	near(t, "hsv", convert(t, src, HSV), columns(t, path, degrees, "hsv_sk_H", "hsv_sk_S", "hsv_sk_V"))
	near(t, "gray", convert(t, src, Gray), columns(t, path, nil, "gray601_formula_Y"))
	lab := columns(t, path, nil, "lab_formula_L", "lab_formula_a", "lab_formula_b")
	near(t, "lab", convert(t, src, Lab), lab)
	near(t, "lab, from float32", convert(t, convert(t, src, RGB), Lab), lab)
	back := convert(t, strip(tensor.Float32, Lab, lab), RGB)
	testdata.Near(t, "lab back", back.F32, widen(convert(t, src, RGB).F32), 1e-5)
}

func TestConformanceHSVToRGB(t *testing.T) {
	path := testdata.Shared(t, "conformance/04_colour/hsv_hsl_to_rgb.csv")
	src := strip(tensor.Float32, HSV, columns(t, path, degrees, "H", "S", "VorL"))
	near(t, "rgb", convert(t, src, RGB), columns(t, path, nil, "hsv_R", "hsv_G", "hsv_B"))
}
