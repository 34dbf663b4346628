package features

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func TestGLCMGoldens(t *testing.T) {
	textureGoldens(t, "glcm", decode[GLCM], func(t *testing.T, _ golden, got []float32, want []float64) {
		relative(t, got, want, 1e-7)
	})
}

func TestGLCMConformance(t *testing.T) {
	a := testdata.ReadNPY(t, testdata.Shared(t, "conformance/05_filters/src/coins_gray.npy"))
	a.Shape = append([]int{1}, a.Shape...)
	coins := picture(tensor.Uint8, tensor.Gray, a)
	for _, tc := range []struct {
		name string
		g    GLCM
		want []float64 // contrast, dissimilarity, homogeneity, energy, correlation, asm
	}{
		{"glcm_1_0", GLCM{Angles: []float64{0}}, []float64{
			1.2355631141345427, 0.4769085411942555, 0.8163420282796495, 0.28834977405937906, 0.9319353144520289, 0.08314559220009494}},
		{"glcm_1_90", GLCM{Angles: []float64{90}}, []float64{
			1.2317304051495646, 0.4976902688375615, 0.806705682315112, 0.28377496836059296, 0.9321394211582109, 0.08052823266805553}},
		{"glcm_2_45", GLCM{Distances: []int{2}, Angles: []float64{45}}, []float64{
			1.832400746069811, 0.6048875185565834, 0.7814680218539791, 0.27509168479615453, 0.8993034340618565, 0.07567543504398683}},
	} {
		tc.g.Symmetric = true
		matrix, err := tc.g.Matrices(coins)
		if err != nil {
			t.Fatal(err)
		}
		want := testdata.ReadNPY(t, testdata.Shared(t, "conformance/05_filters/out/coins."+tc.name+".npy"))
		testdata.Near(t, tc.name, matrix.F32, want.Data, 1e-8)
		testdata.Near(t, tc.name, apply(t, tc.g, coins).F32, tc.want, 1e-7)
	}
}

// TestGLCMMatrices is the example of graycomatrix's documentation.
func TestGLCMMatrices(t *testing.T) {
	src := &tensor.Tensor{Spec: tensor.Spec{Space: tensor.Gray, C: 1, H: 4, W: 4},
		U8: []uint8{0, 0, 64, 64, 0, 0, 64, 64, 0, 128, 128, 128, 128, 128, 192, 192}}
	m, err := GLCM{Levels: 4}.Matrices(src)
	if err != nil {
		t.Fatal(err)
	}
	want := []float64{
		2, 2, 1, 0, 0, 2, 0, 0, 0, 0, 3, 1, 0, 0, 0, 1,
		1, 1, 3, 0, 0, 1, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0,
		3, 0, 2, 0, 0, 2, 2, 0, 0, 0, 1, 2, 0, 0, 0, 0,
		2, 0, 0, 0, 1, 1, 2, 0, 0, 0, 2, 1, 0, 0, 0, 0,
	}
	for i := range want {
		want[i] /= []float64{12, 9, 12, 9}[i/16]
	}
	testdata.Near(t, "matrices", m.F32, want, 1e-7)
	if _, err := (GLCM{Levels: 1}).Matrices(src); err == nil {
		t.Error("takes one level")
	}
	if _, err := (GLCM{}).Matrices(&tensor.Tensor{Spec: src.Spec}); err == nil {
		t.Error("takes a picture without pixels")
	}
}

// TestGLCMTurned: with symmetric matrices the mean over 0, 45, 90 and 135 degrees is that of the picture turned by 90.
func TestGLCMTurned(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.Gray, C: 1, H: 19, W: 30}, 5)
	turned := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 30, W: 19})
	for i, v := range src.U8 {
		turned.U8[i%30*19+18-i/30] = v
	}
	g := GLCM{Distances: []int{1, 3}, Symmetric: true, MeanAngles: true, Props: propNames[:]}
	testdata.Near(t, "turned", apply(t, g, turned).F32, widen(apply(t, g, src).F32), 1e-5)
}

// TestGLCMFloat32: v/255 gives what v gives, out of range is clipped, NaN is black.
func TestGLCMFloat32(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.Gray, C: 1, H: 40, W: 50}, 6)
	g := GLCM{Levels: 256, Props: propNames[:]}
	testdata.Near(t, "unit", apply(t, g, unitOfPicture(src)).F32, widen(apply(t, g, src).F32), 0)
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	odd := &tensor.Tensor{Spec: tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 1, W: 5},
		F32: []float32{nan, inf, -inf, 2, -1}}
	got := apply(t, GLCM{Angles: []float64{0}, Props: []string{"contrast", "mean"}}, odd)
	testdata.Near(t, "odd values", got.F32, []float64{225, 7.5}, 0)
}

func TestGLCMRefusals(t *testing.T) {
	gray := tensor.Spec{Space: tensor.Gray, C: 1, H: 9, W: 9}
	for _, tc := range []struct {
		g     GLCM
		in    tensor.Spec
		param string
		want  string
	}{
		{GLCM{Levels: 1}, gray, "levels", "glcm: levels: wanted 2 to 256"},
		{GLCM{Levels: 257}, gray, "levels", "glcm: levels: wanted 2 to 256"},
		{GLCM{Levels: -1}, gray, "levels", "glcm: levels: wanted 2 to 256"},
		{GLCM{Distances: []int{1, 0}}, gray, "distances", "glcm: distances: wanted 1 to 65536"},
		{GLCM{Distances: []int{math.MaxInt}}, gray, "distances", "glcm: distances: wanted 1 to 65536"},
		{GLCM{Distances: make([]int, 5000)}, gray, "distances", "at most 4096 pairs"},
		{GLCM{Angles: []float64{361}}, gray, "angles", "glcm: angles: wanted"},
		{GLCM{Angles: []float64{math.NaN()}}, gray, "angles", "glcm: angles: wanted"},
		{GLCM{Props: []string{"colour"}}, gray, "props", "glcm: props: wanted contrast"},
		{GLCM{Props: []string{"asm", "asm"}}, gray, "props", "each once"},
		{GLCM{}, tensor.Spec{Space: tensor.RGB, C: 3, H: 9, W: 9}, "", "glcm: wanted one channel"},
		{GLCM{}, tensor.Spec{Space: tensor.Gray, C: 1, H: -1, W: 9}, "", "glcm: wanted sizes"},
	} {
		_, err := tc.g.OutSpec(tc.in)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v of %v: %v, want %q", tc.g, tc.in, err, tc.want)
		}
		var p *tensor.ParamError
		if errors.As(err, &p) != (tc.param != "") || p != nil && p.Param != tc.param {
			t.Errorf("%v is no *ParamError for %s", err, tc.param)
		}
	}
	if out, err := (GLCM{}).OutSpec(tensor.Spec{Space: tensor.Gray, C: 1}); err != nil || out.C != 24 {
		t.Errorf("unknown size: %v, %v", out, err)
	}
}

func TestGLCMIsAStage(t *testing.T) {
	specs := []tensor.Spec{
		{Space: tensor.Gray, C: 1, H: 1, W: 1},
		{Space: tensor.Gray, C: 1, H: 23, W: 31},
		{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 12, W: 1},
	}
	stagetest.Run(t, GLCM{}, specs...)
	stagetest.Run(t, GLCM{Distances: []int{1, 4}, Angles: []float64{30}, Levels: 200, Symmetric: true, Props: propNames[:],
		MeanAngles: true}, specs...)
}
