package features

import (
	"math"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

func TestProjectionGoldens(t *testing.T) {
	g := testdata.ReadNPZ(t, "testdata/projection.npz")
	p := Projection{Components: array(g["sparse_components"])}
	n := p.Components.H
	for i, x := range rows(g["x"], tensor.VectorSpec(9)) {
		testdata.Near(t, "projection", apply(t, p, x).F32, g["sparse"].Data[i*n:][:n], 3e-6)
	}
}

// TestRandomProjectionKeepsDistances to about √(2/components).
func TestRandomProjectionKeepsDistances(t *testing.T) {
	const n, d, components = 12, 500, 128
	data := normalVectors(n, d, 1)
	for _, method := range []string{gaussianProjection, sparseProjection} {
		p := fitVectors[*Projection](t, RandomProjection{Components: components, Method: method}, data[0])
		sum, pairs := 0.0, 0.0
		for i := range n {
			for j := range i {
				projected := squareDistance(apply(t, p, data[i]).F32, apply(t, p, data[j]).F32)
				ratio := projected/squareDistance(data[i].F32, data[j].F32) - 1
				sum += ratio * ratio
				pairs++
			}
		}
		if got, want := math.Sqrt(sum/pairs), math.Sqrt(2.0/components); got > 1.6*want || got < 0.6*want {
			t.Errorf("%s: squared distances are off by %v, want about %v", method, got, want)
		}
	}
}

// TestRandomProjectionDraws: values are distributed as they should be, by the seed.
func TestRandomProjectionDraws(t *testing.T) {
	const components, d = 64, 400
	in := tensor.New(tensor.Spec{DType: tensor.Float32, C: 4, H: 10, W: 10})
	for density, p := range map[float64]RandomProjection{
		1.0 / 20: {Method: sparseProjection}, 1.0 / 3: {Method: sparseProjection, Density: 1.0 / 3}, 1: {Method: sparseProjection, Density: 1},
	} {
		p.Components = components
		m := fitVectors[*Projection](t, p, in).Components
		if m.Shape() != "1×64×400" {
			t.Fatalf("the matrix is %s", m.Shape())
		}
		value, counts := float32(math.Sqrt(1/(density*components))), map[float32]float64{}
		for _, v := range m.F32 {
			counts[v]++
		}
		for v, want := range map[float32]float64{value: density / 2, -value: density / 2, 0: 1 - density} {
			if got := counts[v] / (components * d); math.Abs(got-want) > 0.012 {
				t.Errorf("density %v: %v of values are %v, want %v", density, got, v, want)
			}
			delete(counts, v)
		}
		if len(counts) > 0 {
			t.Errorf("density %v: there are other values: %v", density, counts)
		}
	}
	p := RandomProjection{Components: components}
	m := fitVectors[*Projection](t, p, in).Components
	if mean, squares := runMoments(m.F32); math.Abs(mean) > 0.003 || math.Abs(squares/d-1) > 0.03 {
		t.Errorf("the mean is %v and the variance %v, want 0 and 1/64", mean, squares/(components*d))
	}
	p.Seed = 1
	if other := fitVectors[*Projection](t, p, in).Components; other.F32[0] == m.F32[0] {
		t.Error("the seed doesn't change the matrix")
	}
}

func TestRandomProjectionRefuses(t *testing.T) {
	in := tensor.VectorSpec(4)
	refusesParams(t, "random_projection", in, map[string]tensor.Step{
		"components": RandomProjection{Components: maxComponents + 1}, "method": RandomProjection{Method: "dense"}, "density": RandomProjection{Density: 0.5},
	})
	refusesParams(t, "random_projection", in, map[string]tensor.Step{"density": RandomProjection{Method: sparseProjection, Density: math.NaN()}})
	refusesParams(t, "projection", in, map[string]tensor.Step{"components": Projection{}})
	refusesSpecs(t, RandomProjection{}, tensor.Spec{DType: tensor.Float32, C: 1, H: 1 << 14, W: 1 << 14})
	refusesSpecs(t, Projection{Components: *zeroMatrix(2, 4)}, tensor.VectorSpec(5))
	if _, err := (RandomProjection{}).Fit(t.Context(), samples()); err == nil {
		t.Error("no data are enough")
	}
}
