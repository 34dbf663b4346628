// Package png decodes PNG files into planes and writes them: the whole of PNG, third edition
// (https://www.w3.org/TR/png-3/), but for animation, of which [Decode] gives the default image.
//
//	info, err := png.ReadInfo(data)                 // size, colour, Exif: no pixels, no memory
//	err = png.Decode(t, data, png.DecodeOptions{})  // into t's memory
//	err = png.Encode(w, t, png.EncodeOptions{})
//
// # How it decodes
//
// The file is in memory as a whole. Structure, order and checksums of all chunks are checked first; then the
// pixels are inflated into a window of some 128 KB, unfiltered row by row, and written straight into the tensor's planes.
// Beside the tensor a decode takes three rows, the window, and, if there is more than one IDAT chunk, a copy of the
// compressed bytes. In the steady state it allocates nothing.
//
// Samples of 1, 2 and 4 bits become 8 bits (times 255, 85, 17), as do palettes; of 16 bits the high byte is taken, or
// all of it as float32. A tRNS chunk becomes an alpha channel. A palette index without a colour is opaque black, as
// libpng has it. Gamma and profiles are passed over; [ICC] returns a profile.
//
// # What it is strict about
//
// As image/png: the checksum of every chunk, the order of chunks, IEND, the Adler-32 of the pixels, and pixels that
// are too few or too many. Three things differ from it. The first chunk must be IHDR. Bytes behind the end of the zlib
// stream are passed over, as libpng does; image/png refuses some of them. Deflate data that announces new
// codes for every few bytes, made to keep a machine busy, is refused.
package png
