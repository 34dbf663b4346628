package report

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"image"
	"image/jpeg"
	"io"

	xdraw "golang.org/x/image/draw"

	"github.com/saccade-go/saccade/classifier"
)

// A Page is the HTML page of an evaluation: one file that needs nothing else.
type Page struct {
	Model, Data string
	Report      *classifier.Report
	Mistakes    []Mistake
}

// A Mistake is an image that got the wrong class.
type Mistake struct {
	Name         string
	Truth, Class string
	Probability  float32
	Image        image.Image // nil if it can't be shown
}

//go:embed page.html
var pageHTML string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"percent":   func(v float64) string { return fmt.Sprintf("%.2f %%", 100*v) },
	"percent32": func(v float32) string { return fmt.Sprintf("%.1f %%", 100*v) },
	"four":      func(v float64) string { return fmt.Sprintf("%.4f", v) },
	"figure":    func(f classifier.Figure) string { return fmt.Sprintf("%.2f %%", 100*float64(f)) },
	"thumbnail": thumbnail,
	"shade":     shade,
}).Parse(pageHTML))

// Write writes the page.
func (p Page) Write(w io.Writer) error { return pageTemplate.Execute(w, p) }

// Large reports whether there are too many classes for a confusion matrix with labels on both sides.
func (p Page) Large() bool { return len(p.Report.Classes) > 40 }

// shade is the background of a cell of the confusion matrix: the part of its row, blue on the diagonal and red
// beside it.
func shade(confusion classifier.Confusion, row, col int) template.CSS {
	total := 0
	for _, n := range confusion[row] {
		total += n
	}
	if total == 0 || confusion[row][col] == 0 {
		return ""
	}
	rgb := "31,111,178"
	if row != col {
		rgb = "200,60,40"
	}
	share := float64(confusion[row][col]) / float64(total)
	text := ""
	if share > 0.55 {
		text = ";color:#fff"
	}
	return template.CSS(fmt.Sprintf("background:rgba(%s,%.3f)%s", rgb, 0.08+0.92*share, text))
}

// thumbnail returns img on white as a data URL, at most 160 pixels wide and high.
func thumbnail(img image.Image) template.URL {
	const most = 160
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if m := max(w, h); m > most {
		w, h = max(1, w*most/m), max(1, h*most/m)
	}
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	xdraw.Draw(small, small.Bounds(), image.White, image.Point{}, xdraw.Src) // JPEG knows no transparency
	xdraw.CatmullRom.Scale(small, small.Bounds(), img, b, xdraw.Over, nil)
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, small, &jpeg.Options{Quality: 85}); err != nil {
		return ""
	}
	return template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(buf.Bytes()))
}
