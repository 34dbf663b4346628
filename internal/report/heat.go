package report

import (
	"fmt"
	"image/color"
	"math"
	"strings"
)

// heatLevels is how many shades the cells of a confusion matrix have beside none.
const heatLevels = 9

// heatLevel is the shade of count of total: 0 for none, 1 to heatLevels otherwise.
func heatLevel(count, total int) int {
	if count <= 0 || total <= 0 {
		return 0
	}
	return min(1+(heatLevels*count-1)/total, heatLevels)
}

// A heatTheme has the colours between which shades lie, for cells on the diagonal (h1 … h9) and beside it (m1 … m9).
type heatTheme struct{ card, hit, miss color.RGBA }

var (
	lightHeat = heatTheme{color.RGBA{0xff, 0xff, 0xff, 0xff}, color.RGBA{0x1a, 0x5f, 0x9e, 0xff}, color.RGBA{0xc2, 0x3d, 0x14, 0xff}}
	darkHeat  = heatTheme{color.RGBA{0x1c, 0x20, 0x24, 0xff}, color.RGBA{0x82, 0xbb, 0xf2, 0xff}, color.RGBA{0xff, 0x8d, 0x6b, 0xff}}
)

// heatCSS has a rule for each shade, with black or white text, whichever stands out more.
func heatCSS() string {
	return lightHeat.css() + "@media screen and (prefers-color-scheme: dark) {\n" + darkHeat.css() + "}\n"
}

func (t heatTheme) css() string {
	var b strings.Builder
	t.rules(&b, 'h', t.hit)
	t.rules(&b, 'm', t.miss)
	return b.String()
}

func (t heatTheme) rules(b *strings.Builder, name byte, to color.RGBA) {
	for i := 1; i <= heatLevels; i++ {
		back := mix(t.card, to, 0.1+0.9*float64(i-1)/(heatLevels-1))
		fmt.Fprintf(b, ".%c%d { background: %s; color: %s }\n", name, i, hex(back), hex(legible(back)))
	}
}

// mix returns the colour at part s of the way from a to b.
func mix(a, b color.RGBA, s float64) color.RGBA {
	at := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + s*(float64(b)-float64(a)))) }
	return color.RGBA{at(a.R, b.R), at(a.G, b.G), at(a.B, b.B), 0xff}
}

func hex(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

var black, white = color.RGBA{0, 0, 0, 0xff}, color.RGBA{0xff, 0xff, 0xff, 0xff}

// legible is the colour of text on back: of black and white one always has a contrast of 4.5 or more.
func legible(back color.RGBA) color.RGBA {
	if contrast(black, back) >= contrast(white, back) {
		return black
	}
	return white
}

// contrast is that of WCAG 2.2: (L1 + 0.05)/(L2 + 0.05) of the relative luminances, the lighter one first; 1 to 21.
func contrast(a, b color.RGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.RGBA) float64 {
	linear := func(v uint8) float64 {
		if s := float64(v) / 255; s > 0.04045 {
			return math.Pow((s+0.055)/1.055, 2.4)
		} else {
			return s / 12.92
		}
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}
