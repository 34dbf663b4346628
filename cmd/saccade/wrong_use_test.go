package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWrongUse: plan says what is wrong with a pipeline before anything is read.
func TestWrongUse(t *testing.T) {
	for _, c := range []struct{ steps, input, want string }{
		{"[convert: {to: lab}, median, convert: {to: hsv}, brightness: {factor: 2}]", "", "stage 4 brightness, given float32 hsv 3×?×?: brightness: wanted a gray or rgb picture (convert makes it)"},
		{"[sobel, convert: {to: lab}]", "", "stage 2 convert, given float32 none 3×?×?: convert: wanted "},
		{"[to_float, normalize: {mean: [0.5, 0.4], std: [0.2]}]", "", "stage 2 normalize, given float32 rgb 3×?×?: normalize: wanted 2 channels, as many as mean has values"},
		{"[normalize: {mean: [0.5], std: [0.2]}]", "", "normalize: wanted float32 (to_float makes it), found uint8 rgb"},
		{"[crop: {width: 300, height: 200}]", "3x100x100", "crop: wanted at least 200×300 pixels"},
		{"[random_crop: {width: 300, height: 200}]", "3x100x100", "random_crop: wanted at least 200×300 pixels"},
		{"[median: {size: 4}]", "", "median: size: wanted an odd number of pixels from 3 to 255, found 4"},
		{"[gaussian_blur: {sigma: .nan}]", "", "finite numbers"},
		{"[gaussian_blur]", "", "gaussian_blur: sigma: wanted a number of pixels from 0.001 to 500, found 0"},
		{"[affine: {matrix: [[1, 0, 0], [2, 0, 0]]}]", "", "affine: matrix: wanted"},
		{"[erode: {mask: [010, 11]}]", "", "mask"},
		{"[random_apply: {steps: [resize: {shorter: 5}]}]", "3x9x9", "random_apply: wanted steps that keep the type, space and size"},
		{"[one_of: {steps: [invert, standardize]}]", "", "found one that has to be fitted first"},
		{"[white_balance]", "1x9x9", "white_balance: wanted an rgb picture"},
		{"[gausian_blur: {sigma: 1}]", "", "perhaps gaussian_blur, "},
		{"[equalise]", "", "perhaps equalize, "},
	} {
		file := filepath.Join(t.TempDir(), "p.yaml")
		text := "steps: " + c.steps + "\n"
		args := []string{"plan", file}
		if strings.HasPrefix(c.input, "1x") {
			text = "decode: {space: gray}\n" + text
		}
		if c.input != "" {
			args = append(args, "--input", c.input)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if status, out, message := invoke(t, args...); status != 1 || !strings.Contains(message, c.want) {
			t.Errorf("%s: status %d\n%s%s\nwant %s", c.steps, status, out, message, c.want)
		}
	}
}
