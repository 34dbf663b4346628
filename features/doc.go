// Package features turns pictures into feature vectors: float32 tensors of shape D×1×1, which classifiers take.
//
//	Flatten         every value of the picture, plane by plane
//	ColorHistogram  how often colours occur, in any space of package colorspace
//	HOG             histograms of oriented gradients, with the numbers of scikit-image
//	LBP             histograms of local binary patterns; LBPCodes has them as a picture
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
