package main

import "github.com/saccade-go/saccade/imgproc"

var valueGroup = group{"Photometry", []operation{
	{step: imgproc.ToFloat{}, equals: "torchvision `ToTensor`"},
	{step: imgproc.Normalize{Mean: []float32{0.5}, Std: []float32{0.5}}, params: "`mean`, `std` (required)", equals: "`torchvision.Normalize`"},
	{step: imgproc.JPEGCompression{Quality: 8}, params: "`quality` 75", equals: "Pillow, saved as JPEG and opened again, byte for byte"},
}}
