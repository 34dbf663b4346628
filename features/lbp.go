package features

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"sync"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// LBP counts local binary patterns (Ojala, Pietikäinen and Mäenpää, "Multiresolution gray-scale and rotation invariant
// texture classification with local binary patterns", PAMI 2002): 1×H×W becomes a vector of one histogram for each cell of
// a grid, row by row. The codes are those of LBPCodes, and so of scikit-image's local_binary_pattern, to the last one.
//
// A histogram has one bin for each code, in ascending order. With P points these are
//
//	uniform      P + 2             10 for 8 points, 18 for 16
//	nri_uniform  P·(P−1) + 3       59 for 8 points
//	default      2^P               256 for 8 points
//	ror          the 2^P patterns but for rotation: 36 for 8 points, 4116 for 16
//
// Cell (i, j) of Cells×Cells has the rows i·H/Cells ≤ y < (i+1)·H/Cells and the columns likewise. The picture has to have
// one channel and at least Cells pixels each way; with uint8 it is fastest. Its size may be unknown. A vector
// has at most 16 777 216 values. Codes of "var" are no patterns, and refused: take LBPCodes.
//
// JSON: {"points": 8, "radius": 1, "method": "uniform", "cells": 4, "norm": "l1"}.
type LBP struct {
	// Points is the number P of points on the circle. Default 8, at most 24, and 16 with "default" and "ror".
	Points int `json:"points,omitempty"`
	// Radius is the circle's in pixels. Default 1, at most 1024.
	Radius float64 `json:"radius,omitempty"`
	// Method is how a pattern becomes a code: "uniform" (default), "nri_uniform", "default" or "ror".
	Method string `json:"method,omitempty"`
	// Cells is the number of cells each way. Default 1, which is the whole picture.
	Cells int `json:"cells,omitempty"`
	// Norm scales each histogram: "l1" (default) to the sum 1, "l2" to the Euclidean length 1; "none" leaves
	// the counts.
	Norm string `json:"norm,omitempty"`
}

// LBPCodes makes a picture of local binary patterns: each pixel of 1×H×W becomes the code of its surroundings, as float32 of
// the same size, equal to scikit-image's local_binary_pattern(image, P, R, method).
//
// P points lie on a circle of radius R around the pixel, point i at the angle 2π·i/P, counted from the right against the
// clock; their offsets are rounded to 5 decimals. A point's value is interpolated bilinearly in float64, with 0 outside
// the picture, and its bit i is 1 if it is not below the pixel's. Where values are equal but for rounding, the rounding of
// float64 decides, as there; NaN, and infinity beside infinity, give 0. Then
//
//	default      is the number Σ bit_i·2^i, 0 to 2^P − 1;
//	ror          the smallest number that rotating its bits makes;
//	uniform      the number of ones where they are neighbours on the circle, 0 to P; P + 1 for all other patterns;
//	nri_uniform  as uniform, but with another code for each rotation, 0 to P·(P−1) + 1; P·(P−1) + 2 for all others;
//	var          no pattern, but the variance of the P values, rounded to float32; NaN where it is 0.
//
// Values are taken as they are, uint8 0..255 and float32 0..1, which matters to "var" only. The size may be unknown.
// scikit-image's own default is the method "default".
//
// JSON: {"points": 8, "radius": 1, "method": "var"}.
type LBPCodes struct {
	// Points is the number P of points on the circle. Default 8, at most 24.
	Points int `json:"points,omitempty"`
	// Radius is the circle's in pixels. Default 1, at most 1024.
	Radius float64 `json:"radius,omitempty"`
	// Method is "uniform" (default), "nri_uniform", "default", "ror" or "var".
	Method string `json:"method,omitempty"`
}

const (
	maxLBPPoints      = 24 // codes up to 2^24 are exact in float32
	maxLBPTablePoints = 16
	maxLBPRadius      = 1024
)

// OutSpec returns float32 of in's size.
func (c LBPCodes) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return c.outSpec("lbp_codes", in)
}

func (c LBPCodes) outSpec(op string, in tensor.Spec) (tensor.Spec, error) {
	out := tensor.Spec{DType: tensor.Float32, C: 1, H: in.H, W: in.W}
	if c.Points < 0 || c.Points > maxLBPPoints {
		return out, &tensor.ParamError{Op: op, Param: "points", Want: fmt.Sprintf("1 to %d, or 0 for 8", maxLBPPoints), Got: c.Points}
	}
	if !(c.Radius >= 0 && c.Radius <= maxLBPRadius) {
		return out, &tensor.ParamError{Op: op, Param: "radius", Want: fmt.Sprintf("0 to %d, where 0 is 1", maxLBPRadius), Got: c.Radius}
	}
	if !slices.Contains([]string{"", "uniform", "nri_uniform", "default", "ror", "var"}, c.Method) {
		return out, &tensor.ParamError{Op: op, Param: "method", Want: `"uniform", "nri_uniform", "default", "ror" or "var"`, Got: c.Method}
	}
	if err := in.Check(op); err != nil {
		return out, err
	}
	if in.C != 1 {
		return out, &tensor.SpecError{Op: op, Want: "a picture of one channel (make it gray first)", Got: in}
	}
	return out, out.Check(op)
}

func (c LBPCodes) points() int { return orDefault(c.Points, 8) }

func (c LBPCodes) circle() lbpCircle {
	radius := c.Radius
	if radius == 0 {
		radius = 1
	}
	return newLBPCircle(c.points(), radius)
}

// Apply writes the codes of src into dst.
func (c LBPCodes) Apply(dst, src *tensor.Tensor) error {
	out, err := c.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("lbp_codes", dst, src, out); err != nil {
		return err
	}
	circle := c.circle()
	row := scratch.Int32.Get(src.W)
	defer scratch.Int32.Put(row)
	for y := range src.H {
		codes := dst.F32[y*src.W:][:src.W]
		if c.Method == "var" {
			circle.variances(codes, src, y)
			continue
		}
		circle.patterns(row.S, src, y)
		for x, pattern := range row.S {
			codes[x] = float32(lbpCode(c.Method, uint32(pattern), c.points()))
		}
	}
	return nil
}

// lbpCode returns the code of a pattern of n bits.
func lbpCode(method string, pattern uint32, n int) uint32 {
	switch method {
	case "default":
		return pattern
	case "ror":
		least := pattern
		for range n - 1 {
			pattern = rotateLBP(pattern, n)
			least = min(least, pattern)
		}
		return least
	}
	ones := uint32(bits.OnesCount32(pattern))
	uniform := bits.OnesCount32(pattern^rotateLBP(pattern, n)) <= 2
	points := uint32(n)
	switch {
	case method != "nri_uniform" && uniform:
		return ones
	case method != "nri_uniform":
		return points + 1
	case !uniform:
		return points*(points-1) + 2
	case ones == 0:
		return 0
	case ones == points:
		return points*(points-1) + 1
	}
	// Rotations are counted from the one whose zeros are at the right: the ones begin at first, or go round the end.
	first := uint32(bits.TrailingZeros32(pattern))
	turn := points - first
	if first == 0 {
		turn = ones - uint32(bits.TrailingZeros32(^pattern))
	}
	return 1 + (ones-1)*points + turn
}

// rotateLBP rotates n bits to the right by one.
func rotateLBP(pattern uint32, n int) uint32 { return pattern>>1 | pattern&1<<(n-1) }

// An lbpPlan is what follows from an LBP's parameters: the number of cells each way and of bins of each, and the bin of each
// pattern, if these are few enough.
type lbpPlan struct {
	cells, bins int
	table       []uint16
}

// OutSpec returns a vector of Cells² histograms.
func (l LBP) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	p, err := l.plan(in)
	if err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(p.length()), nil
}

func (p *lbpPlan) length() int { return p.cells * p.cells * p.bins }

func (l LBP) codes() LBPCodes { return LBPCodes{Points: l.Points, Radius: l.Radius, Method: l.Method} }

func (l LBP) plan(in tensor.Spec) (lbpPlan, error) {
	refuse := func(param, want string, got any) (lbpPlan, error) {
		return lbpPlan{}, &tensor.ParamError{Op: "lbp", Param: param, Want: want, Got: got}
	}
	if l.Method == "var" {
		return refuse("method", "codes that can be counted (lbp_codes has var)", l.Method)
	}
	if _, err := l.codes().outSpec("lbp", in); err != nil {
		return lbpPlan{}, err
	}
	n := l.codes().points()
	if n > maxLBPTablePoints && (l.Method == "default" || l.Method == "ror") {
		return refuse("points", fmt.Sprintf("at most %d with method %s", maxLBPTablePoints, l.Method), l.Points)
	}
	if !slices.Contains([]string{"", "l1", "l2", "none"}, l.Norm) {
		return refuse("norm", `"l1", "l2" or "none"`, l.Norm)
	}
	p := lbpPlan{cells: orDefault(l.Cells, 1)}
	if n <= maxLBPTablePoints {
		bins := lbpBinsOf(l.Method, n)
		p.bins, p.table = bins.n, bins.of
	} else {
		p.bins = lbpUniformBins(l.Method, n)
	}
	if p.cells < 1 || p.cells > 1<<12 || p.length() > maxBins {
		return refuse("cells", fmt.Sprintf("1 or more, or 0 for 1, and at most %d values in all", maxBins), l.Cells)
	}
	if in.Known() && (in.H < p.cells || in.W < p.cells) {
		return lbpPlan{}, &tensor.SpecError{Op: "lbp", Want: fmt.Sprintf("at least %d×%d pixels", p.cells, p.cells), Got: in}
	}
	return p, nil
}

// lbpBins has the bin of each pattern.
type lbpBins struct {
	once sync.Once
	n    int
	of   []uint16
}

// lbpTables has a table for each method and number of points, made when it is first wanted.
var lbpTables [4][maxLBPTablePoints + 1]lbpBins

func lbpBinsOf(method string, n int) *lbpBins {
	t := &lbpTables[max(slices.Index([]string{"uniform", "nri_uniform", "default", "ror"}, method), 0)][n]
	t.once.Do(func() {
		t.of = make([]uint16, 1<<n)
		if method == "ror" {
			t.countRotations(n)
			return
		}
		for pattern := range t.of {
			t.of[pattern] = uint16(lbpCode(method, uint32(pattern), n))
		}
		if t.n = len(t.of); method != "default" {
			t.n = lbpUniformBins(method, n)
		}
	})
	return t
}

// countRotations gives the codes of "ror", of which most numbers are none, bins in ascending order.
func (t *lbpBins) countRotations(n int) {
	for pattern := range t.of {
		code := lbpCode("ror", uint32(pattern), n)
		if int(code) == pattern { // a code comes before the other patterns that have it
			t.of[pattern] = uint16(t.n)
			t.n++
		}
		t.of[pattern] = t.of[code]
	}
}

// lbpUniformBins returns the number of codes of the uniform methods. With fewer than 4 points the last one doesn't occur.
func lbpUniformBins(method string, n int) int {
	if method == "nri_uniform" {
		return n*(n-1) + 3
	}
	return n + 2
}

// Apply writes the histograms of src into dst.
func (l LBP) Apply(dst, src *tensor.Tensor) error {
	p, err := l.plan(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("lbp", dst, src, tensor.VectorSpec(p.length())); err != nil {
		return err
	}
	counts := scratch.Int32.Get(p.length())
	defer scratch.Int32.Put(counts)
	clear(counts.S)
	row := scratch.Int32.Get(src.W)
	defer scratch.Int32.Put(row)
	circle := l.codes().circle()
	for i := range p.cells {
		inRow := counts.S[i*p.cells*p.bins:][:p.cells*p.bins]
		for y := i * src.H / p.cells; y < (i+1)*src.H/p.cells; y++ {
			circle.patterns(row.S, src, y)
			l.toBins(row.S, &p)
			p.count(inRow, row.S)
		}
	}
	for at := 0; at < len(counts.S); at += p.bins {
		scaleCounts(dst.F32[at:at+p.bins], counts.S[at:at+p.bins], l.Norm)
	}
	return nil
}

// toBins makes bins of patterns.
func (l LBP) toBins(row []int32, p *lbpPlan) {
	if p.table == nil {
		for x, pattern := range row {
			row[x] = int32(lbpCode(l.Method, uint32(pattern), l.codes().points()))
		}
		return
	}
	for x, pattern := range row {
		row[x] = int32(p.table[pattern])
	}
}

// count counts the bins of a row of pixels in the histograms of a row of cells.
func (p *lbpPlan) count(counts, row []int32) {
	for j := range p.cells {
		histogram := counts[j*p.bins:][:p.bins]
		for _, bin := range row[j*len(row)/p.cells : (j+1)*len(row)/p.cells] {
			histogram[bin]++
		}
	}
}

// roundLBP rounds to 5 decimals as numpy.round does.
func roundLBP(v float64) float64 { return math.RoundToEven(v*1e5) / 1e5 }
