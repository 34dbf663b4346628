package main

import (
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
)

var randomGroup = group{"Random", []operation{
	{step: imgproc.RandomFlip{}, params: "`p` 0.5, `vertical` no", equals: "torchvision `RandomHorizontalFlip`, `RandomVerticalFlip`"},
	{step: imgproc.RandomCrop{Height: 60, Width: 60}, params: "`height`, `width` (required), `padding` 0, `mode` constant, `value` 0", equals: "torchvision `RandomCrop`"},
	{step: imgproc.RandomRotation{Degrees: []float64{40}}, params: "`degrees` (required), `expand` no, `center` the middle, `filter` nearest, `border` constant, `value` 0", equals: "torchvision `RandomRotation`"},
	{step: imgproc.RandomAffine{Degrees: []float64{20}, Translate: []float64{0.2, 0.2}, Scale: []float64{0.7, 1.2}}, params: "`degrees` (required), `translate`, `scale`, `shear` none, `center` the middle, `filter` nearest, `border` constant, `value` 0", equals: "torchvision `RandomAffine`"},
	{step: imgproc.RandomPerspective{}, params: "`distortion` 0.5, `p` 0.5, `filter` bilinear, `border` constant, `value` 0", equals: "torchvision `RandomPerspective`"},
	{step: imgproc.ElasticTransform{Alpha: 90}, params: "`alpha` 50, `sigma` 5, `filter` bilinear, `border` constant, `value` 0", equals: "torchvision `ElasticTransform`, Simard et al. 2003"},
	{step: imgproc.RandomJPEG{Min: 5, Max: 60}, params: "`min`, `max` (required)", equals: "torchvision `v2.JPEG`"},
	{step: imgproc.ColorJitter{Brightness: []float64{0.4}, Contrast: []float64{0.4}, Saturation: []float64{0.8}, Hue: []float64{0.2}}, params: "`brightness`, `contrast`, `saturation`, `hue` none", equals: "torchvision `ColorJitter`", photo: "coffee"},
	{step: imgproc.RandomGrayscale{}, params: "`p` 0.1", equals: "torchvision `RandomGrayscale`"},
	{step: imgproc.GaussianNoise{}, params: "`mean` 0, `sigma` 0.1", equals: "torchvision `GaussianNoise`"},
	{step: imgproc.SaltAndPepper{}, params: "`amount` 0.05, `salt` 0.5", equals: "`skimage.util.random_noise`"},
	{step: imgproc.RandAugment{Magnitude: 20}, params: "`num_ops` 2, `magnitude` 9, `bins` 31, `filter` nearest, `border` constant, `value` 0", equals: "torchvision `RandAugment`"},
	{step: imgproc.TrivialAugmentWide{}, params: "`bins` 31, `filter` nearest, `border` constant, `value` 0", equals: "torchvision `TrivialAugmentWide`"},
	{step: imgproc.RandomApply{Steps: []pipeline.Step{imgproc.RandomFlip{}, imgproc.Rotate90{Turns: 2}}}, params: "`steps` (required), `p` 0.5", equals: "torchvision `RandomApply`"},
	{step: imgproc.OneOf{Steps: []pipeline.Step{imgproc.FlipHorizontal{}, imgproc.JPEGCompression{Quality: 3}}}, params: "`steps` (required), `weights` equal", equals: "torchvision `RandomChoice`, albumentations `OneOf`"},
	{step: imgproc.Compose{Steps: []pipeline.Step{imgproc.FlipVertical{}, imgproc.JPEGCompression{Quality: 3}}}, params: "`steps` (required)", equals: "torchvision `Compose`"},
	{step: imgproc.RandomResizedCrop{Height: 60, Width: 60}, params: "`height`, `width` (required), `scale` [0.08, 1], `ratio` [3/4, 4/3], `filter` bilinear", equals: "torchvision `RandomResizedCrop`"},
	{step: imgproc.RandomErasing{P: 1}, params: "`p` 0.5, `scale` [0.02, 0.33], `ratio` [0.3, 3.3], `value` 0, `noise` no", equals: "torchvision `RandomErasing`"},
	{step: imgproc.Cutout{Size: 24, Holes: 2}, params: "`size` (required), `holes` 1, `value` 0", equals: "DeVries and Taylor"},
}}
