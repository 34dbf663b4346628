package main

// A job is a contest, with its bar.
type job struct {
	name, title string
	samples     float64   // pictures, or vectors, that one repetition works on
	least       float64   // samples per second that ours is to reach; 0: no bar
	times       float64   // how many times as fast as OpenCV ours is to be; 0: no bar
	near        float64   // how far results may differ for the work to count as the same
	input       []float32 // what the job works on; the workers know its parts
}

// The shapes that the jobs' inputs have, in the workers, too.
const (
	side                 = 128 // of gray pictures
	colourSide           = 224
	vectors, long, short = 1000, 784, 64
	small, patch, atoms  = 32, 6 * 6 * 3, 1600
)

var jobs = []job{
	{"hog", "HOG of 128×128, cells of 8×8, 9 bins, blocks of 3×3, scikit-image's", 1, 5000, 0, 1e-5, picture(side, side, 1)},
	{"hog-opencv", "HOG of 128×128, cells of 8×8, 9 bins, blocks of 2×2, OpenCV's", 1, 0, 1, 1e-5, picture(side, side, 1)},
	{"lbp", "histogram of uniform LBP of 128×128, 8 points", 1, 0, 0, 1e-6, picture(side, side, 1)},
	{"histogram", "histograms of 224×224 RGB, 16 bins each", 1, 0, 0, 0, picture(colourSide, colourSide, 3)},
	{"pca", "PCA of 1000 vectors, 784 → 64", vectors, 0, 0, 1e-3, noise(long + short*long + vectors*long)},
	{"patches", "codes of 729 patches of 32×32 RGB by 1600 centroids, 2×2 cells", 1, 0, 0, 0.05, append(noise(patch+patch*patch+atoms*patch), unit(picture(small, small, 3))...)},
}

// picture has slopes, edges and a little noise, plane by plane, 0..255.
func picture(h, w, channels int) []float32 {
	out := make([]float32, 0, channels*h*w)
	for c := range channels {
		for y := range h {
			for x := range w {
				v := 90 + 60*((x*(c+2)/7+y*3/5)%3) + x*y%17
				out = append(out, float32(min(v, 255)))
			}
		}
	}
	return out
}

func unit(values []float32) []float32 {
	for i := range values {
		values[i] /= 255
	}
	return values
}

// noise has n numbers in −½..½.
func noise(n int) []float32 {
	out := make([]float32, n)
	state := uint32(1)
	for i := range out {
		state = state*1664525 + 1013904223
		out[i] = float32(state>>8)/(1<<24) - 0.5
	}
	return out
}
