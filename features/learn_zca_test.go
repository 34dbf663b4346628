package features

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func learnZCA(t *testing.T, l LearnZCA, data []*tensor.Tensor) *ZCA {
	t.Helper()
	stage, err := l.Fit(context.Background(), samples(data...))
	if err != nil {
		t.Fatal(err)
	}
	return stage.(*ZCA)
}

// TestZCAGoldens: the formula of Keras.
func TestZCAGoldens(t *testing.T) {
	g := testdata.ReadNPZ(t, "testdata/pca.npz")
	data := vectorsOf(g["digits"])
	for want, eps := range map[string]float64{"zca_0.1": 0.1, "zca_10": 10} {
		z := learnZCA(t, LearnZCA{Eps: eps}, data)
		for i, v := range data[:20] {
			testdata.Near(t, want, apply(t, z, v).F32, g[want].Data[i*64:][:64], 4e-5) // of terms up to 50
		}
	}
}

// TestZCAWhitens: what was learned from has the unit matrix for covariance, and the whitening is symmetric.
func TestZCAWhitens(t *testing.T) {
	const n, d = 2000, 6
	data := lowRank(n, d, 5, 0.5)
	z := learnZCA(t, LearnZCA{}, data)
	var sums [d][d]float64
	for _, v := range data {
		y := apply(t, z, v).F32
		for i := range d {
			for j := range d {
				sums[i][j] += float64(y[i]) * float64(y[j]) / n
			}
		}
	}
	for i := range d {
		for j := range d {
			want := 0.0
			if i == j {
				want = 1
			}
			if math.Abs(sums[i][j]-want) > 2e-5 {
				t.Errorf("covariance of %d and %d: %v", i, j, sums[i][j])
			}
			if a, b := z.Whiten.F32[i*d+j], z.Whiten.F32[j*d+i]; a != b {
				t.Errorf("whitening of %d and %d: %v and %v", i, j, a, b)
			}
		}
	}
}

func TestZCAIsAStage(t *testing.T) {
	picture := tensor.Spec{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 3, W: 5}
	data := []*tensor.Tensor{stagetest.Fill(picture, 1), stagetest.Fill(picture, 2), stagetest.Fill(picture, 3)}
	want, err := LearnZCA{}.OutSpec(picture)
	if err != nil {
		t.Fatal(err)
	}
	z := learnZCA(t, LearnZCA{}, data)
	if got := apply(t, z, data[0]); got.Spec != want || got.H != 3 || got.Space != tensor.None {
		t.Errorf("%v, want %v", got.Spec, want)
	}
	stagetest.Run(t, *z, picture, tensor.VectorSpec(45))
	one := tensor.Vector([]float32{4})
	testdata.Near(t, "one", apply(t, learnZCA(t, LearnZCA{}, []*tensor.Tensor{one}), one).F32, []float64{0}, 0)
}

func TestZCARefuses(t *testing.T) {
	for _, eps := range []float64{-1, math.NaN(), math.Inf(1)} {
		_, err := LearnZCA{Eps: eps}.OutSpec(tensor.VectorSpec(3))
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Op != "learn_zca" || e.Param != "eps" {
			t.Errorf("eps %v: %v", eps, err)
		}
	}
	for _, in := range []tensor.Spec{{C: 3, H: 1, W: 1}, {DType: tensor.Float32, C: 3}, tensor.VectorSpec(4097)} {
		if _, err := (LearnZCA{}).OutSpec(in); !isSpecError(err) {
			t.Errorf("%v: %v", in, err)
		}
	}
	for param, z := range map[string]ZCA{"mean": {}, "whiten": {Mean: *tensor.New(tensor.VectorSpec(3)), Whiten: *zeroMatrix(3, 4)}} {
		_, err := z.OutSpec(tensor.VectorSpec(3))
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Op != "zca" || e.Param != param {
			t.Errorf("%s: %v", param, err)
		}
	}
	good := ZCA{Mean: *tensor.New(tensor.VectorSpec(3)), Whiten: *zeroMatrix(3, 3)}
	if _, err := good.OutSpec(tensor.VectorSpec(4)); !isSpecError(err) {
		t.Errorf("another length: %v", err)
	}
}

func TestLearnZCASaysWhatIsWrong(t *testing.T) {
	nan := tensor.Vector([]float32{1, float32(math.NaN())})
	for want, data := range map[string][]*tensor.Tensor{
		"learn_zca: wanted data to learn from, found none": nil,
		"learn_zca: sample 1: wanted finite values":        {tensor.Vector([]float32{1, 2}), nan},
		"learn_zca: wanted values whose squares":           {tensor.Vector([]float32{1, 2}), tensor.Vector([]float32{1e30, 2})},
	} {
		if _, err := (LearnZCA{}).Fit(context.Background(), samples(data...)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
