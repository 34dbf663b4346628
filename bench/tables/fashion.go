package main

import (
	"cmp"
	"os"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
)

// fashionDir is where Debian's package dataset-fashion-mnist has the files, unless FASHION_MNIST names another folder.
func fashionDir() string {
	return cmp.Or(os.Getenv("FASHION_MNIST"), "/usr/share/datasets/fashion-mnist")
}

// fashion has accuracies on the 10 000 test pictures.
func fashion() table {
	pixels := gray28(imgproc.ToFloat{})
	hog := [][]pipeline.Step{
		{features.HOG{Cell: 4, Block: 2, Signed: true}}, {features.HOG{Cell: 7, Block: 2}}, {features.HOG{Cell: 3, Block: 2}},
	}
	patches := func(centroids int) []pipeline.Step {
		return []pipeline.Step{features.LearnPatches{
			Centroids: centroids, Pool: 4, WhitenEps: 0.5, NormEps: 0.001, Iterations: 15, Method: "spherical", Encoding: "soft_threshold",
		}}
	}
	components := func(branches [][]pipeline.Step, n int) []pipeline.Step {
		return gray28(features.Concat{Branches: branches}, features.Standardize{}, features.LearnPCA{Components: n, Samples: 10000, Whiten: true, Solver: "randomized"})
	}
	landmarks := func(gamma float64, view pipeline.Step) []pipeline.Step {
		return []pipeline.Step{imgproc.ToFloat{}, view, features.Flatten{}, features.Nystroem{Components: 2500, Gamma: gamma}}
	}
	return table{
		name: "fashion", title: "Fashion-MNIST: test accuracy", open: idx(fashionDir()),
		source: "Xiao, Rasul & Vollgraf 2017 (benchmark of the data set, best parameters of each method) and, for HOG with a linear SVM, the list at the data set's site. " +
			"The kernel row sees the pixels in three ways: on held-out training pictures, 2000 landmarks reach 88.5 % on the pixels, 89.7 % on " +
			"their powers and 90.7 % on both.",
		rows: []row{
			{name: "logistic", title: "logistic regression", published: "84.2", bar: 84.2, steps: pixels, config: func(c *classifier.Config) {
				c.Epochs, c.LR, c.WeightDecay, c.Curve = 40, 0.05, 1e-4, classifier.Cosine
			}},
			{name: "mlp-100", title: "perceptron, 100", published: "87.1", bar: 87.1, steps: pixels, config: perceptron(20, 0, 100)},
			{name: "mlp-256-128-100", title: "perceptron, 256+128+100", published: "88.33", bar: 88.33, steps: pixels, config: perceptron(25, 0.1, 256, 128, 100)},
			{name: "rbf", title: "Gaussian kernels of pixels, of pixels^0.3 and of local contrast (Nyström, 2500 landmarks each), softmax", published: "89.7 (SVC)", bar: 89.7,
				steps: gray28(features.Concat{Branches: [][]pipeline.Step{
					landmarks(0.03, imgproc.Gamma{Gamma: 1}), landmarks(0.03, imgproc.Gamma{Gamma: 0.3}), landmarks(0.002, imgproc.LocalContrastNormalize{}),
				}}, features.Standardize{}),
				config: func(c *classifier.Config) {
					c.Epochs, c.Batch, c.LR, c.WeightDecay, c.LabelSmoothing, c.Curve = 15, 128, 0.003, 1e-3, 0.1, classifier.Cosine
				}},
			{name: "hog", title: "HOG of three sizes and learned patches (200), perceptron, 1000", published: "92.6 (HOG, SVM)", bar: 92.6,
				steps: components(append(hog, patches(200)), 700), config: whitened(25)},
			{name: "patches", title: "learned patches (400, soft threshold), perceptron, 1000, mirror images", bar: 93,
				steps: components([][]pipeline.Step{patches(400)}, 1000), config: whitened(25), mirrored: true},
		},
	}
}
