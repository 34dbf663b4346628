// Package imgproc has the geometric and photometric operations on images, one to a file, each a stage:
// a struct whose fields are its parameters, whose JSON is its configuration and whose zero value is the
// documented default.
//
//	size      Resize, Reduce, Letterbox, Fill, CropResize
//	cut       Crop, CenterCrop, Pad, FiveCrop, TenCrop, Tiles, Erase
//	turn      FlipHorizontal, FlipVertical, Rotate90, Transpose, Transverse, Deskew
//	warp      Affine, Rotate, Shear, Perspective, Remap, Elastic, ThinPlateSpline
//	values    ToFloat, Normalize, PerImageStandardize, LocalContrastNormalize, Clamp, Levels, LUT,
//	          AddGaussianNoise, AddSaltAndPepper
//	colours   Brightness, Contrast, Saturation, Hue, Gamma, Invert, Grayscale, Posterize, Solarize, WhiteBalance, Sharpness
//	histogram AutoContrast, Equalize, CLAHE, MatchHistogram
//	threshold Threshold, Otsu, AdaptiveThreshold
//	smooth    GaussianBlur, BoxBlur, Median, Percentile, Bilateral, UnsharpMask, Convolve, LowPass, HighPass
//	edges     Sobel, Scharr, Prewitt, Laplacian, LaplacianOfGaussian, DifferenceOfGaussians, Gabor, Canny
//	shapes    Erode, Dilate, Open, Close, MorphGradient, TopHat, BlackHat, HitOrMiss, FillHoles, RemoveSmallObjects,
//	          DistanceTransform, ConnectedComponents, IntegralImage
//	files     JPEGCompression
//	random    RandomFlip, RandomCrop, RandomResizedCrop, RandomRotation, RandomAffine, RandomPerspective, ElasticTransform,
//	          RandomErasing, Cutout, RandomJPEG, ColorJitter, RandomGrayscale, GaussianNoise, SaltAndPepper, RandAugment,
//	          TrivialAugmentWide; of others: RandomApply, OneOf
//	others    Compose, Identity
//
// docs/gallery has a picture of each, and a table of parameters, references and costs.
//
// A stage is asked what it makes of an input, and applied to a destination that has that spec:
//
//	resize := imgproc.Resize{Shorter: 256}
//	out, err := resize.OutSpec(src.Spec)
//	…
//	dst := tensor.New(out)
//	err = resize.Apply(dst, src)
//
// OutSpec needs no pixels and no size: height and width of 0 mean "not known yet" and stay so where the
// result's depend on them. Apply is safe for concurrent use, doesn't change src, and in the steady state
// allocates nothing.
//
// Stages that move or smooth pixels, or change values, keep the type: a uint8 result is rounded and clipped as the reference does, a
// float32 result isn't, unless the stage says so. Derivatives, transforms and labels give float32, for which uint8 counts as v/255;
// their space is none. Photometry wants gray or RGB, and leaves alpha alone; other stages take any number of channels in any space.
//
// # Numbers
//
// The results are those of the libraries people train with, and tests hold them to it: torchvision, Pillow, OpenCV, scikit-image,
// SciPy, NumPy. Each stage's comment says which it meets and how it rounds. Where two libraries differ in more than rounding, a
// parameter chooses.
//
// What lies beyond the border is a [Border], how values between pixels are found a [Filter]; the zero value of both is the
// stage's own default.
//
// # Random stages
//
// A random stage has no Apply but Draw, which returns a plain stage (FlipHorizontal, Crop, Affine, Identity …) that can be stored as
// JSON and applied again. Draw takes its randomness from the generator it is given and from nothing else.
//
// # Errors
//
// A parameter that makes no sense is a [*tensor.ParamError], an input that a stage can't take a [*tensor.SpecError];
// both come from OutSpec, and from Apply, which asks OutSpec first. Nothing panics on bad parameters or inputs.
package imgproc
