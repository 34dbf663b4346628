// Package features turns pictures into feature vectors: float32 tensors of shape D×1×1, which classifiers take.
//
//	Flatten         every value of the picture, plane by plane
//	ColorHistogram  how often colours occur, in any space of package colorspace
//	HOG             histograms of oriented gradients, with the numbers of scikit-image or OpenCV
//	Concat          several of these side by side
//	LDA             learns where classes lie apart and becomes Projection: linear discriminant analysis
//	LearnPatches    learns a dictionary of patches and becomes LearnedPatches (Coates, Lee & Ng)
//	Nystroem        makes one of several kernels linear by landmarks, and becomes NystroemMap (Williams & Seeger)
//	RandomFourier   random Fourier features of the Gaussian kernel; becomes RandomFourierMap (Rahimi & Recht)
//	RandomProjection  makes vectors short and keeps distances; becomes Projection (Johnson & Lindenstrauss)
//	Standardize     learns mean and deviation from data and becomes Standardized
//
// Those that become something else learn it from data or draw it by a seed; all others are stages. Their zero values are the defaults,
// their JSON is their configuration.
// The length of a vector follows from the size of the picture, so that Flatten and HOG want it known: put a resize or a
// crop before them.
//
// A usual chain is gray, resize, HOG; colour and shape together are a Concat:
//
//	features.Concat{Branches: [][]tensor.Step{
//		{features.HOG{}},
//		{features.ColorHistogram{Space: tensor.HSV, Bins: []int{8}}},
//	}}
package features
