package main

import "github.com/saccade-go/saccade/imgproc"

var valueGroup = group{"Photometry", []operation{
	{step: imgproc.ToFloat{}, equals: "torchvision `ToTensor`"},
	{step: imgproc.Normalize{Mean: []float32{0.5}, Std: []float32{0.5}}, params: "`mean`, `std` (required)", equals: "`torchvision.Normalize`"},
}}
