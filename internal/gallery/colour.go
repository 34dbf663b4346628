package main

import (
	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/tensor"
)

var colourGroup = group{"Colour", []operation{
	{step: colorspace.Convert{To: tensor.Lab}, params: "`to` (required)", equals: "scikit-image, OpenCV and the published formulas; see [colorspace](../../colorspace/doc.go)", photo: "coffee"},
}}
