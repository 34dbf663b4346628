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
	{step: features.HOG{}, params: "`orientations` 9, `cell` 8, `block` 3, `norm` l2hys, `transform_sqrt` no, `layout` skimage, `signed` no", equals: "`skimage.feature.hog`, `cv2.HOGDescriptor`"},
	{step: features.LBP{}, params: "`points` 8, `radius` 1, `method` uniform, `cells` 1, `norm` l1", equals: "`skimage.feature.local_binary_pattern`, counted"},
	{step: features.LBPCodes{}, params: "`points` 8, `radius` 1, `method` uniform", equals: "`skimage.feature.local_binary_pattern`"},
	{step: features.ColorHistogram{}, params: "`space` as it is, `bins` 8 each, `joint` no, `norm` l1", equals: "`numpy.histogramdd`"},
	{step: features.DCT{}, params: "`coefficients` 64, `grid` 1", equals: "`scipy.fft.dctn`, norm ortho"},
	{step: features.GIST{}, params: "`orientations` 8, 8, 8, 8, `blocks` 4, `prefilter` 4", equals: "Oliva & Torralba 2001, `LMgist`"},
	{step: features.GaborEnergy{}, params: "`frequencies` 0.05, 0.1, 0.2, 0.4, `orientations` 6, `bandwidth` 1, `grid` 1", equals: "`skimage.filters.gabor_kernel`, `scipy.ndimage.convolve`"},
	{step: features.ColorMoments{Space: tensor.HSV, Rows: 2, Columns: 2}, params: "`space` as it is, `rows` 1, `columns` 1", equals: "Stricker & Orengo 1995, `numpy.std`, `scipy.stats.moment`"},
	{step: features.EdgeHistogram{}, params: "`rows` 4, `columns` 4, `bins` 8, `norm` l2", equals: "`cv2.Sobel` and `numpy.histogram`"},
	{step: features.GLCM{Distances: []int{1, 2}, Levels: 32, Symmetric: true, MeanAngles: true}, params: "`distances` 1, `angles` 0, 45, 90, 135, `levels` 16, `symmetric` no, `props` contrast, dissimilarity, homogeneity, energy, correlation, asm (also entropy, mean, variance, std), `mean_angles` no", equals: "`skimage.feature.graycomatrix`, `graycoprops`"},
	{step: features.HuMoments{Log: true}, params: "`binary` no, `log` no", equals: "`cv2.HuMoments`, `skimage.measure.moments_hu`"},
	{step: features.ZernikeMoments{}, params: "`radius` half of the picture, `degree` 8", equals: "`mahotas.features.zernike_moments`"},
	{step: features.Flatten{}, equals: "`torch.flatten`"},
	{step: features.Concat{Branches: [][]pipeline.Step{{colorspace.Convert{To: tensor.Gray}, features.HOG{}}, {imgproc.ToFloat{}, features.Flatten{}}}}, params: "`branches` (required)", equals: "scikit-learn `FeatureUnion`"},
	{step: features.SpatialPyramid{Of: []pipeline.Step{features.ColorHistogram{}}}, params: "`of` (required), `levels` 1, 2, 4, `weighted` no", equals: "Lazebnik, Schmid & Ponce 2006"},
	{step: features.Standardize{}, params: "`per_value` no, `eps` 0", equals: "scikit-learn `StandardScaler`"},
	{step: features.Standardized{Mean: perChannel(0.4, 0.5, 0.6), Std: perChannel(0.2, 0.3, 0.4)}, params: "`mean`, `std` (learned)", equals: "what `standardize` becomes"},
	{step: features.DenseSIFT{}, params: "`step` 4, `sizes` 4, `window` gaussian, `window_size` 2, `magnification` 0, `contrast` 0, `root` no", equals: "VLFeat `vl_dsift`, `vl_phow`"},
	{step: features.LearnPCA{}, params: "`components` 64, `whiten` no, `solver` auto, `samples` all, `seed` 0", equals: "scikit-learn `PCA`"},
	{step: principal(100, 8), vector: 100, params: "`whiten` (that of `learn_pca`), `mean`, `components`, `explained_variance` (learned)", equals: "what `learn_pca` becomes"},
	{step: features.LearnZCA{}, vector: 100, params: "`eps` 1e-6", equals: "Keras `zca_whitening`"},
	{step: features.ZCA{Mean: perChannel(make([]float32, 100)...), Whiten: cosines(100, 100)}, vector: 100, params: "`mean`, `whiten` (learned)", equals: "what `learn_zca` becomes"},
	{step: features.L2Normalize{}, equals: "scikit-learn `Normalizer`"},
	{step: features.PowerNormalize{}, params: "`alpha` 0.5", equals: "Perronnin et al. 2010"},
	{step: features.PolynomialPairs{}, vector: 100, params: "`linear` no, `interaction_only` no", equals: "scikit-learn `PolynomialFeatures`"},
	{step: features.LearnPatches{}, params: "`size` 6, `stride` 1, `centroids` 400, `pool` 2, `patches` 400000, `norm_eps` 10/255², `whiten_eps` 0.1, `method` kmeans, `iterations` 30, `encoding` triangle, `threshold` 0.25, `seed` 0", equals: "Coates, Lee & Ng 2011"},
	{step: dictionary(), params: "`size`, `stride`, `pool`, `norm_eps`, `encoding`, `threshold` (those of `learn_patches`), `mean`, `whiten`, `dictionary` (learned)", equals: "what `learn_patches` becomes"},
	{step: features.Nystroem{}, params: "`components` 256, `kernel` rbf, `gamma` 1/(d·variance), `coef0` 0, `degree` 3, `method` random, `samples` 20 each, `seed` 0", equals: "scikit-learn `Nystroem`"},
	{step: features.NystroemMap{Kernel: "rbf", Gamma: 1e-4, Landmarks: waves(8, 3*64*96), Normalization: waves(8, 8)}, params: "`kernel`, `gamma`, `coef0`, `degree` (those of `nystroem`), `landmarks`, `normalization` (learned)", equals: "what `nystroem` becomes"},
	{step: features.RandomFourier{}, params: "`components` 1024, `gamma` 1/(d·variance), `seed` 0", equals: "scikit-learn `RBFSampler`"},
	{step: features.RandomFourierMap{Weights: waves(8, 3*64*96), Offsets: perChannel(0, 1, 2, 3, 4, 5, 6, 7)}, params: "`weights`, `offsets` (learned)", equals: "what `random_fourier` becomes"},
	{step: features.LDA{Components: 2}, params: "`components` (required), `shrinkage` 0, `ledoit_wolf` no", equals: "scikit-learn `LinearDiscriminantAnalysis`"},
	{step: features.RandomProjection{}, params: "`components` 256, `method` gaussian, `density` 1/√d, `seed` 0", equals: "scikit-learn `GaussianRandomProjection`, `SparseRandomProjection`"},
	{step: features.Projection{Components: waves(8, 3*64*96)}, params: "`components` (learned)", equals: "what `random_projection` and `lda` become"},
	{step: features.LearnVisualWords{}, params: "`words` 1000, `length` all channels, `samples` 100000, `iterations` 30, `levels` 1, `assignment` hard, `nearest` 5, `beta` 10, `norm` l1, `seed` 0", equals: "Sivic & Zisserman 2003"},
	{step: features.BagOfWords{Words: colourWords()}, params: "`levels`, `assignment`, `nearest`, `beta`, `norm` (those of `learn_visual_words`), `words` (learned)", equals: "what `learn_visual_words` becomes"},
	{step: features.LearnVLAD{}, params: "`words` 64, `length` all channels, `samples` 100000, `iterations` 30, `levels` 1, `norm` intra, `seed` 0", equals: "Jégou et al. 2010"},
	{step: features.VLAD{Words: colourWords()}, params: "`levels`, `norm` (those of `learn_vlad`), `words` (learned)", equals: "what `learn_vlad` becomes"},
	{step: features.LearnFisherVector{}, params: "`components` 64, `length` all channels, `samples` 100000, `iterations` 100, `variance_floor` 0.001, `levels` 1, `norm` power, `seed` 0", equals: "scikit-learn `GaussianMixture` (diag)"},
	{step: colourMixture(), params: "`levels`, `norm` (those of `learn_fisher_vector`), `weights`, `means`, `variances` (learned)", equals: "`skimage.feature.fisher_vector` without weights"},
}}

// waves is a matrix.
func waves(rows, cols int) tensor.Tensor {
	t := tensor.New(tensor.Spec{DType: tensor.Float32, C: 1, H: rows, W: cols})
	for i := range t.F32 {
		t.F32[i] = float32(math.Sin(float64(i)))
	}
	return *t
}

func perChannel(values ...float32) tensor.Tensor { return *tensor.Vector(values) }

// colourWords are visual words of three channels.
func colourWords() tensor.Tensor {
	const words = 64
	t := tensor.New(tensor.Spec{DType: tensor.Float32, C: 1, H: words, W: 3})
	for i := range t.F32 {
		t.F32[i] = float32(math.Sin(float64(i*i))+1) / 2
	}
	return *t
}

// principal keeps k frequencies of vectors of length d.
func principal(d, k int) features.PCA {
	p := features.PCA{Mean: perChannel(make([]float32, d)...), Components: cosines(k, d), ExplainedVariance: perChannel(make([]float32, k)...)}
	for i := range k {
		p.ExplainedVariance.F32[i] = 1 / float32(i+1)
	}
	return p
}

// cosines are the first rows of a discrete cosine transform.
func cosines(rows, d int) tensor.Tensor {
	t := tensor.New(tensor.Spec{DType: tensor.Float32, C: 1, H: rows, W: d})
	for i := range t.F32 {
		t.F32[i] = float32(math.Sqrt(2/float64(d)) * math.Cos(math.Pi/float64(d)*float64(i/d)*(float64(i%d)+0.5)))
	}
	return *t
}

// colourMixture has Gaussians around the words.
func colourMixture() features.FisherVector {
	means := colourWords()
	f := features.FisherVector{Weights: *tensor.New(tensor.VectorSpec(means.H)), Means: means, Variances: *tensor.New(means.Spec)}
	for i := range f.Weights.F32 {
		f.Weights.F32[i] = 1 / float32(means.H)
	}
	for i := range f.Variances.F32 {
		f.Variances.F32[i] = 0.01
	}
	return f
}

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
