package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"image"
	"io"
	"math"
	"slices"
	"strings"
)

// An Overview is the HTML page of a data set: one file that needs nothing else.
type Overview struct {
	Data    string // as it was given
	Figures []Fact
	Splits  []string
	Classes []ClassCount
	Balance string     // in words, "" if there are no classes
	Advice  string     // what to do about it, may be ""
	Sizes   []SizeBin  // how many images have which size
	Facts   []Fact     // what files have
	Moments []Snippet  // lines to copy
	Samples []Sheetlet // images of each class
	Groups  []Sheetlet // duplicates
	Failed  []Fact     // path and reason
	Notes   []string   // what the page leaves out
}

// A Fact is a name and a value.
type Fact struct{ Name, Value string }

// A Snippet is text to copy, and what it is.
type Snippet struct{ Title, Text string }

// A ClassCount is how many images a class has in each split.
type ClassCount struct {
	Class string
	N     []int
}

// A SizeBin is so many images of a size in pixels.
type SizeBin struct{ Width, Height, N int }

// A Sheetlet is a row of pictures with a title.
type Sheetlet struct {
	Title    string
	Pictures []Captioned
}

// A Captioned is a picture with text below it.
type Captioned struct {
	Image   image.Image // nil if it can't be shown
	Caption string
	Full    string // what the whole text is, if the caption is cut
}

//go:embed overview.html
var overviewHTML string

var overviewTemplate = template.Must(template.New("overview").Funcs(template.FuncMap{
	"thumbnail": thumbnail,
	"sum":       sum,
}).Parse(overviewHTML))

// Write writes the page.
func (o Overview) Write(w io.Writer) error { return overviewTemplate.Execute(w, o) }

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
	fmt.Fprintf(&s, `<svg viewBox="0 0 %d %d" role="img" aria-label="widths and heights">`, scatterLeft+scatterWidth+16, scatterHeight+scatterFoot+16)
	at := func(b SizeBin) (float64, float64) {
		return scatterLeft + x.place(b.Width)*scatterWidth, 8 + (1-y.place(b.Height))*scatterHeight
	}
	for _, v := range x.ticks() {
		px := scatterLeft + x.place(v)*scatterWidth
		fmt.Fprintf(&s, `<line class="grid" x1="%.1f" x2="%.1f" y1="8" y2="%d"/><text x="%.1f" y="%d" text-anchor="middle">%d</text>`, px, px, scatterHeight+8, px, scatterHeight+24, v)
	}
	for _, v := range y.ticks() {
		py := 8 + (1-y.place(v))*scatterHeight
		fmt.Fprintf(&s, `<line class="grid" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/><text x="%d" y="%.1f" text-anchor="end">%d</text>`, scatterLeft, scatterLeft+scatterWidth, py, py, scatterLeft-6, py+4, v)
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
func coarse(bins []SizeBin) []SizeBin {
	for cells := 128.; len(bins) > mostBins; cells /= 2 {
		joined := map[[2]int]SizeBin{}
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
	bins = slices.Clone(bins)
	slices.SortFunc(bins, func(a, b SizeBin) int { // the largest circles below
		if a.N != b.N {
			return b.N - a.N
		}
		return (a.Width-b.Width)*2 + a.Height - b.Height
	})
	return bins
}

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
