package features

import (
	"errors"
	"math"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

// TestVectorGoldens: the numbers of scikit-learn and NumPy.
func TestVectorGoldens(t *testing.T) {
	g := testdata.ReadNPZ(t, "testdata/reduce.npz")
	for want, stage := range map[string]tensor.Stage{
		"l2":                  L2Normalize{},
		"power_half":          PowerNormalize{},
		"power_third":         PowerNormalize{Alpha: 1. / 3},
		"power_square":        PowerNormalize{Alpha: 2},
		"pairs":               PolynomialPairs{},
		"pairs_linear":        PolynomialPairs{Linear: true},
		"interactions":        PolynomialPairs{InteractionOnly: true},
		"interactions_linear": PolynomialPairs{Linear: true, InteractionOnly: true},
	} {
		n := g[want].Shape[1]
		for i, v := range rows(g["vectors"], tensor.VectorSpec(7)) {
			got := apply(t, stage, v)
			if got.Len() != n {
				t.Fatalf("%s: %v, want %d values", want, got.Spec, n)
			}
			for k, w := range g[want].Data[i*n:][:n] {
				if math.Abs(float64(got.F32[k])-w) > 1.2e-7*math.Abs(w) {
					t.Errorf("%s: vector %d, value %d: %v, want %v", want, i, k, got.F32[k], w)
				}
			}
		}
	}
}

// TestL2NormalizeExtremes: no finite vector is too large or too small.
func TestL2NormalizeExtremes(t *testing.T) {
	for _, v := range []float32{math.MaxFloat32, 1e30, 1e-30, 1e-39, math.SmallestNonzeroFloat32} {
		got := apply(t, L2Normalize{}, tensor.Vector([]float32{v, -v, 0, v, v})).F32
		testdata.Near(t, "normalised", got, []float64{0.5, -0.5, 0, 0.5, 0.5}, 1e-7)
	}
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	if got := apply(t, L2Normalize{}, tensor.Vector([]float32{1, -inf})).F32; got[0] != 0 || got[1] == got[1] {
		t.Errorf("with an infinity: %v", got)
	}
	if got := apply(t, L2Normalize{}, tensor.Vector([]float32{1, nan})).F32; got[0] == got[0] || got[1] == got[1] {
		t.Errorf("with a NaN: %v", got)
	}
}

func TestPowerNormalizeExtremes(t *testing.T) {
	inf, zero := float32(math.Inf(1)), float32(0)
	for _, alpha := range []float64{0.5, 0.25} {
		got := apply(t, PowerNormalize{Alpha: alpha}, tensor.Vector([]float32{inf, -inf, zero, -zero, float32(math.NaN()), -16})).F32
		if got[0] != inf || got[1] != -inf || got[2] != 0 || got[3] != 0 || got[4] == got[4] || got[5] != float32(-math.Pow(16, alpha)) {
			t.Errorf("alpha %v: %v", alpha, got)
		}
	}
}

// TestVectorStages keep the contract, for pictures and vectors of any shape.
func TestVectorStages(t *testing.T) {
	picture, one := tensor.Spec{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 5, W: 4}, tensor.VectorSpec(1)
	for _, stage := range []tensor.Stage{
		L2Normalize{}, PowerNormalize{}, PowerNormalize{Alpha: 0.3}, PolynomialPairs{}, PolynomialPairs{Linear: true},
	} {
		stagetest.Run(t, stage, picture, one, tensor.VectorSpec(37))
	}
	stagetest.Run(t, PolynomialPairs{InteractionOnly: true}, picture, tensor.VectorSpec(2))
}

func TestVectorStagesRefuse(t *testing.T) {
	in := tensor.VectorSpec(2)
	for _, alpha := range []float64{-1, math.NaN(), math.Inf(1)} {
		_, err := PowerNormalize{Alpha: alpha}.OutSpec(in)
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Op != "power_normalize" || e.Param != "alpha" {
			t.Errorf("alpha %v: %v", alpha, err)
		}
	}
	for _, stage := range []tensor.Stage{L2Normalize{}, PowerNormalize{}, PolynomialPairs{}} {
		for _, in := range []tensor.Spec{{C: 2, H: 1, W: 1}, {DType: tensor.Float32, C: 2}, {DType: tensor.Float32, C: -1, H: 1, W: 1}, {}} {
			if _, err := stage.OutSpec(in); !isSpecError(err) {
				t.Errorf("%T of %v: %v", stage, in, err)
			}
		}
	}
	for stage, in := range map[PolynomialPairs]tensor.Spec{{InteractionOnly: true}: tensor.VectorSpec(1), {}: tensor.VectorSpec(4097)} {
		if _, err := stage.OutSpec(in); !isSpecError(err) {
			t.Errorf("%+v of %v: %v", stage, in, err)
		}
	}
}
