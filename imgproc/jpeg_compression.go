package imgproc

import (
	"sync"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// JPEGCompression makes of a picture what is left of it in a JPEG file: Quality, 75 if not given, is libjpeg's from 1
// (little) to 100 (nearly all). uint8 gives the pixels of a file that Pillow saves with this quality and opens again, byte for
// byte: colour as in JFIF, chroma halved in both directions, the tables of ITU-T T.81, Annex K, scaled and
// rounded as libjpeg does, the accurate integer DCT, and chroma doubled by the triangle filter. There is no file in between, as
// its entropy coding loses nothing.
//
// The input is gray or RGB; alpha stays as it is. The type stays; float32 is clipped to 0..1 and rounded to 256 levels first
// (NaN becomes 0), and the result is v/255. The spec stays.
type JPEGCompression struct {
	Quality int `json:"quality,omitzero"`
}

// OutSpec returns in.
func (j JPEGCompression) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if j.Quality < 0 || j.Quality > 100 {
		return tensor.Spec{}, &tensor.ParamError{Op: "jpeg_compression", Param: "quality", Want: "a number from 1 to 100", Got: j.Quality}
	}
	return in, checkPicture("jpeg_compression", in)
}

// Apply writes src as its JPEG file shows it to dst.
func (j JPEGCompression) Apply(dst, src *tensor.Tensor) error {
	out, err := j.OutSpec(src.Spec)
	if err := ready("jpeg_compression", dst, src, out, err); err != nil {
		return err
	}
	q := j.Quality
	if q == 0 {
		q = 75
	}
	if src.DType == tensor.Uint8 {
		jpegPlanes(dst.U8, src.U8, src.Spec, q)
		return nil
	}
	levels := scratch.Uint8.Get(2 * src.Len())
	defer scratch.Uint8.Put(levels)
	from, to := levels.S[:src.Len()], levels.S[src.Len():]
	n := colours(src.Spec) * src.H * src.W
	for i, v := range src.F32[:n] {
		from[i] = uint8(max(min(v, 1), 0)*255 + 0.5)
		if v != v {
			from[i] = 0
		}
	}
	jpegPlanes(to, from, src.Spec, q)
	kernel.UnitUint8(dst.F32[:n], to[:n])
	copy(dst.F32[n:], src.F32[n:])
	return nil
}

// A jpegTable divides the coefficients that [kernel.FDCT8] makes.
type jpegTable struct {
	quant  [64]uint16 // row by row
	factor [64]uint32 // ⌈2³²/(8·quant)⌉, by which a product is the quotient: numerators have 16 bits
}

// Annex K of ITU-T T.81, row by row: tables K.1 and K.2.
var (
	lumaTable = [64]uint16{
		16, 11, 10, 16, 24, 40, 51, 61,
		12, 12, 14, 19, 26, 58, 60, 55,
		14, 13, 16, 24, 40, 57, 69, 56,
		14, 17, 22, 29, 51, 87, 80, 62,
		18, 22, 37, 56, 68, 109, 103, 77,
		24, 35, 55, 64, 81, 104, 113, 92,
		49, 64, 78, 87, 103, 121, 120, 101,
		72, 92, 95, 98, 112, 100, 103, 99,
	}
	chromaTable = [64]uint16{
		17, 18, 24, 47, 99, 99, 99, 99,
		18, 21, 26, 66, 99, 99, 99, 99,
		24, 26, 56, 99, 99, 99, 99, 99,
		47, 66, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
	}
)

// jpegTables has both tables for each quality.
var jpegTables = sync.OnceValue(func() *[101][2]jpegTable {
	tables := new([101][2]jpegTable)
	for q := 1; q <= 100; q++ {
		tables[q] = [2]jpegTable{scaledTable(&lumaTable, q), scaledTable(&chromaTable, q)}
	}
	return tables
})

// scaledTable is jpeg_set_quality with force_baseline.
func scaledTable(basic *[64]uint16, quality int) (t jpegTable) {
	scale := 200 - 2*quality
	if quality < 50 {
		scale = 5000 / quality
	}
	for i, v := range basic {
		t.quant[i] = uint16(min(max((int(v)*scale+50)/100, 1), 255))
		step := uint64(t.quant[i]) * 8
		t.factor[i] = uint32((1<<32 + step - 1) / step)
	}
	return t
}

// code writes what is left of the coefficients in block, in units of quant: c/(8·quant), rounded, halves away from 0.
func (t *jpegTable) code(coef, block []int16) {
	coef, block = coef[:64], block[:64]
	for i, v := range block {
		sign := int32(v) >> 31
		magnitude := uint32((int32(v)^sign)-sign) + 4*uint32(t.quant[i])
		n := int32(uint64(magnitude) * uint64(t.factor[i]) >> 32)
		coef[i] = int16((n ^ sign) - sign)
	}
}
