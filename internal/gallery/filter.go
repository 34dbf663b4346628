package main

import "github.com/saccade-go/saccade/imgproc"

var filterGroup = group{"Filters", []operation{
	{step: imgproc.GaussianBlur{Sigma: 3}, params: "`sigma` (required), `sigma_y` sigma, `size` 2·⌊4σ+½⌋+1, `border` reflect", equals: "`scipy.ndimage.gaussian_filter`; with size `cv2.GaussianBlur`, `torchvision.gaussian_blur`"},
	{step: imgproc.BoxBlur{Size: 9}, params: "`size`, or `width` and `height` (required), `border` reflect", equals: "`cv2.blur`, `scipy.ndimage.uniform_filter`"},
	{step: imgproc.Median{Size: 7}, params: "`size` 3, `border` edge", equals: "`cv2.medianBlur`, `scipy.ndimage.median_filter`"},
	{step: imgproc.Percentile{Percent: 20, Size: 7}, params: "`percent` 0, `size` 3, `border` symmetric", equals: "`scipy.ndimage.percentile_filter`"},
	{step: imgproc.Bilateral{SigmaColor: 40, SigmaSpace: 4}, params: "`sigma_color`, `sigma_space` (required), `size` 2·round(1.5·sigma_space)+1, `border` reflect", equals: "`cv2.bilateralFilter`", photo: "astronaut"},
	{step: imgproc.UnsharpMask{Radius: 2, Amount: 2}, params: "`radius` 1, `amount` 1, `border` reflect", equals: "`skimage.filters.unsharp_mask`"},
	{step: imgproc.Convolve{Kernel: [][]float32{{-2, -1, 0}, {-1, 1, 1}, {0, 1, 2}}}, params: "`kernel` (required), `flip` no, `offset` 0, `border` reflect", equals: "`cv2.filter2D`; with flip `scipy.ndimage.convolve`"},
	{step: imgproc.Sobel{}, params: "`axis` magnitude, `raw` no, `border` reflect", equals: "`skimage.filters.sobel`, raw `cv2.Sobel`"},
	{step: imgproc.Scharr{Axis: "x"}, params: "`axis` magnitude, `raw` no, `border` reflect", equals: "`skimage.filters.scharr`, raw `cv2.Scharr`"},
	{step: imgproc.Prewitt{Axis: "y"}, params: "`axis` magnitude, `raw` no, `border` reflect", equals: "`skimage.filters.prewitt`, raw `scipy.ndimage.prewitt`"},
	{step: imgproc.Laplacian{}, params: "`size` 1, `border` reflect", equals: "`cv2.Laplacian`, `scipy.ndimage.laplace`"},
	{step: imgproc.LaplacianOfGaussian{Sigma: 2}, params: "`sigma` (required), `border` reflect", equals: "`scipy.ndimage.gaussian_laplace`"},
	{step: imgproc.DifferenceOfGaussians{Low: 1, High: 3}, params: "`low` (required), `high` 1.6·low, `border` reflect", equals: "`skimage.filters.difference_of_gaussians`"},
	{step: imgproc.Canny{Sigma: 1.5}, params: "`sigma` 1, `low` 0.1, `high` 0.2", equals: "`skimage.feature.canny`", photo: "astronaut"},
	{step: imgproc.Gabor{Sigma: 3, Wavelength: 8, Angle: 45}, params: "`sigma`, `wavelength` (required), `angle` 0, `phase` 0, `gamma` 0.5, `size` three deviations, `border` reflect", equals: "`cv2.getGaborKernel` with `cv2.filter2D`"},
	{step: imgproc.LowPass{Cutoff: 0.05}, params: "`cutoff` (required), `order` 2", equals: "`skimage.filters.butterworth`"},
	{step: imgproc.HighPass{Cutoff: 0.1}, params: "`cutoff` (required), `order` 2", equals: "`skimage.filters.butterworth`"},
	{step: imgproc.LocalContrastNormalize{}, params: "`sigma` 2, `floor` 0, `border` reflect", equals: "Jarrett et al. 2009", photo: "rocket"},
	{step: imgproc.AdaptiveThreshold{Size: 21, Offset: 4}, params: "`size` (required), `offset` 0, `method` mean, `invert` no", equals: "`cv2.adaptiveThreshold`", photo: "astronaut"},
}}

const elementParams = "`width`, `height` 3, `shape` rect, `mask` instead of these, `iterations` 1"

var shapeGroup = group{"Shapes", []operation{
	{step: imgproc.Erode{Width: 7, Height: 7}, params: elementParams, equals: "`cv2.erode`"},
	{step: imgproc.Dilate{Width: 9, Height: 9, Shape: "ellipse"}, params: elementParams, equals: "`cv2.dilate`"},
	{step: imgproc.Open{Width: 7, Height: 7}, params: elementParams, equals: "`cv2.morphologyEx`"},
	{step: imgproc.Close{Width: 7, Height: 7}, params: elementParams, equals: "`cv2.morphologyEx`"},
	{step: imgproc.MorphGradient{}, params: elementParams, equals: "`cv2.morphologyEx`"},
	{step: imgproc.TopHat{Width: 9, Height: 9}, params: elementParams, equals: "`cv2.morphologyEx`"},
	{step: imgproc.BlackHat{Width: 9, Height: 9}, params: elementParams, equals: "`cv2.morphologyEx`"},
	{step: imgproc.DistanceTransform{}, params: "`metric` euclidean", equals: "`scipy.ndimage.distance_transform_edt`, `cv2.distanceTransform`", photo: "coffee", before: imgproc.Otsu{}},
	{step: imgproc.ConnectedComponents{}, params: "`connectivity` 8", equals: "`cv2.connectedComponents`, `scipy.ndimage.label`", photo: "astronaut", before: imgproc.Otsu{}},
	{step: imgproc.FillHoles{}, equals: "`scipy.ndimage.binary_fill_holes`", photo: "coffee", before: imgproc.Otsu{}},
	{step: imgproc.HitOrMiss{Mask: []string{".1.", "110", ".00"}}, params: "`mask` (required)", equals: "`scipy.ndimage.binary_hit_or_miss`", photo: "coffee", before: imgproc.Otsu{}},
	{step: imgproc.RemoveSmallObjects{}, params: "`max_size` 64, `connectivity` 4", equals: "`skimage.morphology.remove_small_objects`", photo: "astronaut", before: imgproc.Otsu{}},
	{step: imgproc.IntegralImage{}, params: "", equals: "`cv2.integral`"},
}}
