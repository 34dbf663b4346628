package main

import "github.com/saccade-go/saccade/imgproc"

var randomGroup = group{"Random", []operation{
	{step: imgproc.RandomFlip{}, params: "`p` 0.5, `vertical` no", equals: "torchvision `RandomHorizontalFlip`, `RandomVerticalFlip`"},
	{step: imgproc.RandomCrop{Height: 60, Width: 60}, params: "`height`, `width` (required), `padding` 0, `mode` constant, `value` 0", equals: "torchvision `RandomCrop`"},
	{step: imgproc.RandomJPEG{Min: 5, Max: 60}, params: "`min`, `max` (required)", equals: "torchvision `v2.JPEG`"},
}}
