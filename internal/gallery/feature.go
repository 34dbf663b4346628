package main

import (
	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

var featureGroup = group{"Features", []operation{
	{step: features.HOG{}, params: "`orientations` 9, `cell` 8, `block` 3, `norm` l2hys, `transform_sqrt` no", equals: "`skimage.feature.hog`"},
	{step: features.ColorHistogram{}, params: "`space` as it is, `bins` 8 each, `joint` no, `norm` l1", equals: "`numpy.histogramdd`"},
	{step: features.Flatten{}, equals: "`torch.flatten`"},
	{step: features.Concat{Branches: [][]pipeline.Step{{colorspace.Convert{To: tensor.Gray}, features.HOG{}}, {imgproc.ToFloat{}, features.Flatten{}}}}, params: "`branches` (required)", equals: "scikit-learn `FeatureUnion`"},
	{step: features.Standardize{}, params: "`per_value` no, `eps` 0", equals: "scikit-learn `StandardScaler`"},
	{step: features.Standardized{Mean: perChannel(0.4, 0.5, 0.6), Std: perChannel(0.2, 0.3, 0.4)}, params: "`mean`, `std` (learned)", equals: "what `standardize` becomes"},
}}

func perChannel(values ...float32) tensor.Tensor { return *tensor.Vector(values) }
