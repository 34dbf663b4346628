package saccade

import (
	"slices"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// CandidatesFor returns what Search tries on data, the cheapest first. It looks at the size and the colours of a few of its
// pictures: small ones, as digits are, get features of their pixels as they are, photos those of larger shapes.
func CandidatesFor(data *dataset.Dataset) []Candidate {
	k := look(data)
	if max(k.height, k.width) <= smallPicture {
		return k.small()
	}
	return k.photos()
}

// smallPicture is the side up to which pictures aren't scaled.
const smallPicture = 48

// A kind is what pictures are like.
type kind struct {
	height, width int // the middle ones
	gray          bool
}

// looked is how many pictures are looked at.
const looked = 31

// look looks at a few pictures; those that can't be read don't count.
func look(data *dataset.Dataset) kind {
	k := kind{gray: true}
	var heights, widths []int
	t := new(tensor.Tensor)
	n := min(looked, len(data.Samples))
	for i := range n {
		s := data.Samples[i*len(data.Samples)/n]
		if s.Load(t, imageio.Options{}) != nil {
			continue
		}
		heights, widths = append(heights, t.H), append(widths, t.W)
		k.gray = k.gray && t.Space == tensor.Gray
	}
	if len(heights) == 0 {
		return kind{height: 2 * smallPicture, width: 2 * smallPicture} // the trainings will say what is wrong
	}
	slices.Sort(heights)
	slices.Sort(widths)
	k.height, k.width = heights[len(heights)/2], widths[len(widths)/2]
	return k
}

func (k kind) small() []Candidate {
	size := imgproc.Resize{Height: k.height, Width: k.width}
	as := k.colours()
	hog := []pipeline.Step{colorspace.Convert{To: colorspace.Gray}, features.HOG{Cell: 4, Block: 2}, features.Standardize{}}
	raw := []pipeline.Step{as, features.Flatten{}, features.Standardize{}}
	codes := func(n int) []pipeline.Step { return append([]pipeline.Step{as}, patches(n)...) }
	return []Candidate{
		candidate("pixels", append([]pipeline.Step{size}, raw...), linear, perceptron),
		candidate("hog", append([]pipeline.Step{size}, hog...), linear, perceptron),
		candidate("hog and pixels", []pipeline.Step{size, beside(hog, raw)}, perceptron),
		candidate("patches", append([]pipeline.Step{size}, codes(100)...), linear, perceptron),
		candidate("patches, hog and pixels", []pipeline.Step{size, beside(codes(100), hog, raw)}, perceptron),
		candidate("more patches, hog and pixels", []pipeline.Step{size, beside(codes(400), hog, raw)}, perceptron),
	}
}

func (k kind) photos() []Candidate {
	as := k.colours()
	square := func(n int) pipeline.Step { return imgproc.Resize{Height: n, Width: n} }
	raw := []pipeline.Step{square(32), as, features.Flatten{}, features.Standardize{}}
	hog := []pipeline.Step{colorspace.Convert{To: colorspace.Gray}, features.HOG{Cell: 16, Block: 2}, features.Standardize{}}
	colours := []pipeline.Step{
		features.ColorHistogram{Space: colorspace.HSV, Bins: []int{12, 4, 4}, Joint: true}, features.PowerNormalize{}, features.Standardize{},
	}
	codes := func(side, n int) []pipeline.Step { return append([]pipeline.Step{square(side), as}, patches(n)...) }
	if k.gray {
		return []Candidate{
			candidate("pixels", raw, linear),
			candidate("hog", append([]pipeline.Step{square(128)}, hog...), linear, perceptron),
			candidate("patches", codes(48, 100), linear, perceptron),
			candidate("patches and hog", []pipeline.Step{beside(codes(48, 100), append([]pipeline.Step{square(128)}, hog...))}, perceptron),
			candidate("more patches", codes(48, 400), perceptron),
			candidate("many patches", codes(64, 800), perceptron),
		}
	}
	return []Candidate{
		candidate("pixels", raw, linear),
		candidate("hog and colours", []pipeline.Step{square(128), beside(hog, colours)}, linear, perceptron),
		candidate("patches", codes(48, 100), linear, perceptron),
		candidate("patches and colours", []pipeline.Step{beside(codes(48, 100), colours)}, perceptron),
		candidate("more patches", codes(48, 400), perceptron),
		candidate("more patches and colours", []pipeline.Step{beside(codes(48, 400), colours)}, perceptron),
		candidate("many patches and colours", []pipeline.Step{beside(codes(64, 800), colours)}, perceptron),
	}
}

// colours makes float32 of the pictures, in the colours they have.
func (k kind) colours() pipeline.Step {
	if k.gray {
		return colorspace.Convert{To: colorspace.Gray}
	}
	return imgproc.ToFloat{}
}

// patches are the codes of n learned patches in 3×3 cells.
func patches(n int) []pipeline.Step {
	return []pipeline.Step{
		features.LearnPatches{Centroids: n, Pool: 3, WhitenEps: 0.5, NormEps: 0.001, Method: "spherical", Encoding: "soft_threshold"},
		features.Standardize{},
	}
}

func beside(branches ...[]pipeline.Step) pipeline.Step {
	return features.Concat{Branches: branches}
}

func candidate(name string, steps []pipeline.Step, heads ...func() Head) Candidate {
	c := Candidate{Name: name, Pipeline: pipeline.New(steps...)}
	for _, h := range heads {
		c.Heads = append(c.Heads, h())
	}
	return c
}

// linear is a softmax regression.
func linear() Head {
	c := classifier.DefaultConfig()
	c.Epochs, c.LR, c.WeightDecay, c.Curve = 40, 0.003, 0.003, classifier.Cosine
	return Head{"softmax", c}
}

// perceptron has one hidden layer.
func perceptron() Head {
	c := classifier.DefaultConfig()
	c.Hidden, c.BatchNorm, c.Dropout = []int{512}, true, 0.5
	c.Epochs, c.LR, c.WeightDecay, c.Curve = 20, 0.02, 0.002, classifier.Cosine
	return Head{"perceptron, 512", c}
}
