package main

import (
	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/pipeline"
)

// flowers has accuracies on 841 test photos.
func flowers() table {
	return table{
		name: "flowers", title: "Photos of flowers: test accuracy", open: folders(dataDir("conformance", "07_folders", "flowers_small")),
		source: "scikit-learn's LogisticRegression on the same features, in the same run.",
		rows: []row{
			{name: "pixels", title: "preset pixels", published: "45.5", bar: 45.5, steps: preset("pixels"), config: logistic(3476), beside: "softmax"},
			{name: "hog", title: "preset hog", published: "53.6", bar: 53.6, steps: preset("hog"), config: logistic(3476), beside: "softmax"},
		},
	}
}

// logistic is what scikit-learn's LogisticRegression minimises, with its C of 1.
func logistic(samples int) func(c *classifier.Config) {
	return func(c *classifier.Config) {
		c.Method, c.Epochs, c.WeightDecay = classifier.LBFGS, 1000, 1/float64(samples)
	}
}

func preset(name string) []pipeline.Step {
	p, err := saccade.Preset(name)
	if err != nil {
		panic(err) // a name in this program
	}
	return p.Steps
}
