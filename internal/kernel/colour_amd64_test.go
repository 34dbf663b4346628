//go:build !purego

package kernel

import (
	"math/rand/v2"
	"testing"
)

// TestPastStaysInside: what writes past the caches reads and writes nothing beside its planes.
func TestPastStaysInside(t *testing.T) {
	kernels := map[level][]threePlanes{
		avx2: {{"hsv_of_rgb", planes6(hsvOfRGBPastAVX2), planes6(hsvOfRGBGeneric)}, {"rgb_of_hsv", planes6(rgbOfHSVPastAVX2), planes6(rgbOfHSVGeneric)}},
		vnni: {{"hsv_of_rgb", planes6(hsvOfRGBPastVNNI), planes6(hsvOfRGBGeneric)}, {"rgb_of_hsv", planes6(rgbOfHSVPastVNNI), planes6(rgbOfHSVGeneric)}},
	}
	r := rand.New(rand.NewPCG(44, 44))
	for _, l := range levels() {
		for _, k := range kernels[l] {
			for n := 0; n < 160; n += 16 { // planes that begin where lines do, the last of which ends where memory does
				testColour(t, r, k, n, true)
			}
			for n := range 80 {
				src, dst, want := fencedPlanes(fences[0], n, true), &[3][]float32{}, &[3][]float32{}
				for c := range 3 {
					dst[c], want[c] = fenced[float32](fences[c+1], n, false), make([]float32, n)
				}
				fillColours(r, src)
				k.generic(want, src)
				k.run(dst, src)
				for c := range 3 {
					sameFloats(t, dst[c], want[c], "%s of %d, plane %d", k.name, n, c)
				}
			}
		}
	}
}
