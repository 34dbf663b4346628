package main

// An operation is a contest, with its bar.
type operation struct {
	name, dtype string
	title       string
	least       float64 // how many times as fast as OpenCV ours is to be; 0: no bar
	near        float64 // how far results may differ for the work to count as the same; Lab has its own judge
}

// third is "no slower than three times".
const third = 1. / 3

var operations = []operation{
	{"gaussian", "uint8", "Gaussian σ=2, gray", third, 2},
	{"gaussian", "float32", "Gaussian σ=2, gray", 0, 1e-4},
	{"sobel", "uint8", "Sobel in x to float32, gray", third, 1e-3},
	{"sobel", "float32", "Sobel in x, gray", 0, 1e-5},
	{"median", "uint8", "Median 3×3, gray", third, 0},
	{"median", "float32", "Median 3×3, gray", 0, 0},
	{"erode", "uint8", "Erosion 15×15, gray", third, 0},
	{"erode", "float32", "Erosion 15×15, gray", 0, 0},
	{"equalize", "uint8", "Equalize, gray", third, 0},
	{"hsv", "float32", "RGB to HSV", 1, 1e-2},
	{"lab", "float32", "RGB to Lab", 1, 2},
	{"affine", "uint8", "Affine, bilinear, 30°, RGB", third, 8},
	{"affine", "float32", "Affine, bilinear, 30°, RGB", 0, 0.05},
}
