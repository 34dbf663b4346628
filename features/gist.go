package features

import (
	"fmt"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// GIST describes a scene as a whole by how much there is of which frequency and direction where (A. Oliva and A. Torralba, "Modeling
// the Shape of the Scene: A Holistic Representation of the Spatial Envelope", IJCV 2001), with the numbers of the authors' LMgist.
//
//  1. Values are stretched to 0..255, x ← ln(1 + 255·(v − min)/(max − min)). So uint8 and float32, and any change of brightness
//     and contrast, make no difference. A flat picture is 0.
//
//  2. Local contrast is made even: x ← x − L(x), and then x ← x/(0.2 + √|L(x²)|). L is a low-pass filter by exp(−(fx² + fy²)/s²) with
//     s = Prefilter/√ln 2, on the picture with 5 pixels mirrored around it and mirrored further to a square of n×n, n even, where f counts
//     waves in n pixels.
//
//  3. The picture, with 32 pixels mirrored around it, now h×w, is filtered by transfer functions, one for each scale and direction.
//     For direction k of K of scale l, both from 0 on, and fx, fy in waves per h×w pixels
//
//     G(fx, fy) = exp(−3.5·(√(fx² + fy²)/(w·r) − 1)² − 2π·(K/8)²·a²),  r = 0.3/1.85^l
//
//     where a is the angle of (fx, fy), plus π·k/K, brought to −π..π. Values of G below 1e-8 count as 0.
//
//  4. The picture without the mirrored pixels is cut into Blocks×Blocks cells, and the mean of the magnitudes of the results is
//     taken in each: cell (i, j) has the rows ⌊i·H/Blocks⌋ ≤ y < ⌊(i+1)·H/Blocks⌋, and for columns alike.
//
// The vector goes through the scales, the finest first, in each through the directions, in each through the cells column by column,
// as MATLAB stores them: Blocks²·ΣOrientations values, 512 by default.
//
// The input has one channel, a known size of even sides up to 512, usually 128×128 or 256×256, and a pixel for each cell. LMgist
// itself takes the mean of red, green and blue, and scales and crops first: put a gray and a resize before. What depends on the size
// and the parameters alone is kept for the next picture, some megabytes. NaN and infinities make all values NaN.
//
// JSON: {"orientations": [8, 8, 8, 8], "blocks": 4, "prefilter": 4}.
type GIST struct {
	// Orientations has the number of directions for each scale, the finest first: at most 8 scales and 128 filters in all. Default
	// 8, 8, 8, 8.
	Orientations []int `json:"orientations,omitempty"`
	// Blocks is the number of cells each way. Default 4, at most 64.
	Blocks int `json:"blocks,omitempty"`
	// Prefilter is up to which frequency, in waves per picture, contrast is made even. Default 4, at most 256.
	Prefilter float64 `json:"prefilter,omitempty"`
}

const (
	maxScales      = 8
	maxGISTFilters = 128
	maxGISTSide    = 512
)

var gistOrientations = []int{8, 8, 8, 8}

func (g GIST) orientations() []int {
	if len(g.Orientations) == 0 {
		return gistOrientations
	}
	return g.Orientations
}

// OutSpec returns a vector.
func (g GIST) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "gist"
	filters, err := g.check()
	if err != nil {
		return tensor.Spec{}, err
	}
	if err := checkSized(op, in); err != nil {
		return tensor.Spec{}, err
	}
	blocks := orDefault(g.Blocks, 4)
	switch {
	case in.C != 1:
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: "one channel (put a gray before it)", Got: in}
	case in.H%2 != 0 || in.W%2 != 0 || in.H > maxGISTSide || in.W > maxGISTSide:
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: fmt.Sprintf("even sides of at most %d pixels (put a resize before it)", maxGISTSide), Got: in}
	case in.H < blocks || in.W < blocks:
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: fmt.Sprintf("at least %d×%d pixels, one for each cell", blocks, blocks), Got: in}
	}
	return tensor.VectorSpec(blocks * blocks * filters), nil
}

// check reports parameters that make no sense, or returns the number of filters.
func (g GIST) check() (filters int, err error) {
	if len(g.Orientations) > maxScales {
		return 0, g.paramError("orientations", fmt.Sprintf("at most %d scales", maxScales), len(g.Orientations))
	}
	for _, n := range g.orientations() {
		if n < 1 || n > maxGISTFilters-filters {
			return 0, g.paramError("orientations", fmt.Sprintf("numbers above 0 that make at most %d", maxGISTFilters), g.Orientations)
		}
		filters += n
	}
	if g.Blocks < 0 || g.Blocks > 64 {
		return 0, g.paramError("blocks", "1 to 64, or 0 for the default", g.Blocks)
	}
	if !(g.Prefilter >= 0 && g.Prefilter <= 256) {
		return 0, g.paramError("prefilter", "a number of waves above 0, at most 256, or 0 for the default", g.Prefilter)
	}
	return filters, nil
}

func (GIST) paramError(param, want string, got any) error {
	return &tensor.ParamError{Op: "gist", Param: param, Want: want, Got: got}
}

// Apply writes the means of src into dst.
func (g GIST) Apply(dst, src *tensor.Tensor) error {
	out, err := g.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("gist", dst, src, out); err != nil {
		return err
	}
	b := gistBanks.get(g.key(src.Spec))
	even := scratch.Float32.Get(b.h * b.w)
	defer scratch.Float32.Put(even)
	b.prefilter(even.S, src)
	b.energies(dst.F32, even.S, orDefault(g.Blocks, 4))
	return nil
}

const (
	gistMargin    = 5   // pixels around the picture when its contrast is made even
	gistExtension = 32  // and when it is filtered
	gistContrast  = 0.2 // where the local contrast is less, it is left less
)

// prefilter writes the picture with even contrast.
func (b *gistBank) prefilter(dst []float32, src *tensor.Tensor) {
	n := b.square
	memory := scratch.Float32.Get(3 * n * n)
	defer scratch.Float32.Put(memory)
	x, low, half := memory.S[:n*n], memory.S[n*n:2*n*n], memory.S[2*n*n:]
	b.stretch(dst, src)
	b.mirror(x, dst)
	b.lowPass(low, x, half)
	kernel.Sub(x, x, low)
	kernel.Mul(low, x, x)
	b.lowPass(low, low, half)
	for i, v := range low {
		low[i] = max(v, -v)
	}
	kernel.SquareRoot(low, low, 0)
	for y := range b.h {
		at := (y+gistMargin)*n + gistMargin
		row, contrast := x[at:][:b.w], low[at:][:b.w]
		for i, v := range row {
			dst[y*b.w+i] = v / (gistContrast + contrast[i])
		}
	}
}

// stretch writes ln(1 + v), the values v stretched to 0..255, less their mean: the low-pass filter would take it away with more rounding.
func (b *gistBank) stretch(dst []float32, src *tensor.Tensor) {
	if src.DType == tensor.Float32 {
		copy(dst, src.F32)
	} else {
		kernel.FloatUint8(dst, src.U8)
	}
	least, most := dst[0], dst[0]
	for _, v := range dst {
		least, most = min(least, v), max(most, v)
	}
	scale := float64(0)
	if most != least {
		scale = 255 / (float64(most) - float64(least))
	}
	for i, v := range dst {
		dst[i] = float32(1 + (float64(v)-float64(least))*scale)
	}
	kernel.Log(dst, dst)
	mean := float32(kernel.Sum(dst) / float64(len(dst)))
	for i := range dst {
		dst[i] -= mean
	}
}

// mirror writes a picture with mirrored pixels around it, and behind them to the right and below what makes it a square.
func (b *gistBank) mirror(dst, src []float32) {
	n := b.square
	for y := range n {
		row := src[b.mirroredRow[y]*b.w:][:b.w]
		for x, from := range b.mirroredColumn {
			dst[y*n+x] = row[from]
		}
	}
}

// lowPass filters a square of n×n; half is memory. dst may be x.
func (b *gistBank) lowPass(dst, x, half []float32) {
	n := b.square
	kernel.Gemm(false, false, n, n, n, 1, b.low, n, x, n, 0, half, n, 1)
	kernel.Gemm(false, false, n, n, n, 1, half, n, b.low, n, 0, dst, n, 1)
}

// energies writes the means of the magnitudes of all filters on x in blocks. Fourier transforms are matrix products, in which
// frequencies that a filter lets nothing pass of, and pixels that aren't looked at, are left out.
func (b *gistBank) energies(dst, x []float32, blocks int) {
	h, w, ny, nx := b.h, b.w, b.ny, b.nx
	memory := scratch.Float32.Get(max(2*h*nx, 2*ny*w) + 4*ny*nx + 2*h*w)
	defer scratch.Float32.Put(memory)
	rest := memory.S
	half, rest := rest[:max(2*h*nx, 2*ny*w)], rest[max(2*h*nx, 2*ny*w):]
	spectrum, passed, made := rest[:2*ny*nx], rest[2*ny*nx:4*ny*nx], rest[4*ny*nx:]

	// Each row of half has real and then imaginary parts: as a matrix of twice the rows they take turns.
	kernel.Gemm(false, false, h, 2*nx, w, 1, x, w, b.forwardX, 2*nx, 0, half, 2*nx, 1)
	kernel.Gemm(false, false, 2*ny, nx, 2*h, 1, b.forwardY, 2*h, half, nx, 0, spectrum, nx, 1)
	for i := range b.filters {
		f := &b.filters[i]
		f.pass(passed, spectrum[:ny*nx], spectrum[ny*nx:], nx)
		kernel.Gemm(false, false, f.rows, 2*w, 2*f.columns, 1, passed, 2*f.columns, b.inverseX[f.left*4*w:], 2*w, 0, half, 2*w, 1)
		kernel.Gemm(false, false, 2*h, w, 2*f.rows, 1, b.inverseY[f.top*2:], 2*ny, half, w, 0, made, w, 1)
		re, im := made[:h*w], made[h*w:]
		kernel.Mul(re, re, re)
		kernel.AddProduct(re, im, im)
		kernel.SquareRoot(re, re, 0)
		b.average(dst[i*blocks*blocks:][:blocks*blocks], re, blocks)
	}
}

// average writes the means of blocks×blocks cells, column by column.
func (b *gistBank) average(dst, x []float32, blocks int) {
	for i := range blocks {
		top, bottom := span(i, blocks, b.h)
		for j := range blocks {
			left, right := span(j, blocks, b.w)
			sum := 0.
			for y := top; y < bottom; y++ {
				sum += kernel.Sum(x[y*b.w+left : y*b.w+right])
			}
			dst[j*blocks+i] = float32(sum / float64((bottom-top)*(right-left)))
		}
	}
}
