package colorspace

// Oklch is Oklab in polar coordinates, as LCh is Lab: chroma, and hue as a part of a turn. A colour with a chroma
// below 0.000004 is gray: C = h = 0. The chroma of colours that sRGB has is 0..0.323; the range ends at 0.4, as that
// of CSS Color 4 does. Nothing is clipped.
var oklchFamily = family{
	space:  Oklch,
	ranges: []bounds{unit, {0, 0.4}, unit},
	conversions: []conversion{
		{from: Oklab, to: Oklch, convert: toPolar(oklabGray)},
		{from: Oklch, to: Oklab, convert: fromPolar},
	},
}

// oklabGray is the chroma below which a colour of Oklab is gray.
const oklabGray = 4e-6
