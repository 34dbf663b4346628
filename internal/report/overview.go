package report

import (
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strings"
)

// An Overview is the page that "saccade stats --report" writes. What is empty has no section.
type Overview struct {
	Frame   // Sections are filled in by Write
	Figures []Fact
	Splits  []string
	Classes []ClassCount
	Balance string    // in words, "" if there are no classes
	Advice  string    // what to do about it, may be ""
	Sizes   []SizeBin // how many images have which size
	Files   []Fact    // what files have
	Moments []Snippet // lines to copy
	Samples []Group   // images of each class
	Groups  []Group   // duplicates
	Failed  []Failure // images that can't be read
	Notes   []string  // what the page leaves out
}

// A Snippet is text to copy, and what it is.
type Snippet struct{ Title, Text string }

// A ClassCount is how many images a class has in each split.
type ClassCount struct {
	Class string
	N     []int
}

// All is how many images the class has.
func (c ClassCount) All() int { return sum(c.N) }

// A SizeBin is so many images of a size in pixels.
type SizeBin struct{ Width, Height, N int }

// A Group is pictures that belong together.
type Group struct {
	Title string
	Shots []Shot
}

//go:embed overview.html
var overviewHTML string

var overviewPage = layout("overview", overviewHTML)

// Write writes the page. The same overview gives the same bytes.
func (o Overview) Write(w io.Writer) error {
	o.Sections = nil
	for _, s := range []struct {
		Section
		there bool
	}{
		{Section{"summary", "Summary"}, true},
		{Section{"classes", "Classes"}, len(o.Classes) > 0},
		{Section{"sizes", "Sizes"}, len(o.Sizes) > 0},
		{Section{"files", "Files"}, len(o.Files) > 0},
		{Section{"moments", "Mean and deviation"}, len(o.Moments) > 0},
		{Section{"samples", "Samples"}, len(o.Samples) > 0},
		{Section{"duplicates", "Duplicates"}, true},
		{Section{"failed", "Failed"}, len(o.Failed) > 0},
		{Section{"made", "How it was made"}, len(o.Made.Command)+len(o.Made.Facts) > 0},
	} {
		if s.there {
			o.Sections = append(o.Sections, s.Section)
		}
	}
	return overviewPage.Execute(w, o)
}

func sum(n []int) (all int) {
	for _, v := range n {
		all += v
	}
	return all
}

// Bar is the length of a class's bar for one split, in percent of the largest class.
func (o Overview) Bar(n int) template.CSS {
	most := 1
	for _, c := range o.Classes {
		most = max(most, sum(c.N))
	}
	return template.CSS(fmt.Sprintf("width:%.2f%%", 100*float64(n)/float64(most)))
}

// Size of the scatter in pixels, without its labels.
const (
	scatterWidth  = 560
	scatterHeight = 360
	scatterLeft   = 56
	scatterFoot   = 40
)

// Scatter draws widths and heights on logarithmic axes: a circle for each size, its area as many images as have it. It is "" if all
// have the same size.
func (o Overview) Scatter() template.HTML {
	bins := coarse(o.Sizes)
	if len(bins) < 2 {
		return ""
	}
	x, y := newAxis(bins, func(b SizeBin) int { return b.Width }), newAxis(bins, func(b SizeBin) int { return b.Height })
	most := slices.MaxFunc(bins, func(a, b SizeBin) int { return a.N - b.N }).N
	var s strings.Builder
	fmt.Fprintf(&s, `<svg class="scatter" viewBox="0 0 %d %d" role="img" aria-label="widths and heights">`, scatterLeft+scatterWidth+16, scatterHeight+scatterFoot+16)
	at := func(b SizeBin) (float64, float64) {
		return scatterLeft + x.place(b.Width)*scatterWidth, 8 + (1-y.place(b.Height))*scatterHeight
	}
	for _, v := range x.ticks() {
		px := scatterLeft + x.place(v)*scatterWidth
		fmt.Fprintf(&s, `<line x1="%.1f" x2="%.1f" y1="8" y2="%d"/><text x="%.1f" y="%d" text-anchor="middle">%d</text>`, px, px, scatterHeight+8, px, scatterHeight+24, v)
	}
	for _, v := range y.ticks() {
		py := 8 + (1-y.place(v))*scatterHeight
		fmt.Fprintf(&s, `<line x1="%d" x2="%d" y1="%.1f" y2="%.1f"/><text x="%d" y="%.1f" text-anchor="end">%d</text>`, scatterLeft, scatterLeft+scatterWidth, py, py, scatterLeft-6, py+4, v)
	}
	fmt.Fprintf(&s, `<text x="%d" y="%d" text-anchor="middle">width</text><text x="14" y="%d" text-anchor="middle" transform="rotate(-90 14 %d)">height</text>`,
		scatterLeft+scatterWidth/2, scatterHeight+42, scatterHeight/2, scatterHeight/2)
	for _, b := range bins {
		px, py := at(b)
		fmt.Fprintf(&s, `<circle cx="%.1f" cy="%.1f" r="%.1f"><title>%d × %d: %d</title></circle>`, px, py, 2.5+12*math.Sqrt(float64(b.N)/float64(most)), b.Width, b.Height, b.N)
	}
	s.WriteString("</svg>")
	return template.HTML(s.String()) // numbers alone
}

// mostBins is how many circles a scatter has at most.
const mostBins = 1500

// coarse joins sizes, on an ever coarser logarithmic grid, until they are few enough. A joined bin has the size of its largest part.
func coarse(sizes []SizeBin) []SizeBin {
	bins := slices.Clone(sizes)
	for cells := 128.; len(bins) > mostBins; cells /= 2 {
		joined := map[[2]int]SizeBin{}
		slices.SortFunc(bins, byCount)
		for _, b := range bins {
			key := [2]int{int(cells * math.Log2(float64(b.Width)) / 8), int(cells * math.Log2(float64(b.Height)) / 8)}
			j := joined[key]
			if b.N > j.N || j.N == 0 {
				j.Width, j.Height = b.Width, b.Height
			}
			j.N += b.N
			joined[key] = j
		}
		bins = bins[:0:0]
		for _, b := range joined {
			bins = append(bins, b)
		}
	}
	slices.SortFunc(bins, byCount) // so that small circles lie on large ones
	return bins
}

func byCount(a, b SizeBin) int { return cmp.Or(b.N-a.N, a.Width-b.Width, a.Height-b.Height) }

// An axis is logarithmic.
type axis struct{ lo, hi float64 }

func newAxis(bins []SizeBin, of func(SizeBin) int) axis {
	a := axis{math.Inf(1), 0}
	for _, b := range bins {
		a.lo, a.hi = min(a.lo, float64(of(b))), max(a.hi, float64(of(b)))
	}
	return axis{math.Log(a.lo / 1.15), math.Log(a.hi * 1.15)}
}

func (a axis) place(v int) float64 { return (math.Log(float64(v)) - a.lo) / (a.hi - a.lo) }

// ticks are round numbers within the axis: 1, 2, 5, 10 …, and more of them where these are few.
func (a axis) ticks() []int {
	for _, steps := range [][]float64{{1, 2, 5}, {1, 1.5, 2, 3, 4, 5, 6, 8}, {1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2, 2.2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9}} {
		var ticks []int
		for decade := 1.; decade < 1e7; decade *= 10 {
			for _, s := range steps {
				v := s * decade
				if l := math.Log(v); v == math.Trunc(v) && l >= a.lo && l <= a.hi {
					ticks = append(ticks, int(v))
				}
			}
		}
		if len(ticks) > 2 {
			return ticks
		}
	}
	return nil
}
