// Package features turns pictures into feature vectors: float32 tensors of shape D×1×1, which classifiers take.
//
//	Flatten         every value of the picture, plane by plane
//	ColorHistogram  how often colours occur, in any space of package colorspace
//	ColorMoments    mean, deviation and skewness of each channel, in cells (Stricker & Orengo)
//	EdgeHistogram   directions of edges in cells (after MPEG-7)
//	GLCM            texture: properties of co-occurrence matrices, with the numbers of scikit-image (Haralick)
//	HOG             histograms of oriented gradients, with the numbers of scikit-image
//	HuMoments       seven numbers of a shape that don't change when it is moved, turned or scaled, with the numbers of OpenCV
//	ZernikeMoments  numbers of a shape in a disc that don't change when it is turned, with the numbers of mahotas
//	Concat          several of these side by side
//	LearnPatches    learns a dictionary of patches and becomes LearnedPatches (Coates, Lee & Ng)
//	Standardize     learns mean and deviation from data and becomes Standardized
//
// All but Standardize and LearnPatches are stages: their zero values are the defaults, their JSON is their configuration.
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
