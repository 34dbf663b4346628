package imgproc_test

import (
	"fmt"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// square is a bright square on dark ground, with a dot beside it.
func square() *tensor.Tensor {
	return gray(
		[]uint8{0, 0, 0, 0, 0, 0},
		[]uint8{0, 200, 200, 200, 0, 0},
		[]uint8{0, 200, 200, 200, 0, 90},
		[]uint8{0, 200, 200, 200, 0, 0},
		[]uint8{0, 0, 0, 0, 0, 0},
	)
}

func ExampleGaussianBlur() {
	show(imgproc.GaussianBlur{Sigma: 1}, square())
	// Output:
	// uint8 gray 1×5×6
	// [72 91 107 84 39 18]
	// [91 114 134 106 51 26]
	// [107 134 158 126 63 35]
	// [91 114 134 106 51 26]
	// [72 91 107 84 39 18]
}

func ExampleBoxBlur() {
	show(imgproc.BoxBlur{Size: 3}, square())
	// Output:
	// uint8 gray 1×5×6
	// [89 89 133 89 44 0]
	// [89 89 133 89 54 10]
	// [133 133 200 133 77 10]
	// [89 89 133 89 54 10]
	// [89 89 133 89 44 0]
}

func ExampleConvolve() {
	show(imgproc.Convolve{Kernel: [][]float32{{0, -1, 0}, {-1, 5, -1}, {0, -1, 0}}}, square())
	// Output:
	// uint8 gray 1×5×6
	// [0 0 0 0 0 0]
	// [0 255 255 255 0 0]
	// [0 255 200 255 0 255]
	// [0 255 255 255 0 0]
	// [0 0 0 0 0 0]
}

func ExampleUnsharpMask() {
	show(imgproc.UnsharpMask{}, square())
	// Output:
	// uint8 gray 1×5×6
	// [0 0 0 0 0 0]
	// [0 255 255 255 0 0]
	// [0 255 242 255 0 145]
	// [0 255 255 255 0 0]
	// [0 0 0 0 0 0]
}

func ExampleSobel() {
	show(imgproc.Sobel{Axis: "x", Raw: true}, square())
	// Output:
	// float32 none 1×5×6
	// [0 1.5686275 0 -1.5686275 -1.5686275 0]
	// [0 2.3529413 0 -2.3529413 -2 0]
	// [0 3.137255 0 -3.137255 -2.4313726 0]
	// [0 2.3529413 0 -2.3529413 -2 0]
	// [0 1.5686275 0 -1.5686275 -1.5686275 0]
}

func ExampleScharr() {
	show(imgproc.Scharr{Axis: "y"}, square())
	// Output:
	// float32 none 1×5×6
	// [0 0 0 0 0 0]
	// [0.29411766 0.6372549 0.78431374 0.6372549 0.2132353 0.22058824]
	// [0 0 0 0 0 0]
	// [-0.29411766 -0.6372549 -0.78431374 -0.6372549 -0.2132353 -0.22058824]
	// [0 0 0 0 0 0]
}

func ExamplePrewitt() {
	show(imgproc.Prewitt{}, square())
	// Output:
	// float32 none 1×5×6
	// [0 0.36972904 0 0.36972904 0.36972904 0]
	// [0.36972904 0.52287585 0.5545936 0.52287585 0.3923747 0.08318904]
	// [0 0.5545936 0 0.5545936 0.47140455 0]
	// [0.36972904 0.52287585 0.5545936 0.52287585 0.3923747 0.08318904]
	// [0 0.36972904 0 0.36972904 0.36972904 0]
}

func ExampleLaplacian() {
	show(imgproc.Laplacian{}, square())
	// Output:
	// float32 none 1×5×6
	// [0 1.5686275 1.5686275 1.5686275 0 0]
	// [1.5686275 -1.5686276 -0.78431386 -1.5686276 0.78431374 0.3529412]
	// [1.5686275 -0.78431386 0 -0.78431374 1.137255 -1.4117647]
	// [1.5686275 -1.5686276 -0.78431374 -1.5686275 0.78431374 0.3529412]
	// [0 1.5686275 1.5686275 1.5686275 0 0]
}

func ExampleLaplacianOfGaussian() {
	show(imgproc.LaplacianOfGaussian{Sigma: 1}, square())
	// Output:
	// float32 none 1×5×6
	// [0.37211832 0.21574633 0.106361866 0.11786531 0.23279124 0.25462866]
	// [0.21664193 -0.04300332 -0.23524499 -0.1422983 0.133364 0.2027899]
	// [0.12357037 -0.21747494 -0.4740526 -0.32435054 0.053106792 0.13747908]
	// [0.21664193 -0.04300332 -0.23524499 -0.1422983 0.133364 0.2027899]
	// [0.37211832 0.21574633 0.106361866 0.11786531 0.23279124 0.25462866]
}

func ExampleDifferenceOfGaussians() {
	show(imgproc.DifferenceOfGaussians{Low: 1}, square())
	// Output:
	// float32 none 1×5×6
	// [-0.13131794 -0.06706956 0.0047695935 -0.019522578 -0.10381362 -0.1421636]
	// [-0.07142836 0.010861754 0.09905523 0.055654466 -0.063989565 -0.11612173]
	// [-0.018295527 0.08031455 0.18337107 0.12327832 -0.026367828 -0.089368746]
	// [-0.07142836 0.010861754 0.09905523 0.055654466 -0.063989565 -0.11612173]
	// [-0.13131794 -0.06706956 0.0047695935 -0.019522578 -0.10381362 -0.1421636]
}

func ExampleGabor() {
	show(imgproc.Gabor{Sigma: 1, Wavelength: 3, Size: 5}, square())
	// Output:
	// float32 none 1×5×6
	// [-1.7327983 1.3112772 0.91903794 1.4403594 -0.9962389 0.11203269]
	// [-1.8011682 1.3630152 0.95529974 1.5062284 -0.99504197 -0.01710952]
	// [-1.6088275 1.2174634 0.8532864 1.3403263 -0.9114484 0.05945003]
	// [-1.8011682 1.3630152 0.95529974 1.5062284 -0.9950421 -0.017109528]
	// [-1.7327983 1.3112772 0.91903794 1.4403594 -0.9962389 0.11203269]
}

func ExampleBilateral() {
	show(imgproc.Bilateral{SigmaColor: 20, SigmaSpace: 1}, square())
	// Output:
	// uint8 gray 1×5×6
	// [0 0 0 0 0 0]
	// [0 200 200 200 0 0]
	// [0 200 200 200 0 90]
	// [0 200 200 200 0 0]
	// [0 0 0 0 0 0]
}

func ExampleCanny() {
	show(imgproc.Canny{Sigma: 0.5}, square())
	// Output:
	// uint8 gray 1×5×6
	// [0 0 0 0 0 0]
	// [0 255 255 255 0 0]
	// [0 255 0 255 0 0]
	// [0 255 255 255 0 0]
	// [0 0 0 0 0 0]
}

func ExampleLowPass() {
	show(imgproc.LowPass{Cutoff: 0.2}, square())
	// Output:
	// float32 none 1×5×6
	// [0.06642455 0.20013593 0.26598862 0.20013593 0.06642455 0.0021210678]
	// [0.17642641 0.40754065 0.51853204 0.40754065 0.17642641 0.07395704]
	// [0.24213548 0.5139 0.6473955 0.5139 0.24213548 0.12899067]
	// [0.17642641 0.40754065 0.51853204 0.40754065 0.17642641 0.07395704]
	// [0.06642455 0.20013593 0.26598862 0.20013593 0.06642455 0.0021210678]
}

func ExampleHighPass() {
	show(imgproc.HighPass{Cutoff: 0.2}, square())
	// Output:
	// float32 none 1×5×6
	// [-0.06642455 -0.20013593 -0.26598862 -0.20013593 -0.06642455 -0.0021210678]
	// [-0.17642641 0.3767731 0.26578167 0.3767731 -0.17642641 -0.07395704]
	// [-0.24213548 0.27041376 0.13691822 0.27041376 -0.24213548 0.22395052]
	// [-0.17642641 0.3767731 0.26578167 0.3767731 -0.17642641 -0.07395704]
	// [-0.06642455 -0.20013593 -0.26598862 -0.20013593 -0.06642455 -0.0021210678]
}

func ExampleLocalContrastNormalize() {
	show(imgproc.LocalContrastNormalize{}, square())
	// Output:
	// float32 none 1×5×6
	// [-1.09223 -1.0857623 -1.0484266 -0.94427055 -0.80014974 -0.73647994]
	// [-1.0976562 0.9396232 1.0330143 1.1933098 -0.8044206 -0.7404975]
	// [-1.1030623 0.93441296 1.0278572 1.1884863 -0.8086791 0.21958442]
	// [-1.0976562 0.9396232 1.0330143 1.1933098 -0.8044206 -0.7404975]
	// [-1.09223 -1.0857623 -1.0484266 -0.94427055 -0.80014974 -0.73647994]
}

func ExampleAdaptiveThreshold() {
	show(imgproc.AdaptiveThreshold{Size: 3}, square())
	// Output:
	// uint8 gray 1×5×6
	// [0 0 0 0 0 0]
	// [0 255 255 255 0 0]
	// [0 255 0 255 0 255]
	// [0 255 255 255 0 0]
	// [0 0 0 0 0 0]
}

func ExampleMedian() {
	show(imgproc.Median{}, square())
	// Output:
	// uint8 gray 1×5×6
	// [0 0 0 0 0 0]
	// [0 0 200 0 0 0]
	// [0 200 200 200 0 0]
	// [0 0 200 0 0 0]
	// [0 0 0 0 0 0]
}

func ExampleErode() {
	show(imgproc.Erode{}, square())
	// Output:
	// uint8 gray 1×5×6
	// [0 0 0 0 0 0]
	// [0 0 0 0 0 0]
	// [0 0 200 0 0 0]
	// [0 0 0 0 0 0]
	// [0 0 0 0 0 0]
}

func ExampleDilate() {
	show(imgproc.Dilate{Shape: "cross"}, square())
	// Output:
	// uint8 gray 1×5×6
	// [0 200 200 200 0 0]
	// [200 200 200 200 200 90]
	// [200 200 200 200 200 90]
	// [200 200 200 200 200 90]
	// [0 200 200 200 0 0]
}

func ExampleOpen() {
	show(imgproc.Open{}, square())
	// Output:
	// uint8 gray 1×5×6
	// [0 0 0 0 0 0]
	// [0 200 200 200 0 0]
	// [0 200 200 200 0 0]
	// [0 200 200 200 0 0]
	// [0 0 0 0 0 0]
}

func ExampleClose() {
	show(imgproc.Close{}, square())
	// Output:
	// uint8 gray 1×5×6
	// [200 200 200 200 0 0]
	// [200 200 200 200 0 0]
	// [200 200 200 200 90 90]
	// [200 200 200 200 0 0]
	// [200 200 200 200 0 0]
}

func ExampleMorphGradient() {
	show(imgproc.MorphGradient{}, square())
	// Output:
	// uint8 gray 1×5×6
	// [200 200 200 200 200 0]
	// [200 200 200 200 200 90]
	// [200 200 0 200 200 90]
	// [200 200 200 200 200 90]
	// [200 200 200 200 200 0]
}

func ExampleTopHat() {
	show(imgproc.TopHat{}, square())
	// Output:
	// uint8 gray 1×5×6
	// [0 0 0 0 0 0]
	// [0 0 0 0 0 0]
	// [0 0 0 0 0 90]
	// [0 0 0 0 0 0]
	// [0 0 0 0 0 0]
}

func ExampleBlackHat() {
	show(imgproc.BlackHat{}, square())
	// Output:
	// uint8 gray 1×5×6
	// [200 200 200 200 0 0]
	// [200 0 0 0 0 0]
	// [200 0 0 0 90 0]
	// [200 0 0 0 0 0]
	// [200 200 200 200 0 0]
}

func ExampleDistanceTransform() {
	show(imgproc.DistanceTransform{Metric: "cityblock"}, square())
	// Output:
	// float32 none 1×5×6
	// [0 0 0 0 0 0]
	// [0 1 1 1 0 0]
	// [0 1 2 1 0 1]
	// [0 1 1 1 0 0]
	// [0 0 0 0 0 0]
}

func ExampleIntegralImage() {
	show(imgproc.IntegralImage{}, square())
	// Output:
	// float32 none 1×6×7
	// [0 0 0 0 0 0 0]
	// [0 0 0 0 0 0 0]
	// [0 0 0.78431374 1.5686275 2.3529413 2.3529413 2.3529413]
	// [0 0 1.5686275 3.137255 4.7058825 4.7058825 5.0588236]
	// [0 0 2.3529413 4.7058825 7.0588236 7.0588236 7.4117646]
	// [0 0 2.3529413 4.7058825 7.0588236 7.0588236 7.4117646]
}

func ExampleConnectedComponents() {
	show(imgproc.ConnectedComponents{}, square())
	_, parts := imgproc.Components(square(), 0, 8)
	for _, p := range parts {
		fmt.Printf("%d pixels from (%d, %d), %d×%d, around (%g, %g)\n", p.Area, p.Left, p.Top, p.Width, p.Height, p.CentroidX, p.CentroidY)
	}
	// Output:
	// float32 none 1×5×6
	// [0 0 0 0 0 0]
	// [0 1 1 1 0 0]
	// [0 1 1 1 0 2]
	// [0 1 1 1 0 0]
	// [0 0 0 0 0 0]
	// 9 pixels from (1, 1), 3×3, around (2, 2)
	// 1 pixels from (5, 2), 1×1, around (5, 2)
}

func ExampleFillHoles() {
	show(imgproc.FillHoles{}, gray(
		[]uint8{0, 255, 255, 255, 0},
		[]uint8{0, 255, 0, 255, 0},
		[]uint8{0, 255, 255, 255, 0},
	))
	// Output:
	// uint8 gray 1×3×5
	// [0 255 255 255 0]
	// [0 255 255 255 0]
	// [0 255 255 255 0]
}

func ExampleRemoveSmallObjects() {
	show(imgproc.RemoveSmallObjects{MaxSize: 4}, square())
	// Output:
	// uint8 gray 1×5×6
	// [0 0 0 0 0 0]
	// [0 200 200 200 0 0]
	// [0 200 200 200 0 0]
	// [0 200 200 200 0 0]
	// [0 0 0 0 0 0]
}

func ExamplePercentile() {
	show(imgproc.Percentile{Percent: 75}, square())
	// Output:
	// uint8 gray 1×5×6
	// [0 0 200 0 0 0]
	// [0 200 200 200 90 0]
	// [200 200 200 200 200 0]
	// [0 200 200 200 90 0]
	// [0 0 200 0 0 0]
}

func ExampleHitOrMiss() {
	show(imgproc.HitOrMiss{Mask: []string{
		".0.",
		"011",
		".1.",
	}}, square())
	// Output:
	// uint8 gray 1×5×6
	// [0 0 0 0 0 0]
	// [0 255 0 0 0 0]
	// [0 0 0 0 0 0]
	// [0 0 0 0 0 0]
	// [0 0 0 0 0 0]
}
