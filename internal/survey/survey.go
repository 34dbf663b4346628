package survey

import (
	"context"
	"iter"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// A Survey is what was found.
type Survey struct {
	N       int             `json:"n"` // pictures that could be read
	Splits  []Split         `json:"splits"`
	Balance *Balance        `json:"balance,omitempty"` // nil if there are no labels
	Height  *Range[int]     `json:"height,omitempty"`  // upright; nil if there are no pictures
	Width   *Range[int]     `json:"width,omitempty"`
	Aspect  *Range[float64] `json:"aspect,omitempty"` // width by height
	Files
	Gray     int       `json:"gray"`               // pictures whose three channels are equal, whatever the file has
	Pictures *Moments  `json:"pictures,omitempty"` // of the pictures as they are, in RGB; nil if there are none
	Pipeline *Moments  `json:"pipeline,omitempty"` // of what Options.Pipeline makes of them
	Near     int       `json:"near"`               // how many bits the hashes of near duplicates differ in at most
	Groups   []Group   `json:"duplicates"`
	Failed   []Failure `json:"failed"`

	// Sizes has how many pictures there are of each height and width.
	Sizes map[[2]int]int `json:"-"`
}

// Files is what the headers of files say; what is no file counts nowhere.
type Files struct {
	Formats      map[string]int `json:"formats,omitempty"`      // by name
	Spaces       map[string]int `json:"spaces,omitempty"`       // gray, gray_alpha, rgb, rgba or cmyk
	Depths       map[int]int    `json:"depths,omitempty"`       // bits per channel
	Profiles     map[string]int `json:"profiles,omitempty"`     // colour profiles by their description
	Orientations map[int]int    `json:"orientations,omitempty"` // Exif's, 2 to 8: those that have to be turned or mirrored
	Turned       int            `json:"turned"`                 // the sum of these
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
	// Pipeline, if not nil, is what Survey.Pipeline has the moments of. All pictures are read a second time for it, and OnPicture is
	// called a second time. Its steps must have learned what they have to; random ones are left out.
	Pipeline *pipeline.Pipeline
}

// Look looks at all pictures. One that can't be read is one of Failed; the error is that of ctx, or of the pipeline.
func Look(ctx context.Context, sets []*dataset.Dataset, opt Options) (*Survey, error) {
	s := &Survey{Near: opt.Near, Groups: []Group{}, Failed: []Failure{}, Sizes: map[[2]int]int{}}
	for _, d := range sets {
		s.Splits = append(s.Splits, split(d))
	}
	s.Balance = balance(s.Splits)
	second, err := opt.second()
	if err != nil {
		return nil, err
	}
	broken, err := s.first(ctx, sets, opt)
	if err != nil || second == nil {
		return s, err
	}
	var g gathering
	for src, r := range pipeline.Map(ctx, second, sources(sets), pipeline.Options{Workers: opt.Workers}) {
		opt.picture()
		if r.Err == nil {
			g.add(r.Tensor.U8)
		} else if !broken[r.Index] { // what the pipeline can't take
			s.fail(sets, src, r.Err, opt)
		}
	}
	s.Pipeline = g.moments()
	return s, ctx.Err()
}

// first looks at the pictures as they are, and returns which can't be read.
func (s *Survey) first(ctx context.Context, sets []*dataset.Dataset, opt Options) (broken map[int]bool, err error) {
	plan, err := pipeline.New(measure{}).Compile(tensor.Spec{DType: tensor.Uint8, Space: tensor.RGB, C: 3})
	if err != nil {
		return nil, err
	}
	broken = map[int]bool{}
	var all gathering
	g := grouping{near: opt.Near}
	for src, r := range pipeline.Map(ctx, plan, sources(sets), pipeline.Options{Workers: opt.Workers}) {
		opt.picture()
		s.Files.add(src.info, r.Err == nil)
		if r.Err != nil {
			s.fail(sets, src, r.Err, opt)
			broken[r.Index] = true
			continue
		}
		p := probeOf(r.Tensor)
		s.N++
		s.Sizes[[2]int{p.height, p.width}]++
		if p.sketch.gray {
			s.Gray++
		}
		all.add(p.tallies)
		g.add(p, image(sets, src, r.Index))
	}
	s.Pictures, s.Groups = all.moments(), g.groups()
	s.ranges()
	return broken, ctx.Err()
}

// second is the plan of the pipeline, with what makes moments of its results behind it; nil without a pipeline.
func (o Options) second() (*pipeline.Plan, error) {
	if o.Pipeline == nil {
		return nil, nil
	}
	p := o.Pipeline.With(append(append([]pipeline.Step(nil), o.Pipeline.Steps...), tallies{}))
	plan, err := p.Compile(p.Input())
	if err != nil {
		return nil, err
	}
	return plan, plan.Ready()
}

func (o Options) picture() {
	if o.OnPicture != nil {
		o.OnPicture()
	}
}

// add counts a file. What can't be read counts by its format alone.
func (f *Files) add(info *imageio.Info, ok bool) {
	if info.Format == "" {
		return
	}
	count(&f.Formats, string(info.Format))
	if !ok {
		return
	}
	space := info.Space.String()
	if info.CMYK {
		space = "cmyk"
	}
	count(&f.Spaces, space)
	count(&f.Depths, info.Depth)
	if profile := info.Profile; profile != "" {
		const most = 80 // it is the file's text
		count(&f.Profiles, string([]rune(profile)[:min(len([]rune(profile)), most)]))
	} else if info.ICC != nil {
		count(&f.Profiles, "without a name")
	}
	if info.Orientation > 1 {
		count(&f.Orientations, info.Orientation)
		f.Turned++
	}
}

func count[K comparable](m *map[K]int, key K) {
	if *m == nil {
		*m = map[K]int{}
	}
	(*m)[key]++
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
