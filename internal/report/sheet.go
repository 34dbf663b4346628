package report

import (
	"image"
	"image/color"
	"image/draw"
	"strings"
	"sync"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// A Panel is a picture of a sheet with the lines of text below it.
type Panel struct {
	Image image.Image
	Lines []string // the first is the title
}

// Sizes of a sheet in pixels.
const (
	cell    = 256 // the square that a picture is fitted in
	margin  = 16
	leading = 18
	columns = 4
)

var (
	paper  = color.RGBA{0xfa, 0xfa, 0xf7, 0xff}
	ink    = color.RGBA{0x22, 0x22, 0x22, 0xff}
	faded  = color.RGBA{0x70, 0x70, 0x70, 0xff}
	accent = color.RGBA{0x1f, 0x6f, 0xb2, 0xff}
)

// Sheet draws the panels from left to right, four in a row.
func Sheet(panels []Panel) *image.RGBA {
	lines := 0
	for _, p := range panels {
		lines = max(lines, len(p.Lines))
	}
	w, h := cell+margin, cell+margin+lines*leading+leading/2
	cols := min(len(panels), columns)
	rows := (len(panels) + columns - 1) / columns
	sheet := image.NewRGBA(image.Rect(0, 0, max(cols, 1)*w+margin, max(rows, 1)*h+margin))
	draw.Draw(sheet, sheet.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	for i, p := range panels {
		x, y := margin+i%columns*w, margin+i/columns*h
		place(sheet, p.Image, image.Rect(x, y, x+cell, y+cell))
		for l, line := range p.Lines {
			c := faded
			if l == 0 {
				c = ink
			}
			Text(sheet, x, y+cell+(l+1)*leading, cell, line, c)
		}
	}
	return sheet
}

// place fits img in the square. A small picture is enlarged by a whole number, so that its pixels can be seen.
func place(dst *image.RGBA, img image.Image, square image.Rectangle) {
	if img == nil {
		return
	}
	b := img.Bounds()
	scaler := xdraw.Interpolator(xdraw.CatmullRom)
	w, h := b.Dx(), b.Dy()
	if f := cell / max(w, h); f >= 1 {
		w, h, scaler = w*f, h*f, xdraw.NearestNeighbor
	} else {
		w, h = max(1, w*cell/max(b.Dx(), b.Dy())), max(1, h*cell/max(b.Dx(), b.Dy()))
	}
	at := image.Pt(square.Min.X+(cell-w)/2, square.Min.Y+(cell-h)/2)
	r := image.Rectangle{at, at.Add(image.Pt(w, h))}
	scaler.Scale(dst, r, img, b, xdraw.Over, nil)
	frame(dst, r.Inset(-1), color.RGBA{0xcc, 0xcc, 0xcc, 0xff})
}

func frame(dst *image.RGBA, r image.Rectangle, c color.Color) {
	for x := r.Min.X; x < r.Max.X; x++ {
		dst.Set(x, r.Min.Y, c)
		dst.Set(x, r.Max.Y-1, c)
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		dst.Set(r.Min.X, y, c)
		dst.Set(r.Max.X-1, y, c)
	}
}

// face is Go Regular at 13 pixels. A face isn't safe for concurrent use, so each drawing takes its own.
var parsed = sync.OnceValues(func() (*opentype.Font, error) { return opentype.Parse(goregular.TTF) })

// Text writes s with its base line at y, cut to width pixels.
func Text(dst draw.Image, x, y, width int, s string, c color.Color) {
	f, err := parsed()
	if err != nil {
		return // the font is part of the program; its test reads it
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 13, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return
	}
	d := font.Drawer{Dst: dst, Src: image.NewUniform(c), Face: face, Dot: fixed.P(x, y)}
	s = strings.ToValidUTF8(s, "?")
	for runes := []rune(s); len(runes) > 1 && d.MeasureString(s) > fixed.I(width); {
		runes = runes[:len(runes)-1]
		s = string(runes) + "…"
	}
	d.DrawString(s)
}
