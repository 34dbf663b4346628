package main

import (
	"os"
	"os/exec"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
)

// cifar10 has accuracies on the 10 000 test pictures. The pictures are JPEG files of quality 75 with half the chroma, which is less
// than what the published figures were made on.
func cifar10() table {
	size := imgproc.Resize{Height: 32, Width: 32}
	pixels := []pipeline.Step{size, imgproc.ToFloat{}, features.Flatten{}, features.Standardize{}}
	hogAndHues := func(h features.HOG) []pipeline.Step {
		return []pipeline.Step{size, features.Concat{Branches: [][]pipeline.Step{
			{colorspace.Convert{To: colorspace.Gray}, h},
			{features.ColorHistogram{Space: colorspace.HSV, Bins: []int{10, 1, 1}}},
		}}, features.Standardize{}}
	}
	patches := func(l features.LearnPatches) []pipeline.Step {
		l.Pool, l.Iterations, l.WhitenEps, l.NormEps, l.Method = 3, 15, 0.5, 0.001, "spherical"
		return []pipeline.Step{
			size, imgproc.ToFloat{}, l, features.Standardize{}, features.LearnPCA{Components: 1500, Samples: 16000, Whiten: true, Solver: "randomized"},
		}
	}
	return table{
		name: "cifar10", title: "CIFAR-10: test accuracy", open: cifarFolders,
		source: "Raw pixels, HOG with a histogram of hues, two layers: the notes and assignments of Stanford's CS231n; learned patches: Coates, Lee & Ng 2011 " +
			"(linear SVM). Their pictures were exact; ours are JPEG files of quality 75 with half the chroma. Learned patches are whitened by PCA, and the " +
			"perceptrons on them learn from mirror images, too.",
		rows: []row{
			{name: "pixels", title: "logistic regression", published: "39–41", bar: 39, steps: pixels, config: func(c *classifier.Config) {
				c.Epochs, c.LR, c.WeightDecay, c.Curve = 20, 0.001, 0.01, classifier.Cosine
			}},
			{name: "pixels-two-layers", title: "two layers, raw pixels", published: "53", bar: 53, steps: pixels, config: func(c *classifier.Config) {
				perceptron(30, 0.3, 500)(c)
				c.LR, c.WeightDecay = 0.01, 1e-3
			}},
			{name: "hog", title: "HOG and hues, linear", published: "41", bar: 41, steps: hogAndHues(features.HOG{Cell: 8, Block: 1}), config: func(c *classifier.Config) {
				c.Epochs, c.LR, c.WeightDecay, c.Curve = 30, 0.01, 1e-4, classifier.Cosine
			}},
			{name: "hog-two-layers", title: "HOG (signed, blocks of 2×2 cells) and hues, two layers", published: "57–60", bar: 57,
				steps: hogAndHues(features.HOG{Cell: 8, Block: 2, Signed: true}), config: func(c *classifier.Config) {
					perceptron(40, 0.3, 500)(c)
					c.LR = 0.05
				}},
			{name: "patches-800", title: "learned patches (800, soft threshold), perceptron, 1000", published: "79.6 (4000)", bar: 79.6,
				steps: patches(features.LearnPatches{Centroids: 800, Encoding: "soft_threshold"}), config: whitened(50), mirrored: true},
			{name: "patches-1600", title: "learned patches (1600, triangle), perceptron, 1000", published: "77.9 (1600)", bar: 77.5,
				steps: patches(features.LearnPatches{Centroids: 1600}), config: whitened(40), mirrored: true},
		},
	}
}

// cifarFolders unpacks the pictures, once.
func cifarFolders() (train, test *dataset.Dataset, err error) {
	const dir = "bench/results/cifar10"
	if _, err := os.Stat(dir); err != nil {
		if err := os.MkdirAll(dir+".part", 0o777); err != nil {
			return nil, nil, err
		}
		unpack := exec.Command("tar", "-C", dir+".part", "-xf", dataDir("cifar10", "cifar10-jpeg.tar.xz"))
		unpack.Stderr = os.Stderr
		if err := unpack.Run(); err != nil {
			return nil, nil, err
		}
		if err := os.Rename(dir+".part", dir); err != nil {
			return nil, nil, err
		}
	}
	return folders(dir)()
}

// whitened is a perceptron for features that are whitened, of which the last ones are mostly noise.
func whitened(epochs int) func(c *classifier.Config) {
	return func(c *classifier.Config) {
		perceptron(epochs, 0.6, 1000)(c)
		c.BatchNorm, c.LR, c.WeightDecay, c.LabelSmoothing, c.MixUp = true, 0.05, 1e-3, 0.1, 0.3
	}
}
