// Package pipeline joins stages into a checked plan and runs it over many images.
//
// A [Pipeline] says how files are decoded and which steps follow. [Pipeline.Compile] walks the specs through all
// steps before any image is read and reports every mistake at once; what it returns is a [Plan], which can be
// explained, run on one image ([Plan.Run]) or on many ([Map]):
//
//	p := pipeline.New(
//		imgproc.Resize{Shorter: 256},
//		imgproc.CenterCrop{Height: 224, Width: 224},
//		imgproc.ToFloat{},
//	)
//	plan, err := p.Compile(p.Input())
//
// A step is one of three kinds. A [Stage] is ready to run. A [Random] draws a stage for each sample while
// training. A [Fitter] learns from data and becomes a stage ([Fit]); a [LabelledFitter] learns from their classes, too.
//
// A pipeline is written to and read from JSON and YAML. A step is its name in snake_case with its parameters:
//
//	decode: {space: rgb}
//	steps:
//	  - resize: {shorter: 256}
//	  - center_crop: {height: 224, width: 224}
//	  - to_float
//
// The names stand in the [Catalogue].
package pipeline
