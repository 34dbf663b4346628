package effects

import "github.com/saccade-go/saccade/tensor"

// Steps returns one of each stage, for pipeline.Catalogue.With.
func Steps() []tensor.Step {
	return []tensor.Step{
		BildBoxBlur{},
		BildBrightness{},
		BildContrast{},
		BildDilate{},
		BildEdgeDetection{},
		BildEmboss{},
		BildErode{},
		BildGamma{},
		BildGaussianBlur{},
		BildGrayscale{},
		BildHue{},
		BildInvert{},
		BildMedian{},
		BildSaturation{},
		BildSepia{},
		BildSharpen{},
		BildSobel{},
		BildThreshold{},
		BildUnsharpMask{},
		ImagingBlur{},
		ImagingBrightness{},
		ImagingContrast{},
		ImagingConvolve{},
		ImagingGamma{},
		ImagingGrayscale{},
		ImagingInvert{},
		ImagingSaturation{},
		ImagingSharpen{},
		ImagingSigmoid{},
	}
}
