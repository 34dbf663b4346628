package imageio

import (
	"encoding/binary"
	"errors"

	"github.com/saccade-go/saccade/imageio/png"
	"github.com/saccade-go/saccade/tensor"
)

// pngFile is a PNG file, decoded by imageio/png. Of an animation (APNG) it is the default image. Chunks that
// are not about pixels are passed over; those about colours are read where Options.ICC asks for it, see png_colour.go.
type pngFile struct {
	header
	data []byte
	info png.Info
}

func openPNG(data []byte) (source, error) {
	info, err := png.ReadInfo(data)
	if u, ok := errors.AsType[*png.UnsupportedError](err); ok {
		return nil, unsupported("%s", u.Feature)
	}
	if err != nil {
		return nil, err
	}
	f := &pngFile{data: data, info: info}
	f.Info = Info{Format: PNG, Width: info.Width, Height: info.Height, Orientation: 1, Space: info.Space(), Depth: info.Depth}
	if info.Exif != nil {
		f.Orientation = exifOrientation(info.Exif)
	}
	if info.Colour == png.Palette {
		f.Depth = 8
	}
	f.memory = info.Memory()
	return f, nil
}

func (f *pngFile) icc() []byte { return png.ICC(f.data) }

// check refuses files that are too short for their size.
func (f *pngFile) check() (work int64, err error) {
	return f.pixels(), f.info.Check()
}

// decode leaves alpha away where all of it is opaque and opt doesn't want it.
func (f *pngFile) decode(dst *tensor.Tensor, opt Options) error {
	if err := png.Decode(dst, f.data, png.DecodeOptions{Wide: opt.DType == tensor.Float32, Stop: opt.Limits.Stop}); err != nil {
		return err
	}
	if opt.Alpha != Keep && dst.DType == tensor.Uint8 && dst.Space.HasAlpha() && opaque(dst.Plane8(dst.C-1)) {
		spec := dst.Spec
		spec.C--
		spec.Space = [...]tensor.Space{1: tensor.Gray, 3: tensor.RGB}[spec.C]
		dst.Reset(spec)
	}
	return nil
}

// opaque reports whether all of alpha is 255.
func opaque(alpha []uint8) bool {
	for ; len(alpha) >= 8; alpha = alpha[8:] {
		if binary.LittleEndian.Uint64(alpha) != 1<<64-1 {
			return false
		}
	}
	for _, a := range alpha {
		if a != 255 {
			return false
		}
	}
	return true
}
