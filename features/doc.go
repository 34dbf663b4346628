// Package features turns pictures into feature vectors: float32 tensors of shape D×1×1, which classifiers take.
//
//	Flatten            every value of the picture, plane by plane
//	ColorHistogram     how often colours occur, in any space of package colorspace
//	ColorMoments       mean, deviation and skewness of each channel, in cells (Stricker & Orengo)
//	HOG                histograms of oriented gradients, with the numbers of scikit-image or OpenCV
//	EdgeHistogram      directions of edges in cells (after MPEG-7)
//	DenseSIFT          SIFT descriptors on a grid, with the numbers of VLFeat: a picture of descriptors
//	LBP                local binary patterns, counted in cells, with the codes of scikit-image; LBPCodes is the picture of codes
//	GLCM               texture: properties of co-occurrence matrices, with the numbers of scikit-image (Haralick)
//	GaborEnergy        responses of a bank of Gabor filters, with the kernels of scikit-image
//	GIST               the shape of a scene, with the numbers of LMgist (Oliva & Torralba)
//	DCT                low frequencies of the cosine transform, with the numbers of SciPy
//	HuMoments          seven numbers of a shape that don't change when it is moved, turned or scaled, with the numbers of OpenCV
//	ZernikeMoments     numbers of a shape in a disc that don't change when it is turned, with the numbers of mahotas
//	L2Normalize        divides a vector by its length
//	PowerNormalize     signed powers of values, roots by default
//	PolynomialPairs    products of pairs of features
//	Concat             several of these side by side
//	SpatialPyramid     any of these of each cell of grids, coarse to fine (Lazebnik, Schmid & Ponce)
//
// These learn from data, or draw by a seed, and become another stage:
//
//	LearnPatches       learns a dictionary of patches and becomes LearnedPatches (Coates, Lee & Ng)
//	LearnVisualWords   learns visual words of local descriptors and becomes BagOfWords, which counts them
//	LearnVLAD          learns visual words and becomes VLAD, which sums up how descriptors differ from them
//	LearnFisherVector  learns a mixture of Gaussians and becomes FisherVector, which says how descriptors depart from it
//	LearnPCA           learns principal components and becomes PCA
//	LearnZCA           learns to whiten and becomes ZCA
//	LDA                learns where classes lie apart and becomes Projection: linear discriminant analysis
//	Nystroem           makes one of several kernels linear by landmarks, and becomes NystroemMap (Williams & Seeger)
//	RandomFourier      random Fourier features of the Gaussian kernel; becomes RandomFourierMap (Rahimi & Recht)
//	RandomProjection   makes vectors short and keeps distances; becomes Projection (Johnson & Lindenstrauss)
//	Standardize        learns mean and deviation from data and becomes Standardized
//
// The zero values of all are the defaults, their JSON is their configuration.
// The length of a vector follows from the size of the picture, so that Flatten and HOG want it known: put a resize or a
// crop before them.
//
// DenseSIFT makes no vector but a picture of local descriptors, which one of LearnVisualWords, LearnVLAD and LearnFisherVector
// behind it encodes as one, whatever the picture's size.
//
// A usual chain is gray, resize, HOG; colour and shape together are a Concat:
//
//	features.Concat{Branches: [][]tensor.Step{
//		{features.HOG{}},
//		{features.ColorHistogram{Space: tensor.HSV, Bins: []int{8}}},
//	}}
package features
