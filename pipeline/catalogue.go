package pipeline

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/spell"
)

// A Catalogue has the steps that configuration and model files may name: for each name the type.
type Catalogue map[string]reflect.Type

// standard has one line for each operation.
var standard = newCatalogue(
	colorspace.Convert{},
	features.BagOfWords{},
	features.ColorHistogram{},
	features.ColorMoments{},
	features.Concat{},
	features.DCT{},
	features.DenseSIFT{},
	features.EdgeHistogram{},
	features.FisherVector{},
	features.Flatten{},
	features.GIST{},
	features.GLCM{},
	features.GaborEnergy{},
	features.HOG{},
	features.HuMoments{},
	features.L2Normalize{},
	features.LBPCodes{},
	features.LBP{},
	features.LDA{},
	features.LearnFisherVector{},
	features.LearnPCA{},
	features.LearnPatches{},
	features.LearnVLAD{},
	features.LearnVisualWords{},
	features.LearnZCA{},
	features.LearnedPatches{},
	features.NystroemMap{},
	features.Nystroem{},
	features.PCA{},
	features.PolynomialPairs{},
	features.PowerNormalize{},
	features.Projection{},
	features.RandomFourierMap{},
	features.RandomFourier{},
	features.RandomProjection{},
	features.SpatialPyramid{},
	features.Standardized{},
	features.Standardize{},
	features.VLAD{},
	features.ZCA{},
	features.ZernikeMoments{},
	imgproc.AdaptiveThreshold{},
	imgproc.AddGaussianNoise{},
	imgproc.AddSaltAndPepper{},
	imgproc.Affine{},
	imgproc.AutoContrast{},
	imgproc.Bilateral{},
	imgproc.BlackHat{},
	imgproc.BoxBlur{},
	imgproc.Brightness{},
	imgproc.CLAHE{},
	imgproc.Canny{},
	imgproc.CenterCrop{},
	imgproc.Clamp{},
	imgproc.Close{},
	imgproc.ColorJitter{},
	imgproc.Compose{},
	imgproc.ConnectedComponents{},
	imgproc.Contrast{},
	imgproc.Convolve{},
	imgproc.CropResize{},
	imgproc.Crop{},
	imgproc.Cutout{},
	imgproc.Deskew{},
	imgproc.DifferenceOfGaussians{},
	imgproc.Dilate{},
	imgproc.DistanceTransform{},
	imgproc.ElasticTransform{},
	imgproc.Elastic{},
	imgproc.Equalize{},
	imgproc.Erase{},
	imgproc.Erode{},
	imgproc.Fill{},
	imgproc.FillHoles{},
	imgproc.FiveCrop{},
	imgproc.FlipHorizontal{},
	imgproc.FlipVertical{},
	imgproc.Gabor{},
	imgproc.Gamma{},
	imgproc.GaussianBlur{},
	imgproc.GaussianNoise{},
	imgproc.Grayscale{},
	imgproc.HighPass{},
	imgproc.HitOrMiss{},
	imgproc.Hue{},
	imgproc.Identity{},
	imgproc.IntegralImage{},
	imgproc.Invert{},
	imgproc.JPEGCompression{},
	imgproc.LUT{},
	imgproc.LaplacianOfGaussian{},
	imgproc.Laplacian{},
	imgproc.Letterbox{},
	imgproc.Levels{},
	imgproc.LocalContrastNormalize{},
	imgproc.LowPass{},
	imgproc.MatchHistogram{},
	imgproc.Median{},
	imgproc.MorphGradient{},
	imgproc.Normalize{},
	imgproc.OneOf{},
	imgproc.Open{},
	imgproc.Otsu{},
	imgproc.Pad{},
	imgproc.PerImageStandardize{},
	imgproc.Percentile{},
	imgproc.Perspective{},
	imgproc.Posterize{},
	imgproc.Prewitt{},
	imgproc.RandAugment{},
	imgproc.RandomAffine{},
	imgproc.RandomApply{},
	imgproc.RandomCrop{},
	imgproc.RandomErasing{},
	imgproc.RandomFlip{},
	imgproc.RandomGrayscale{},
	imgproc.RandomJPEG{},
	imgproc.RandomPerspective{},
	imgproc.RandomResizedCrop{},
	imgproc.RandomRotation{},
	imgproc.Reduce{},
	imgproc.Remap{},
	imgproc.RemoveSmallObjects{},
	imgproc.Resize{},
	imgproc.Rotate90{},
	imgproc.Rotate{},
	imgproc.SaltAndPepper{},
	imgproc.Saturation{},
	imgproc.Scharr{},
	imgproc.Sharpness{},
	imgproc.Shear{},
	imgproc.Sobel{},
	imgproc.Solarize{},
	imgproc.TenCrop{},
	imgproc.ThinPlateSpline{},
	imgproc.Threshold{},
	imgproc.Tiles{},
	imgproc.ToFloat{},
	imgproc.TopHat{},
	imgproc.Transpose{},
	imgproc.Transverse{},
	imgproc.TrivialAugmentWide{},
	imgproc.UnsharpMask{},
	imgproc.WhiteBalance{},
)

// Standard returns the catalogue of Saccade's own steps. The caller may add to it.
func Standard() Catalogue {
	c := Catalogue{}
	for name, t := range standard {
		c[name] = t
	}
	return c
}

func newCatalogue(steps ...Step) Catalogue {
	c := Catalogue{}
	for _, s := range steps {
		c[Name(s)] = reflect.TypeOf(s)
	}
	return c
}

// With returns a copy of c that knows the types of steps, too: somebody's own stages. It is an error if one has the
// name of another type.
func (c Catalogue) With(steps ...Step) (Catalogue, error) {
	out := Catalogue{}
	for name, t := range c {
		out[name] = t
	}
	for _, s := range steps {
		name := Name(s)
		if t, ok := out[name]; ok && t != reflect.TypeOf(s) {
			return nil, fmt.Errorf("catalogue: %s is the name of %v already, and can't be that of %T", name, t, s)
		}
		out[name] = reflect.TypeOf(s)
	}
	return out, nil
}

// Names returns all names in alphabetical order.
func (c Catalogue) Names() []string {
	names := make([]string, 0, len(c))
	for name := range c {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// new returns the step of a name with all parameters zero, as a pointer that JSON can be decoded into.
func (c Catalogue) new(name string) (reflect.Value, error) {
	t, ok := c[name]
	if !ok {
		like := spell.Order(name, c.Names())
		return reflect.Value{}, fmt.Errorf("wanted one of the %d steps of the gallery, perhaps %s, found %q", len(c), strings.Join(like[:min(3, len(like))], ", "), name)
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return reflect.New(t), nil
}
