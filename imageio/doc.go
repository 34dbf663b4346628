// Package imageio reads image files into tensors: JPEG, PNG, GIF, WebP, TIFF and BMP, recognised by content
// and never by name.
//
//	t, err := imageio.Decode(data, imageio.Options{})                  // uint8, Gray or RGB, upright
//	err = imageio.ReadFile(t, "photo.jpg", imageio.Options{Space: tensor.RGB})
//
// [Decode] and [DecodeInto] take bytes, [ReadFile] takes a path, and [Fetch] and [DecodeFetched] are its halves for who reads
// ahead. [ReadInfo] and [Sniff] look at the header alone, and
// [Adapt] does to a tensor in memory what Decode does to a decoded file.
//
// # What is read
//
//   - JPEG: baseline, extended and progressive, Huffman and arithmetic coding, 8 bits; gray, YCbCr, RGB, and CMYK
//     and YCCK (as (255−C)(255−K)/255, without a profile); the pixels of libjpeg-turbo, see [jpeg]. A file that
//     lacks only its end marker is read, one that lacks data is an error. Not read, with an error that says so:
//     lossless and hierarchical files, 12 bits.
//   - PNG: all of it; of an animation (APNG) the default image. Apple's CgBI variant is refused.
//   - GIF: the first frame on the logical screen, as Pillow gives it.
//   - WebP: lossy (equal to libwebp, interpolated chroma included), lossless, alpha. Animations are refused.
//   - TIFF: the first picture: 1, 8 or 16 bits of gray, 8 or 16 bits of RGB or RGBA, palettes; strips and
//     tiles; uncompressed, LZW, Deflate, PackBits, CCITT fax. Separate planes, CMYK, YCbCr, floating
//     point and BigTIFF are refused.
//   - BMP: 1, 2, 4, 8, 24 and 32 bits, uncompressed.
//
// Colour profiles and gamma are passed over, values being taken as sRGB, unless [Options].ICC is [Convert]: then pixels
// become sRGB, or there is a [*ProfileError]. [ReadInfo] says which of the two. GIF files are always taken as sRGB.
// XMP is passed over.
//
// # What it becomes
//
// [Options] says what a file becomes: space, dtype, treatment of alpha. The zero Options gives uint8 Gray or
// RGB as the file has it. A palette counts as RGB; a PNG of gray stays Gray, transparent or not. Transparent
// pictures are laid over white unless told otherwise.
//
// The orientation that Exif gives is applied: from APP1 in JPEG, eXIf in PNG, EXIF in WebP and tag 274 in
// TIFF. Broken Exif, and the values 0 and 9, mean upright and are never an error.
//
// # Bad files
//
// Every error about a file is an [*Error] with path, format and stage, and a typed cause: [*FormatError]
// (not an image; it says what it looks like), [*HeaderError], [*UnsupportedError], [*LimitError], [*ProfileError], or what the
// decoder says. A file that ends early is an error that matches [io.ErrUnexpectedEOF].
//
// Input is taken to be hostile. Size, structure and cost are checked before memory is taken: see [Limits]. A
// panic in a decoder becomes an error.
//
// [jpeg]: https://pkg.go.dev/github.com/saccade-go/saccade/imageio/jpeg
package imageio
