package main

import "github.com/saccade-go/saccade/imgproc"

var valueGroup = group{"Photometry", []operation{
	{step: imgproc.ToFloat{}, equals: "torchvision `ToTensor`"},
	{step: imgproc.Normalize{Mean: []float32{0.5}, Std: []float32{0.5}}, params: "`mean`, `std` (required)", equals: "`torchvision.Normalize`"},
	{step: imgproc.Brightness{Factor: 1.6}, params: "`factor` 0", equals: "`torchvision.adjust_brightness`"},
	{step: imgproc.Contrast{Factor: 2}, params: "`factor` 0", equals: "`torchvision.adjust_contrast`"},
	{step: imgproc.Saturation{Factor: 2.5}, params: "`factor` 0", equals: "`torchvision.adjust_saturation`", photo: "coffee"},
	{step: imgproc.Hue{Shift: 0.35}, params: "`shift` 0", equals: "`torchvision.adjust_hue`", photo: "coffee"},
	{step: imgproc.Grayscale{}, equals: "`torchvision.rgb_to_grayscale`", photo: "astronaut"},
	{step: imgproc.Sharpness{Factor: 4}, params: "`factor` 0", equals: "`torchvision.adjust_sharpness`"},
	{step: imgproc.Gamma{Gamma: 0.5}, params: "`gamma` (required), `gain` 1", equals: "`torchvision.adjust_gamma`"},
	{step: imgproc.Invert{}, equals: "`torchvision.invert`"},
	{step: imgproc.Posterize{Bits: 2}, params: "`bits` (required)", equals: "`torchvision.posterize`", photo: "astronaut"},
	{step: imgproc.Solarize{}, params: "`threshold` the middle", equals: "`torchvision.solarize`, Pillow `solarize`"},
	{step: imgproc.AutoContrast{Cutoff: 1}, params: "`cutoff` 0", equals: "Pillow `autocontrast`; `torchvision.autocontrast` on float32"},
	{step: imgproc.Equalize{}, params: "`method` pillow", equals: "Pillow `equalize`, `torchvision.equalize`, or `cv2.equalizeHist`"},
	{step: imgproc.CLAHE{ClipLimit: 4}, params: "`clip_limit` 40, `columns`, `rows` 8", equals: "`cv2.createCLAHE`", photo: "rocket"},
	{step: imgproc.MatchHistogram{Reference: dark()}, params: "`reference` (required)", equals: "`skimage.exposure.match_histograms`"},
	{step: imgproc.WhiteBalance{}, equals: "gray world (Buchsbaum 1980)", photo: "coffee"},
	{step: imgproc.Levels{Black: 60, White: 200, Gamma: 1.3}, params: "`black` 0, `white` 255 or 1, `gamma` 1, `out_black` 0, `out_white` 255 or 1", equals: "`skimage.exposure.rescale_intensity`, ImageMagick `-level`"},
	{step: imgproc.Clamp{Min: 80, Max: 160}, params: "`min` 0, `max` 255 or 1", equals: "`torch.clamp`"},
	{step: imgproc.LUT{Table: stairs()}, params: "`table` or `tables` (required)", equals: "`cv2.LUT`"},
	{step: imgproc.Threshold{Value: 120}, params: "`value` 0, `max` 255 or 1, `kind` binary", equals: "`cv2.threshold`"},
	{step: imgproc.Otsu{}, params: "`invert` no", equals: "`skimage.filters.threshold_otsu`, `cv2.threshold` with `THRESH_OTSU`"},
	{step: imgproc.PerImageStandardize{}, equals: "`tf.image.per_image_standardization`"},
	{step: imgproc.AddGaussianNoise{Seed: 1}, params: "`mean` 0, `sigma` 0.1, `seed` 0", equals: "torchvision `gaussian_noise`, by its distribution"},
	{step: imgproc.AddSaltAndPepper{Seed: 1}, params: "`amount` 0.05, `salt` 0.5, `seed` 0", equals: "`skimage.util.random_noise`, by its distribution"},
	{step: imgproc.JPEGCompression{Quality: 8}, params: "`quality` 75", equals: "Pillow, saved as JPEG and opened again, byte for byte"},
}}

// dark is a histogram in which low values are the most frequent.
func dark() [][]float64 {
	h := make([]float64, 256)
	for i := range h {
		h[i] = float64((256 - i) * (256 - i))
	}
	return [][]float64{h}
}

// stairs is a table of five steps.
func stairs() []float32 {
	t := make([]float32, 256)
	for i := range t {
		t[i] = float32(i/52) * 63
	}
	return t
}
