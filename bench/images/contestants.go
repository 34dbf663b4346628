package main

import (
	"path/filepath"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// A class says which work may be compared.
type class string

const (
	exact   class = "exact"   // full decode, antialiased resize
	draft   class = "draft"   // the decoder scales down
	aliased class = "aliased" // full decode, resize without antialiasing; for information
)

// A contestant is a worker program and a job of it.
type contestant struct {
	name    string
	class   class
	program []string
	job     string
	threads bool // works on several cores in one process; others get a process for each core
}

// The names of ours, with which the others are compared.
const (
	ours      = "Saccade"
	oursDraft = "Saccade, draft"
	reference = "torchvision on Pillow"
)

// makers make the tensor of a JPEG file: Resize(256), CenterCrop(224), ToFloat, Normalize.
var makers = []contestant{
	{ours, exact, goProgram("saccade"), "tensor", true},
	{oursDraft, draft, goProgram("saccade"), "draft", true},
	{reference, exact, python("pillow_torchvision"), "tensor", false},
	{"Debian's torchvision on Pillow", exact, systemPython("pillow_torchvision"), "tensor", false},
	{"torchvision on Pillow, draft", draft, python("pillow_draft"), "draft", false},
	{"torchvision.io", exact, python("torchvision_io"), "tensor", false},
	{"OpenCV, INTER_AREA", exact, python("opencv"), "area", false},
	{"OpenCV, INTER_LINEAR", aliased, python("opencv"), "linear", false},
	{"OpenCV, reduced 1/4", draft, python("opencv"), "reduced4", false},
	{"OpenCV, reduced 1/8", draft, python("opencv"), "reduced8", false},
	{"libvips, thumbnail", draft, python("vips"), "thumbnail", false},
	{"image/jpeg, imaging", exact, goProgram("imaging"), "tensor", true},
	{"image/jpeg, x/image/draw", exact, goProgram("xdraw"), "tensor", true},
}

// decoders decode a JPEG file to RGB.
var decoders = []contestant{
	{ours, exact, goProgram("saccade"), "decode", true},
	{"simplejpeg", exact, python("simplejpeg_rgb"), "decode", false},
	{"PyTurboJPEG", exact, python("turbojpeg_rgb"), "decode", false},
}

// resizers resize a picture of 4000×3000 pixels to 224×224, bilinearly, uint8.
var resizers = []contestant{
	{ours, exact, goProgram("saccade"), "resize", true},
	{"Pillow", exact, python("pillow"), "resize", false},
	{"fast_image_resize", exact, []string{filepath.Join(harness.Home, "fir/target/release/fir")}, "resize", false},
}

// alone makes the tensors of single images, one after the other.
var alone = []contestant{{ours, exact, goProgram("saccade"), "alone", true}}

func goProgram(name string) []string {
	return []string{filepath.Join(harness.Home, "bin/goworker"), name}
}

func python(module string) []string {
	return []string{filepath.Join(harness.Home, ".venv/bin/python"), filepath.Join(harness.Home, "python/worker.py"), module}
}

func systemPython(module string) []string {
	return []string{"/usr/bin/python3", filepath.Join(harness.Home, "python/worker.py"), module}
}
