package features

import (
	"math"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func TestHuMomentsGoldens(t *testing.T) {
	textureGoldens(t, "hu", decode[HuMoments], func(t *testing.T, _ golden, got []float32, want []float64) {
		relative(t, got, want, 1e-7)
	})
}

func TestHuMomentsConformance(t *testing.T) {
	a := testdata.ReadNPY(t, testdata.Shared(t, "conformance/05_filters/src/coins_gray.npy"))
	a.Shape = append([]int{1}, a.Shape...)
	want := testdata.ReadNPY(t, testdata.Shared(t, "conformance/05_filters/out/coins.hu_moments.npy"))
	coins := picture(tensor.Uint8, tensor.Gray, a)
	relative(t, apply(t, HuMoments{}, coins).F32, want.Data, 1e-7)
	for i, h := range want.Data {
		if h > 0 {
			want.Data[i] = -math.Log10(h)
		} else {
			want.Data[i] = math.Log10(-h)
		}
	}
	relative(t, apply(t, HuMoments{Log: true}, coins).F32, want.Data, 1e-7)
}

// TestHuMomentsInvariance: a shape moved, turned by 90 degrees or mirrored has the same moments, but for h7's sign. Of three times the
// size it has nearly the same: squares of 3×3 pixels aren't points.
func TestHuMomentsInvariance(t *testing.T) {
	const n = 40
	src := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: n, W: n})
	shape := stagetest.Fill(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 10, W: 11}, 1)
	for i, v := range shape.F32 {
		src.F32[(i/11+3)*n+i%11+5] = v * v
	}
	want := apply(t, HuMoments{}, src).F32
	for _, tc := range []struct {
		name   string
		size   int
		moved  func(y, x int) (int, int)
		mirror float64
		near   float64
	}{
		{"moved", 1, func(y, x int) (int, int) { return y + 20, x + 23 }, 1, 1e-6},
		{"turned", 1, func(y, x int) (int, int) { return x, n - 1 - y }, 1, 1e-6},
		{"mirrored", 1, func(y, x int) (int, int) { return y, n - 1 - x }, -1, 1e-6},
		{"larger", 3, func(y, x int) (int, int) { return y, x }, 1, 0.02},
	} {
		dst := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: n * tc.size, W: n * tc.size})
		for i, v := range src.F32 {
			if v == 0 {
				continue
			}
			y, x := tc.moved(i/n, i%n)
			for k := range tc.size * tc.size {
				dst.F32[(y*tc.size+k/tc.size)*dst.W+x*tc.size+k%tc.size] = v
			}
		}
		w := widen(want)
		w[6] *= tc.mirror
		t.Run(tc.name, func(t *testing.T) { relative(t, apply(t, HuMoments{}, dst).F32, w, tc.near) })
	}
}

func TestHuMomentsOddPictures(t *testing.T) {
	zeros := make([]float64, 7)
	for _, h := range []HuMoments{{}, {Log: true}, {Binary: true, Log: true}} {
		for _, v := range []uint8{0, 200} {
			dot := &tensor.Tensor{Spec: tensor.Spec{Space: tensor.Gray, C: 1, H: 1, W: 1}, U8: []uint8{v}}
			testdata.Near(t, "a pixel", apply(t, h, dot).F32, zeros, 0)
		}
	}
	nan := math.NaN()
	odd := &tensor.Tensor{Spec: tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 1, W: 3},
		F32: []float32{float32(nan), 0, -5}}
	testdata.Near(t, "NaN", apply(t, HuMoments{}, odd).F32, []float64{nan, nan, nan, nan, nan, nan, nan}, 0)
	ends := []float64{0.5, 0.25, 0, 0, 0, 0, 0} // two points: η20 = 2/4
	testdata.Near(t, "NaN is not 0", apply(t, HuMoments{Binary: true}, odd).F32, ends, 0)
}

func TestHuMomentsRefusals(t *testing.T) {
	for _, tc := range []struct {
		in   tensor.Spec
		want string
	}{
		{tensor.Spec{Space: tensor.RGB, C: 3, H: 9, W: 9}, "hu_moments: wanted one channel"},
		{tensor.Spec{Space: tensor.GrayAlpha, C: 2, H: 9, W: 9}, "hu_moments: wanted one channel"},
		{tensor.Spec{Space: tensor.Gray, C: 1, H: -9, W: 9}, "hu_moments: wanted sizes"},
	} {
		if _, err := (HuMoments{}).OutSpec(tc.in); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%v: %v, want %q", tc.in, err, tc.want)
		}
	}
	if out, err := (HuMoments{}).OutSpec(tensor.Spec{Space: tensor.Gray, C: 1}); err != nil || out.C != 7 {
		t.Errorf("unknown size: %v, %v", out, err)
	}
}

func TestHuMomentsIsAStage(t *testing.T) {
	specs := []tensor.Spec{
		{Space: tensor.Gray, C: 1, H: 1, W: 1},
		{Space: tensor.Gray, C: 1, H: 23, W: 31},
		{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 12, W: 5},
	}
	stagetest.Run(t, HuMoments{}, specs...)
	stagetest.Run(t, HuMoments{Binary: true, Log: true}, specs...)
}
