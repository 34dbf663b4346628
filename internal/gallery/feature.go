package main

import (
	"math"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

var featureGroup = group{"Features", []operation{
	{step: features.HOG{}, params: "`orientations` 9, `cell` 8, `block` 3, `norm` l2hys, `transform_sqrt` no", equals: "`skimage.feature.hog`"},
	{step: features.LBP{}, params: "`points` 8, `radius` 1, `method` uniform, `cells` 1, `norm` l1", equals: "`skimage.feature.local_binary_pattern`, counted"},
	{step: features.LBPCodes{}, params: "`points` 8, `radius` 1, `method` uniform", equals: "`skimage.feature.local_binary_pattern`"},
	{step: features.ColorHistogram{}, params: "`space` as it is, `bins` 8 each, `joint` no, `norm` l1", equals: "`numpy.histogramdd`"},
	{step: features.Flatten{}, equals: "`torch.flatten`"},
	{step: features.Concat{Branches: [][]pipeline.Step{{colorspace.Convert{To: tensor.Gray}, features.HOG{}}, {imgproc.ToFloat{}, features.Flatten{}}}}, params: "`branches` (required)", equals: "scikit-learn `FeatureUnion`"},
	{step: features.Standardize{}, params: "`per_value` no, `eps` 0", equals: "scikit-learn `StandardScaler`"},
	{step: features.Standardized{Mean: perChannel(0.4, 0.5, 0.6), Std: perChannel(0.2, 0.3, 0.4)}, params: "`mean`, `std` (learned)", equals: "what `standardize` becomes"},
	{step: features.LearnPatches{}, params: "`size` 6, `stride` 1, `centroids` 400, `pool` 2, `patches` 400000, `norm_eps` 10/255², `whiten_eps` 0.1, `method` kmeans, `iterations` 30, `encoding` triangle, `threshold` 0.25, `seed` 0", equals: "Coates, Lee & Ng 2011"},
	{step: dictionary(), params: "`size`, `stride`, `pool`, `norm_eps`, `encoding`, `threshold` (those of `learn_patches`), `mean`, `whiten`, `dictionary` (learned)", equals: "what `learn_patches` becomes"},
}}

func perChannel(values ...float32) tensor.Tensor { return *tensor.Vector(values) }

// dictionary is one of waves.
func dictionary() features.LearnedPatches {
	const size, atoms = 6, 64
	const n = 3 * size * size
	matrix := func(rows int) tensor.Tensor {
		return *tensor.New(tensor.Spec{DType: tensor.Float32, C: 1, H: rows, W: n})
	}
	l := features.LearnedPatches{
		Size: size, Stride: 1, Pool: 2, NormEps: 1e-4, Encoding: "triangle",
		Mean: perChannel(make([]float32, n)...), Whiten: matrix(n), Dictionary: matrix(atoms),
	}
	for i := range n {
		l.Whiten.F32[i*n+i] = 1
		for a := range atoms {
			l.Dictionary.F32[a*n+i] = float32(math.Sin(float64(i * a)))
		}
	}
	return l
}
