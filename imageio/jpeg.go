package imageio

import (
	"errors"
	"fmt"
	"image"
	"math"
	"sync"

	"github.com/saccade-go/saccade/imageio/jpeg"
	"github.com/saccade-go/saccade/internal/icc"
	"github.com/saccade-go/saccade/tensor"
)

// jpegFile is a JPEG file, decoded by package jpeg. It is used again for other files, and its decoder's memory with it.
type jpegFile struct {
	header
	data    []byte
	info    jpeg.Info
	scale   int             // divides width and height: 1, 2, 4 or 8
	region  image.Rectangle // of the stored picture; zero: all
	decoder jpeg.Decoder
	planes  jpegPlanes
}

var jpegFiles = sync.Pool{New: func() any { return new(jpegFile) }}

// release keeps the file's memory for the next one, unless it is so much that one huge picture would hold it for ever.
func (f *jpegFile) release() {
	f.data, f.info, f.planes = nil, jpeg.Info{}, jpegPlanes{}
	if f.decoder.Cap() <= keepDecoder {
		jpegFiles.Put(f)
	}
}

func openJPEG(data []byte) (source, error) {
	info, err := jpeg.ReadInfo(data)
	if err != nil {
		return nil, jpegError(err)
	}
	f := jpegFiles.Get().(*jpegFile)
	f.data, f.info, f.scale, f.region = data, info, 1, image.Rectangle{}
	f.Info = Info{Format: JPEG, Width: info.Width, Height: info.Height, Orientation: 1, Depth: 8, Space: tensor.RGB, CMYK: info.Components == 4}
	if info.Components == 1 {
		f.Space = tensor.Gray
	}
	if info.Exif != nil {
		f.Orientation = exifOrientation(info.Exif)
	}
	f.memory = info.Memory(len(data))
	return f, nil
}

// check counts the scans. It refuses a file that is too short to have one code for each block: codes have 1 bit at
// least, and a block of a sequential file has two.
func (f *jpegFile) check() (work int64, err error) {
	n := blocks(f.info.Width, 8) * blocks(f.info.Height, 8)
	if f.info.Progressive {
		n /= 2
	}
	if n/4 > int64(len(f.data)) {
		return 0, errTruncated
	}
	return f.info.Work(f.data), nil
}

// shrink takes the largest scale that leaves the picture as large as opt.Least wants it.
func (f *jpegFile) shrink(opt Options) {
	h, w := f.Height, f.Width
	turned := !opt.IgnoreOrientation && f.Orientation > 4
	if turned {
		h, w = w, h
	}
	leastH, leastW := opt.Least(h, w)
	for scale := 8; scale > 1; scale /= 2 {
		smallH, smallW := (h+scale-1)/scale, (w+scale-1)/scale
		if smallH < leastH || smallW < leastW {
			continue
		}
		if turned {
			smallH, smallW = smallW, smallH
		}
		f.Height, f.Width, f.scale = smallH, smallW, scale
		return
	}
}

// part finds the region that opt.Part wants.
func (f *jpegFile) part(opt Options) error {
	orientation := f.Orientation
	if opt.IgnoreOrientation {
		orientation = 1
	}
	h, w := f.Height, f.Width
	if turned(orientation) {
		h, w = w, h
	}
	part := opt.Part(h, w)
	if part == (image.Rectangle{}) {
		return nil
	}
	if part.Empty() || !part.In(image.Rect(0, 0, w, h)) {
		return &tensor.ParamError{Op: "decode", Param: "part", Want: fmt.Sprintf("a part of %d×%d pixels", h, w), Got: part}
	}
	f.region = stored(part, orientation, f.Height, f.Width)
	f.Height, f.Width = f.region.Dy(), f.region.Dx()
	return nil
}

func (f *jpegFile) share(workers int) { f.memory += f.info.WorkersMemory(len(f.data), workers) }

func (f *jpegFile) icc() []byte { return jpeg.ICC(f.data) }

// colours refuses inks: they have become RGB without their profile.
func (f *jpegFile) colours() (colours, error) {
	data, err := jpeg.ReadICC(f.data)
	if err != nil {
		return colours{}, err
	}
	c, err := ofProfile(data)
	if err == nil && c.convert != nil && f.info.Components == 4 {
		err = &icc.Error{Want: "a profile of CMYK for a picture in inks", Found: "one of RGB or gray"}
	}
	return c, err
}

// blocks returns how many blocks of the given size cover n.
func blocks(n, size int) int64 { return (int64(n) + int64(size) - 1) / int64(size) }

// keepDecoder is how much memory, in bytes, a decoder may keep.
const keepDecoder = 64 << 20

func (f *jpegFile) decode(dst *tensor.Tensor, o Options) error {
	return jpegError(f.decoder.Decode(dst, f.data, f.options(o)))
}

func (f *jpegFile) decodeRows(o Options) error {
	return jpegError(f.decoder.DecodeRows(o.Rows, f.data, f.options(o)))
}

func (f *jpegFile) decodePlanes(o Options) (taken bool, err error) {
	opt := f.options(o)
	gray := o.Space == tensor.Gray || o.Planes.LumaAlone()
	if gray {
		opt.Space = tensor.Gray
	}
	f.planes = jpegPlanes{PlaneTaker: o.Planes, gray: gray}
	taken, err = f.decoder.DecodePlanesTo(&f.planes, f.data, opt)
	return taken, jpegError(err)
}

// jpegPlanes tells a PlaneTaker of a decoder's planes.
type jpegPlanes struct {
	PlaneTaker
	gray  bool // luma is all that is wanted
	sizes [3]PlaneSize
}

// BeginPlanes declines colour models without luma, and colours of a gray file.
func (p *jpegPlanes) BeginPlanes(s jpeg.PlaneSizes) bool {
	switch {
	case s.Model == jpeg.ModelYCbCr && (s.N == 3 || p.gray):
	case s.Model == jpeg.ModelGray && p.gray:
	default:
		return false
	}
	for c := range s.N {
		p.sizes[c] = PlaneSize{s.Height[c], s.Width[c], s.Down[c], s.Across[c]}
	}
	return p.PlaneTaker.BeginPlanes(p.sizes[:s.N])
}

// options are the decoder's. Limits.Cost has been checked. Only Options.Least gives a scale, and who sets that doesn't want
// libjpeg's pixels.
func (f *jpegFile) options(o Options) jpeg.Options {
	return jpeg.Options{Scale: f.scale, Region: f.region, Coarse: true, MaxPasses: math.MaxInt, Workers: o.Workers, Stop: o.Limits.Stop}
}

// jpegError gives what the decoder doesn't know this package's type.
func jpegError(err error) error {
	if err == nil {
		return nil
	}
	var no *jpeg.UnsupportedError
	if errors.As(err, &no) {
		return &UnsupportedError{Feature: no.Feature}
	}
	return err
}
