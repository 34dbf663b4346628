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
	shapes := append([]pipeline.Step{imgproc.RandomFlip{}, imgproc.RandomCrop{Height: 28, Width: 28, Padding: 2}}, gray28(features.Concat{Branches: [][]pipeline.Step{
		{features.HOG{Cell: 4, Block: 2, Signed: true}}, {features.HOG{Cell: 7, Block: 2}}, {features.HOG{Cell: 14, Block: 1, Orientations: 18}},
	}}, features.Standardize{})...)
	return table{
		name: "fashion", title: "Fashion-MNIST: test accuracy", open: idx(fashionDir()),
		source: "Xiao, Rasul & Vollgraf 2017 (benchmark of the data set, best parameters of each method) and, for HOG with a linear SVM, the list at the data set's site.",
		rows: []row{
			{name: "logistic", title: "logistic regression", published: "84.2", bar: 84.2, steps: pixels, config: func(c *classifier.Config) {
				c.Epochs, c.LR, c.WeightDecay, c.Curve = 40, 0.05, 1e-4, classifier.Cosine
			}},
			{name: "mlp-100", title: "perceptron, 100", published: "87.1", bar: 87.1, steps: pixels, config: perceptron(20, 0, 100)},
			{name: "mlp-256-128-100", title: "perceptron, 256+128+100", published: "88.33", bar: 88.33, steps: pixels, config: perceptron(25, 0.1, 256, 128, 100)},
			{name: "rbf", title: "Gaussian kernel (Nyström, 3000 landmarks), softmax", published: "89.7 (SVC)", bar: 89.7,
				steps: gray28(imgproc.ToFloat{}, features.Flatten{}, features.Nystroem{Components: 3000, Gamma: 0.02}), config: func(c *classifier.Config) {
					c.Method, c.Epochs, c.WeightDecay = classifier.LBFGS, 300, 1e-6
				}},
			{name: "hog", title: "HOG of three sizes, perceptron, 1000, flips and shifts", published: "92.6", bar: 92.6, steps: shapes, config: func(c *classifier.Config) {
				perceptron(30, 0.5, 1000)(c)
				c.BatchNorm, c.LR, c.WeightDecay = true, 0.05, 5e-4
			}},
			{name: "patches", title: "learned patches (200), HOG and pixels, perceptron, 512", bar: 93, steps: gray28(features.Concat{Branches: [][]pipeline.Step{
				{features.HOG{Cell: 4, Block: 2}, features.Standardize{}},
				{features.LearnPatches{Centroids: 200, Pool: 4, WhitenEps: 0.5, NormEps: 0.001}, features.Standardize{}},
				{features.Flatten{}, features.Standardize{}},
			}}), config: func(c *classifier.Config) {
				perceptron(20, 0.5, 512)(c)
				c.BatchNorm, c.LR, c.WeightDecay = true, 0.05, 5e-4
			}},
		},
	}
}
