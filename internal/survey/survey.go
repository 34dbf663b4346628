package survey

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// A Survey is what was found.
type Survey struct {
	N       int            `json:"n"` // pictures that could be read
	Splits  []Split        `json:"splits"`
	Height  *Range         `json:"height,omitempty"` // upright; nil if there are no pictures
	Width   *Range         `json:"width,omitempty"`
	Formats map[string]int `json:"formats,omitempty"` // of files, by name
	Turned  int            `json:"turned"`            // files that Exif says have to be turned to be upright
	Near    int            `json:"near"`              // how many bits the hashes of near duplicates differ in at most
	Groups  []Group        `json:"duplicates"`
	Failed  []Failure      `json:"failed"`
}

// A Split is one of the data sets.
type Split struct {
	Name    string  `json:"name"`
	N       int     `json:"n"` // samples, those that can't be read among them
	Classes []Class `json:"classes"`
}

// A Class is one of a split.
type Class struct {
	Class string `json:"class"`
	N     int    `json:"n"`
}

// A Range has the smallest, the middle and the largest of lengths.
type Range struct {
	Min    int `json:"min"`
	Median int `json:"median"`
	Max    int `json:"max"`
}

// A Failure is a picture that can't be read.
type Failure struct {
	Path  string `json:"path"`
	Split string `json:"split"`
	Error string `json:"error"`
}

// Options say how to look.
type Options struct {
	Near      int // bits that the hashes of near duplicates differ in at most; below 0, only equal pictures are looked for
	Workers   int
	OnPicture func() // after each picture, may be nil
	OnFailure func(name string, err error)
}

// Look looks at all pictures. One that can't be read is one of Failed; the error is that of ctx.
func Look(ctx context.Context, sets []*dataset.Dataset, opt Options) (*Survey, error) {
	s := &Survey{Formats: map[string]int{}, Near: opt.Near, Groups: []Group{}, Failed: []Failure{}}
	for _, d := range sets {
		s.Splits = append(s.Splits, split(d))
	}
	plan, err := pipeline.New(measure{}).Compile(tensor.Spec{DType: tensor.Uint8, Space: tensor.RGB, C: 3})
	if err != nil {
		return nil, err
	}
	var heights, widths []int
	g := grouping{near: opt.Near}
	for src, r := range pipeline.Map(ctx, plan, sources(sets), pipeline.Options{Workers: opt.Workers}) {
		if opt.OnPicture != nil {
			opt.OnPicture()
		}
		if src.info.Format != "" {
			s.Formats[string(src.info.Format)]++
		}
		if r.Err != nil {
			s.fail(sets, src, r.Err, opt)
			continue
		}
		if src.info.Orientation > 1 {
			s.Turned++
		}
		p := probeOf(r.Tensor)
		heights, widths = append(heights, p.height), append(widths, p.width)
		g.add(p, image(sets, src, r.Index))
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.N, s.Height, s.Width, s.Groups = len(heights), rangeOf(heights), rangeOf(widths), g.groups()
	return s, nil
}

func (s *Survey) fail(sets []*dataset.Dataset, src source, err error, opt Options) {
	s.Failed = append(s.Failed, Failure{src.Name, sets[src.split].Name, err.Error()})
	if opt.OnFailure != nil {
		opt.OnFailure(src.Name, err)
	}
}

// sources yields the samples of all sets.
func sources(sets []*dataset.Dataset) iter.Seq[source] {
	return func(yield func(source) bool) {
		for i, d := range sets {
			for _, s := range d.Samples {
				if !yield(source{s, i, new(imageio.Info)}) {
					return
				}
			}
		}
	}
}

func split(d *dataset.Dataset) Split {
	s := Split{Name: d.Name, N: len(d.Samples), Classes: []Class{}}
	for k, n := range d.Counts() {
		s.Classes = append(s.Classes, Class{d.Classes[k], n})
	}
	return s
}

func image(sets []*dataset.Dataset, src source, index int) Image {
	d := sets[src.split]
	im := Image{Path: src.Name, Split: d.Name, Sample: index}
	if src.Label >= 0 {
		im.Class = d.Classes[src.Label]
	}
	return im
}

func rangeOf(n []int) *Range {
	if len(n) == 0 {
		return nil
	}
	slices.SortFunc(n, cmp.Compare)
	return &Range{n[0], n[len(n)/2], n[len(n)-1]}
}
