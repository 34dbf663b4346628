package main

import (
	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
)

// digits has accuracies on the last part of UCI's 1797 digits of 8×8.
func digits() table {
	pixels := []pipeline.Step{colorspace.Convert{To: colorspace.Gray}, imgproc.Resize{Height: 8, Width: 8}, imgproc.ToFloat{}}
	return table{
		name: "digits", title: "UCI digits: test accuracy", open: folders(dataDir("conformance", "06_learning", "data", "digits8x8")),
		source: "scikit-learn's LogisticRegression and MLPClassifier on the same features, in the same run.",
		rows: []row{
			{name: "softmax", title: "softmax", published: "92.8", bar: 92.8, steps: pixels, config: logistic(1297), beside: "softmax"},
			{name: "mlp-64", title: "perceptron, 64", published: "93.4", bar: 93.4, steps: pixels, config: perceptron(60, 0, 64), beside: "mlp"},
		},
	}
}
