package colorspace

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// TestConformanceSpaces compares with the columns of a table of sRGB triples, stored and as float32, and back.
func TestConformanceSpaces(t *testing.T) {
	path := testdata.Shared(t, "conformance/04_colour/rgb_triples_even.csv")
	src := strip(tensor.Uint8, RGB, columns(t, path, nil, "r8", "g8", "b8"))
	unit := convert(t, src, RGB)
	for _, tc := range []struct {
		space tensor.Space
		names []string
	}{
		{LinearRGB, []string{"linear_R", "linear_G", "linear_B"}},
		{HSL, []string{"hsl_py_H", "hsl_py_S", "hsl_py_L"}},
		{HWB, []string{"hwb_H", "hwb_W", "hwb_B"}},
		{XYZ, []string{"xyz_lindbloom_X", "xyz_lindbloom_Y", "xyz_lindbloom_Z"}},
		{Luv, []string{"luv_formula_L", "luv_formula_u", "luv_formula_v"}},
		{LabD50, []string{"lab_d50_bradford_formula_L", "lab_d50_bradford_formula_a", "lab_d50_bradford_formula_b"}},
		{LCh, []string{"lch_formula_L", "lch_formula_C", "lch_formula_H"}},
		{Oklab, []string{"oklab_ottosson_L", "oklab_ottosson_a", "oklab_ottosson_b"}},
		{Oklch, []string{"oklch_ottosson_L", "oklch_ottosson_C", "oklch_ottosson_H"}},
		{YIQ, []string{"yiq_sk_Y", "yiq_sk_I", "yiq_sk_Q"}},
		{CMYK, []string{"cmyk_formula_C", "cmyk_formula_M", "cmyk_formula_Y", "cmyk_formula_K"}},
	} {
		want := columns(t, path, degrees, tc.names...)
		for _, from := range []*tensor.Tensor{src, unit} {
			got := convert(t, from, tc.space)
			grayHues(got, want)
			if isHue(tc.space, 0) || tc.space == LCh || tc.space == Oklch {
				sameHues(t, got, want, unit)
			}
			within(t, tc.space.String()+" from "+from.DType.String(), got, strip(tensor.Float32, tc.space, want))
		}
		within(t, tc.space.String()+" back", convert(t, strip(tensor.Float32, tc.space, want), RGB), unit)
	}
}

// sameHues checks the hues of colours that are next to gray, where 1 part in 2²⁴ of RGB is more than 1e-5 of a turn, for
// what such a part makes of them; then it takes them over into want.
func sameHues(t *testing.T, got *tensor.Tensor, want []float64, rgb *tensor.Tensor) {
	t.Helper()
	n := got.W
	for c := range got.C {
		if !isHue(got.Space, c) {
			continue
		}
		hues := sameTurn(got.Plane32(c), want[c*n:(c+1)*n])
		for i, h := range hues {
			r, g, b := rgb.F32[i], rgb.F32[n+i], rgb.F32[2*n+i]
			d := float64(max(r, g, b) - min(r, g, b))
			if off := float64(got.Plane32(c)[i]) - h; d < 0.02 && off*d < 1e-6 && -off*d < 1e-6 {
				want[c*n+i] = float64(got.Plane32(c)[i])
			}
		}
	}
}

// TestConformanceVideo: columns in 0..255.
func TestConformanceVideo(t *testing.T) {
	path := testdata.Shared(t, "conformance/04_colour/rgb_triples_even.csv")
	src := strip(tensor.Uint8, RGB, columns(t, path, nil, "r8", "g8", "b8"))
	jfif := columns(t, path, nil, "ycbcr_jfif_formula_Y", "ycbcr_jfif_formula_Cb", "ycbcr_jfif_formula_Cr")
	for i := range jfif {
		if i >= src.W {
			jfif[i] -= 0.5 // its middle is 128, and 127.5 here
		}
		jfif[i] /= 255
	}
	within(t, "ycbcr", convert(t, src, YCbCr), strip(tensor.Float32, YCbCr, jfif))
	studio := columns(t, path, nil, "ycbcr_sk_studio_Y", "ycbcr_sk_studio_Cb", "ycbcr_sk_studio_Cr")
	for i := range studio {
		studio[i] /= 255
	}
	within(t, "ycbcr_601", convert(t, src, YCbCr601), strip(tensor.Float32, YCbCr601, studio))
	analog := columns(t, path, nil, "ypbpr_bt709_formula_Y", "ypbpr_bt709_formula_Pb", "ypbpr_bt709_formula_Pr")
	within(t, "gray_709", convert(t, src, Gray709), strip(tensor.Float32, Gray709, analog[:src.W]))
	for i := range analog {
		if i < src.W {
			analog[i] = (16 + 219*analog[i]) / 255
		} else {
			analog[i] = (128 + 224*analog[i]) / 255
		}
	}
	within(t, "ycbcr_709", convert(t, src, YCbCr709), strip(tensor.Float32, YCbCr709, analog))
}

// TestConformanceConstants: the matrices, white points and constants as Lindbloom publishes them, and computed in
// float64.
func TestConformanceConstants(t *testing.T) {
	b, err := os.ReadFile(testdata.Shared(t, "conformance/04_colour/lindbloom_constants.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Epsilon, Kappa float64
		Whites         map[string][3]float64 `json:"white_points_XYZ_ASTM_E308_2deg (Lindbloom)"`
		Light          matrix                `json:"sRGB_to_XYZ_D65_Lindbloom_printed"`
		ToLight        matrix                `json:"XYZ_D65_to_sRGB_Lindbloom_printed"`
		Light50        matrix                `json:"sRGB_to_XYZ_D50_Bradford_Lindbloom_printed"`
		Bradford       matrix                `json:"Bradford"`
		To50           matrix                `json:"D65_to_D50_Bradford_computed"`
		To65           matrix                `json:"D50_to_D65_Bradford_computed"`
	}
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	if want.Epsilon != labEpsilon || want.Kappa != labKappa || want.Whites["D65"] != white65 || want.Whites["D50"] != white50 ||
		want.Light != lightToXYZ || want.Bradford != bradfordCone {
		t.Error("a constant isn't as published")
	}
	// The inverse of what is printed with 7 digits isn't quite what is printed as the inverse.
	closeTo(t, "XYZ to linear RGB", lightToXYZ.inverse(), want.ToLight, 1e-6)
	closeTo(t, "linear RGB to XYZ of D50", lightToXYZ50, want.Light50, 1e-7)
	closeTo(t, "D65 to D50", bradford(white65, white50), want.To50, 1e-12)
	closeTo(t, "D50 to D65", bradford(white50, white65), want.To65, 1e-12)
}

func closeTo(t *testing.T, what string, got, want matrix, tolerance float64) {
	t.Helper()
	for i := range 3 {
		for j := range 3 {
			if d := got[i][j] - want[i][j]; !(d <= tolerance && d >= -tolerance) {
				t.Errorf("%s: element %d,%d is %v, want %v", what, i, j, got[i][j], want[i][j])
			}
		}
	}
}
