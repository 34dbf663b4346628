package imageio

import "math"

// Limits bounds what one file may ask for. The zero Limits is the documented default, which no photo meets.
type Limits struct {
	// Pixels is the largest width times height. 0 is 100 000 000.
	Pixels int
	// Cost is how many passes over the whole picture a file may ask for: a baseline JPEG asks for 1, a
	// progressive one for about 5, a stream made to keep a machine busy for thousands. A picture of less
	// than 1 megapixel counts as one of 1 megapixel. 0 is 64.
	Cost int64
	// FileBytes is the largest file that [ReadFile] and [Fetch] read. 0 is 256 MiB.
	FileBytes int64
	// Memory is how many bytes decoding one picture may take, as Reserve would be told. 0: no limit but that of Pixels.
	Memory int64
	// Stop, if not nil, is asked again and again while a picture is decoded, perhaps from several goroutines: about once for
	// each row of blocks of a JPEG, every 64 KiB of a PNG's rows, and whenever another decoder reads. An error from it ends the
	// decode and is its error; Stop returns it from then on.
	Stop func() error
	// Reserve, if not nil, is called once for each picture with the bytes that decoding is about to take,
	// pixels of the decoder and tensors together, after the header was checked and before they are taken. It
	// may wait. An error from it ends the decode. [Fetch] calls it with the bytes of the file instead.
	Reserve func(bytes int64) error
}

const (
	defaultPixels    = 100e6
	defaultCost      = 64
	defaultFileBytes = 256 << 20
	smallPicture     = 1 << 20 // pixels; work below this is not worth counting
)

func orDefault[T int | int64](v, otherwise T) T {
	if v == 0 {
		return otherwise
	}
	return v
}

func (l Limits) fileBytes() int64 {
	return min(orDefault(l.FileBytes, defaultFileBytes), math.MaxInt)
}

// admitFile decides whether a file of so many bytes may be read, and reserves its memory.
func (l Limits) admitFile(size int64) error {
	if limit := l.fileBytes(); size > limit {
		return &LimitError{What: "bytes", Limit: limit, Found: size}
	}
	if l.Reserve == nil {
		return nil
	}
	return l.Reserve(size)
}

func (l Limits) checkPixels(h *header) error {
	limit := int64(orDefault(l.Pixels, defaultPixels))
	// A width above the limit is refused first: its product with the height may overflow.
	if int64(h.Width) > limit || int64(h.Height) > limit {
		return &LimitError{What: "pixels in a row or column", Limit: limit, Found: int64(max(h.Width, h.Height))}
	}
	if n := h.pixels(); n > limit {
		return &LimitError{What: "pixels", Limit: limit, Found: n}
	}
	return nil
}

func (l Limits) checkWork(h *header, work int64) error {
	limit, unit := orDefault(l.Cost, defaultCost), max(h.pixels(), smallPicture)
	if passes := (work + unit - 1) / unit; passes > limit {
		return &LimitError{What: "passes over the image", Limit: limit, Found: passes}
	}
	return nil
}

// admit decides whether src may be decoded.
func admit(src source, opt Options) error {
	h := src.head()
	fail := func(stage string, err error) error { return &Error{Format: h.Format, Stage: stage, Err: err} }
	if err := opt.Limits.checkPixels(h); err != nil {
		return fail("limit", err)
	}
	work, err := src.check()
	if err != nil {
		return fail("header", err)
	}
	if err := opt.Limits.checkWork(h, work); err != nil {
		return fail("limit", err)
	}
	return nil
}

// reserve settles how much of src is decoded, and reserves the memory.
func reserve(src source, opt Options) error {
	h := src.head()
	if s, ok := src.(shrinker); ok && opt.Least != nil {
		s.shrink(opt)
	} else if s, ok := src.(parter); ok && opt.Part != nil {
		if err := s.part(opt); err != nil {
			return err
		}
	}
	if s, ok := src.(sharer); ok {
		s.share(opt.Workers)
	}
	if err := opt.Limits.admitMemory(h.memory + tensorBytes(h, opt)); err != nil {
		return &Error{Format: h.Format, Stage: "limit", Err: err}
	}
	return nil
}

// admitMemory decides whether decoding may take so many bytes, and reserves them.
func (l Limits) admitMemory(bytes int64) error {
	if l.Memory > 0 && bytes > l.Memory {
		return &LimitError{What: "bytes of memory", Limit: l.Memory, Found: bytes}
	}
	if l.Reserve == nil {
		return nil
	}
	return l.Reserve(bytes)
}

// tensorBytes is the memory of the result and of the pictures on the way to it; see decode.
func tensorBytes(h *header, opt Options) int64 {
	stored, final := h.stored(opt), h.Spec(opt)
	n := int64(final.Bytes())
	if direct(h, opt) {
		return n
	}
	n += int64(stored.Bytes())
	if stored.DType != final.DType {
		n += 4 * int64(stored.Len()) // in float32
	}
	if !opt.IgnoreOrientation && h.Orientation != 1 {
		n += int64(final.Bytes()) // before it is turned
	}
	return n
}
