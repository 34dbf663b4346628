// Command _asm writes the kernels' assembly with avo, one family of kernels a run:
//
//	go run . -family lookup -pkg kernel -out ../lookup_amd64.s -stubs ../lookup_stubs_amd64.go
//
// `make gen` in the module's root does so for all families.
package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	. "github.com/mmcloughlin/avo/build"
)

// families has each family's generator, by the name of its files.
var families = map[string]func(){
	"activation":       activation,
	"affine":           affine,
	"arithmetic":       arithmetic,
	"box_reduce":       boxReduce,
	"gemm":             gemm,
	"colour":           colourSpaces,
	"columns":          columnSums,
	"correlate":        correlate,
	"encode":           encode,
	"hog":              hog,
	"exp":              exp,
	"extremes":         extremes,
	"gather":           gather,
	"gelu":             gelu,
	"jpeg_colour":      jpegColour,
	"jpeg_idct":        jpegIDCT,
	"jpeg_lane":        jpegLane,
	"jpeg_refine":      jpegRefine,
	"jpeg_upsample":    jpegUpsample,
	"lookup":           lookup,
	"optimizer":        optimizer,
	"resample_float32": resampleFloat32,
	"resample_uint8":   resampleUint8,
	"reverse":          reverse,
	"softmax":          softmax,
	"transpose":        transpose,
	"warp":             warp,
}

func main() {
	family := flag.String("family", "", "the family to write")
	list := flag.Bool("list", false, "write the families' names")
	flag.Parse()
	if *list {
		fmt.Println(strings.Join(slices.Sorted(maps.Keys(families)), " "))
		return
	}
	generate, ok := families[*family]
	if !ok {
		fmt.Fprintln(os.Stderr, "-family is one of", slices.Sorted(maps.Keys(families)))
		os.Exit(2)
	}
	ConstraintExpr("!purego")
	generate()
	Generate()
}
