package features

import (
	"errors"
	"math"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func TestZernikeMomentsGoldens(t *testing.T) {
	textureGoldens(t, "zernike", decode[ZernikeMoments], func(t *testing.T, _ golden, got []float32, want []float64) {
		testdata.Near(t, "zernike", got, want, 1e-7)
	})
}

// TestZernikeMomentsOrder: n from 0, in each l, is 0 0, 1 1, 2 0, 2 2, 3 1, 3 3, …
func TestZernikeMomentsOrder(t *testing.T) {
	at := 0
	for n := range maxZernikeDegree + 1 {
		for l := n % 2; l <= n; l += 2 {
			if got := zernikeIndex(n, l); got != at {
				t.Fatalf("%d %d is at %d, want %d", n, l, got, at)
			}
			at++
		}
		if got := zernikeCount(n); got != at {
			t.Fatalf("%d moments up to degree %d, want %d", got, n, at)
		}
	}
}

// TestZernikeMomentsOfPoints: in the middle R is ±1 for l = 0 and else 0, at ρ = 1 it is 1, at any degree. Two opposite points on the
// edge have no odd moments.
func TestZernikeMomentsOfPoints(t *testing.T) {
	z := ZernikeMoments{Radius: 1, Degree: maxZernikeDegree}
	middle := apply(t, z, &tensor.Tensor{Spec: tensor.Spec{Space: tensor.Gray, C: 1, H: 1, W: 1}, U8: []uint8{7}}).F32
	edge := apply(t, z, &tensor.Tensor{Spec: tensor.Spec{Space: tensor.Gray, C: 1, H: 3, W: 1}, U8: []uint8{7, 0, 7}}).F32
	for n := range maxZernikeDegree + 1 {
		for l := n % 2; l <= n; l += 2 {
			whole := float64(n+1) / math.Pi
			inMiddle, onEdge := 0., 0.
			if l == 0 {
				inMiddle = whole
			}
			if l%2 == 0 {
				onEdge = whole
			}
			at := zernikeIndex(n, l)
			testdata.Near(t, "middle", middle[at:at+1], []float64{inMiddle}, 1e-6)
			testdata.Near(t, "edge", edge[at:at+1], []float64{onEdge}, 1e-6)
		}
	}
}

// TestZernikeMomentsInvariance: a picture turned by 90 degrees or mirrored has the same magnitudes, and so has one of another scale
// of values.
func TestZernikeMomentsInvariance(t *testing.T) {
	const n = 30
	src := stagetest.Fill(tensor.Spec{Space: tensor.Gray, C: 1, H: n, W: n}, 3)
	turned, mirrored := tensor.New(src.Spec), tensor.New(src.Spec)
	for i, v := range src.U8 {
		y, x := i/n, i%n
		turned.U8[x*n+n-1-y] = v
		mirrored.U8[y*n+n-1-x] = v
	}
	z := ZernikeMoments{Radius: 13.3, Degree: 10} // no pixel is just on its edge
	want := widen(apply(t, z, src).F32)
	testdata.Near(t, "turned", apply(t, z, turned).F32, want, 1e-6)
	testdata.Near(t, "mirrored", apply(t, z, mirrored).F32, want, 1e-6)
	testdata.Near(t, "unit", apply(t, z, unitOfPicture(src)).F32, want, 1e-6)
}

func TestZernikeMomentsOddPictures(t *testing.T) {
	nan := math.NaN()
	for _, tc := range []struct {
		values []float32
		want   float64
	}{
		{[]float32{0, 0, 0}, 0},
		{[]float32{-1, 0, 1}, 0}, // no mass
		{[]float32{-1, -1, -1}, 0},
		{[]float32{0, float32(nan), 1}, nan},
		{[]float32{float32(math.Inf(1)), 0, 1}, nan},
	} {
		src := &tensor.Tensor{Spec: tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 1, W: 3}, F32: tc.values}
		testdata.Near(t, "odd", apply(t, ZernikeMoments{Degree: 1}, src).F32, []float64{tc.want, tc.want}, 0)
	}
}

func TestZernikeMomentsRefusals(t *testing.T) {
	gray := tensor.Spec{Space: tensor.Gray, C: 1, H: 9, W: 9}
	for _, tc := range []struct {
		z     ZernikeMoments
		param string
	}{
		{ZernikeMoments{Degree: -1}, "degree"},
		{ZernikeMoments{Degree: 65}, "degree"},
		{ZernikeMoments{Radius: -1}, "radius"},
		{ZernikeMoments{Radius: 0.1}, "radius"},
		{ZernikeMoments{Radius: 1e9}, "radius"},
		{ZernikeMoments{Radius: math.NaN()}, "radius"},
	} {
		var p *tensor.ParamError
		if _, err := tc.z.OutSpec(gray); !errors.As(err, &p) || p.Op != "zernike_moments" || p.Param != tc.param {
			t.Errorf("%+v: %v, want a *ParamError for %s", tc.z, err, tc.param)
		}
	}
	var s *tensor.SpecError
	if _, err := (ZernikeMoments{}).OutSpec(tensor.Spec{Space: tensor.RGB, C: 3, H: 9, W: 9}); !errors.As(err, &s) {
		t.Errorf("three channels: %v, want a *SpecError", err)
	}
	if out, err := (ZernikeMoments{}).OutSpec(tensor.Spec{Space: tensor.Gray, C: 1}); err != nil || out.C != 25 {
		t.Errorf("unknown size: %v, %v", out, err)
	}
}

func TestZernikeMomentsIsAStage(t *testing.T) {
	specs := []tensor.Spec{
		{Space: tensor.Gray, C: 1, H: 1, W: 1},
		{Space: tensor.Gray, C: 1, H: 23, W: 31},
		{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 12, W: 5},
	}
	stagetest.Run(t, ZernikeMoments{}, specs...)
	stagetest.Run(t, ZernikeMoments{Radius: 4, Degree: 11}, specs...)
}
