package main

// A contest is one feature, made by Saccade and by others.
type contest struct {
	name   string
	title  string
	items  int                // how many pictures or vectors one repetition takes
	least  float64            // how many of them a second are wanted of ours; 0: no bar
	others []string           // who takes part beside Saccade
	near   map[string]float64 // how far results may differ from theirs; who isn't here makes another feature of the kind
}

// vectors is how many vectors PCA is given at once.
const vectors = 256

var contests = []contest{
	{"hog-128", "HOG 128×128 gray, 9 bins, cells 8×8, blocks 3×3", 1, 5000, []string{"opencv", "skimage"}, map[string]float64{"skimage": 1e-6}},
	{"lbp-128", "LBP 128×128 gray, uniform, 8 points, radius 1", 1, 0, []string{"skimage"}, map[string]float64{"skimage": 1e-7}},
	{"histogram-224", "ColorHistogram 224×224 RGB, 3 × 16 bins", 1, 0, []string{"opencv", "numpy"}, map[string]float64{"opencv": 1e-7, "numpy": 1e-7}},
	{"patches-32", "LearnedPatches 32×32 RGB, 1600 centroids of 6×6, triangle, 2×2 cells", 1, 0, []string{"numpy"}, map[string]float64{"numpy": 1e-3}},
	{"pca-784", "PCA 784 → 64, 256 vectors", vectors, 0, []string{"sklearn"}, map[string]float64{"sklearn": 1e-3}},
}
