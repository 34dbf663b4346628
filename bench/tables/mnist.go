package main

import (
	"cmp"
	"os"
	"path/filepath"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
)

// dataDir is the folder that SACCADE_DATA names, or the usual one.
func dataDir(parts ...string) string {
	return filepath.Join(append([]string{cmp.Or(os.Getenv("SACCADE_DATA"), "../shared/data")}, parts...)...)
}

// mnist has errors on the 10 000 test digits.
func mnist() table {
	pixels := gray28(imgproc.ToFloat{})
	upright := gray28(imgproc.Deskew{}, imgproc.ToFloat{})
	affine := gray28(imgproc.RandomAffine{
		Degrees: []float64{12}, Translate: []float64{0.06, 0.06}, Scale: []float64{0.88, 1.12}, Shear: []float64{8}, Filter: imgproc.Bilinear,
	}, imgproc.ToFloat{})
	elastic := gray28(imgproc.Deskew{}, imgproc.RandomAffine{
		Degrees: []float64{6}, Translate: []float64{0.05, 0.05}, Scale: []float64{0.9, 1.1}, Shear: []float64{4}, Filter: imgproc.Bilinear,
	}, imgproc.ElasticTransform{Alpha: 50, Sigma: 4}, imgproc.ToFloat{})
	return table{
		name: "mnist", title: "MNIST: test error", errors: true, open: idx(dataDir("mnist")),
		source: "LeCun, Bottou, Bengio & Haffner 1998 and the table at the data set's site: linear, deskewed, 300 and 300+100 hidden units " +
			"(squared error); Hinton 2005: 500+300, softmax, cross-entropy, weight decay; Simard, Steinkraus & Platt 2003: 800 hidden units, " +
			"plain, affine and elastic distortions; Cireşan et al. 2010 is the record of perceptrons, 0.35, with five hidden layers and days of training.",
		rows: []row{
			{name: "linear", title: "linear, hinge loss", published: "12.0", bar: 12, steps: pixels, config: func(c *classifier.Config) {
				c.Kind, c.Epochs, c.LR, c.WeightDecay, c.Curve = classifier.Hinge, 20, 0.1, 1e-5, classifier.Cosine
			}},
			{name: "softmax", title: "softmax", published: "7.5", bar: 7.6, steps: pixels, config: func(c *classifier.Config) {
				c.Epochs, c.LR, c.WeightDecay, c.Curve = 30, 0.1, 1e-4, classifier.Cosine
			}},
			{name: "linear-deskewed", title: "linear, hinge loss, deskewed", published: "8.4", bar: 8.4, steps: upright, config: func(c *classifier.Config) {
				c.Kind, c.Epochs, c.LR, c.WeightDecay, c.Curve = classifier.Hinge, 20, 0.1, 1e-5, classifier.Cosine
			}},
			{name: "300", title: "300 hidden units", published: "4.7", bar: 4.7, steps: pixels, config: perceptron(20, 0, 300)},
			{name: "300-deskewed", title: "300 hidden units, deskewed", published: "1.6", bar: 1.6, steps: upright, config: perceptron(20, 0.2, 300)},
			{name: "300-100", title: "300+100 hidden units", published: "3.05", bar: 3.05, steps: pixels, config: perceptron(20, 0, 300, 100)},
			{name: "500-300", title: "500+300 hidden units, weight decay", published: "1.53", bar: 1.53, steps: pixels, config: perceptron(30, 0.2, 500, 300)},
			{name: "800", title: "800 hidden units", published: "1.6", bar: 1.6, steps: pixels, config: perceptron(30, 0.2, 800)},
			{name: "800-affine", title: "800 hidden units, affine distortions", published: "1.1", bar: 1.1, steps: affine, config: perceptron(60, 0, 800)},
			{name: "800-elastic", title: "800 hidden units, deskewed, elastic distortions", published: "0.7", bar: 0.7, steps: elastic, config: func(c *classifier.Config) {
				perceptron(100, 0.1, 800)(c)
				c.EMA = 0.999
			}},
			{name: "deep-elastic", title: "1000+500 hidden units, deskewed, elastic distortions", published: "0.35", bar: 0.6, steps: elastic, config: func(c *classifier.Config) {
				perceptron(40, 0.1, 1000, 500)(c)
				c.BatchNorm, c.EMA = true, 0.999
			}},
			{name: "patches", title: "HOG of two sizes and learned patches (200) of deskewed digits, perceptron, 1000",
				steps: gray28(imgproc.Deskew{}, features.Concat{Branches: [][]pipeline.Step{
					{features.LearnPatches{
						Centroids: 200, Pool: 4, WhitenEps: 0.1, NormEps: 0.001, Iterations: 15, Method: "spherical", Encoding: "soft_threshold",
					}},
					{features.HOG{Cell: 4, Block: 2, Signed: true}},
					{features.HOG{Cell: 7, Block: 2}},
				}}, features.Standardize{}, features.LearnPCA{Components: 500, Samples: 10000, Whiten: true, Solver: "randomized"}), config: whitened(25)},
		},
	}
}

// gray28 puts steps behind what brings a picture to 28×28 in gray.
func gray28(steps ...pipeline.Step) []pipeline.Step {
	return append([]pipeline.Step{colorspace.Convert{To: colorspace.Gray}, imgproc.Resize{Height: 28, Width: 28}}, steps...)
}

// perceptron trains hidden layers of ReLU with a cosine.
func perceptron(epochs int, dropout float64, hidden ...int) func(c *classifier.Config) {
	return func(c *classifier.Config) {
		c.Hidden, c.Epochs, c.Dropout = hidden, epochs, dropout
		c.Batch, c.LR, c.WeightDecay, c.Curve = 128, 0.1, 1e-4, classifier.Cosine
	}
}
