package main

import (
	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

var colourGroup = group{"Colour", []operation{{
	step: colorspace.Convert{To: tensor.Lab}, params: "`to` (required): one of the 22 spaces of [colorspace](../../colorspace/doc.go)",
	equals: "the published formulas; scikit-image, colour-science", photo: "coffee", more: otherSpaces(),
}}}

// otherSpaces converts to all spaces but alpha's and Lab.
func otherSpaces() (steps []pipeline.Step) {
	for _, space := range tensor.Spaces() {
		if space != tensor.None && space != tensor.Lab && !space.HasAlpha() && space != tensor.RGB {
			steps = append(steps, colorspace.Convert{To: space})
		}
	}
	return steps
}
