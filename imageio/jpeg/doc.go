// Package jpeg decodes JPEG (ITU-T T.81) into planes of bytes, with the pixels of libjpeg-turbo.
//
//	var d jpeg.Decoder // keeps its memory from file to file
//	err := d.Decode(&dst, data, jpeg.Options{})
//
// Read are baseline, extended sequential and progressive files, Huffman and arithmetic coding, 8 bits, 1, 3 or 4
// components, all sampling factors whose quotients are whole numbers, restart intervals, a height given behind the
// first scan (DNL), fill bytes, bytes between segments and after the end, and files that lack only their end. Not
// read, with an [UnsupportedError]: 12 bits, lossless and hierarchical files, 2 components, sampling by fractions.
//
// # Which pixels
//
// Those of libjpeg-turbo 2.1.5 with its defaults, to the last bit: the "islow" inverse DCT, interpolated chroma for
// factors of 2 and repeated chroma for others, its guess of the colour model, its scaling by 1/2, 1/4 and 1/8. The
// tests compare with djpeg. The differences:
//
//   - Progressive files that end before all bits were sent: libjpeg smooths blocks, this package doesn't.
//   - Data with codes that aren't in the table: libjpeg goes on with what follows, here the rest of the restart
//     interval is gray.
//   - Coefficients beyond what an encoder can produce wrap as they do in libjpeg-turbo's SIMD code, not as in C.
//   - CMYK and YCCK become RGB as (255−C)(255−K)/255, rounded, as Pillow has it; ink values are taken to be the
//     wrong way round, as Adobe writes them.
//
// # Damaged files
//
// [Decoder.Decode] always gives what it can, and with it a [DamageError] that says where the damage begins and how
// much is missing. The rest is gray, as in libjpeg. Callers that want whole pictures treat it as any other error.
// Work is bounded by [Options.MaxPasses], memory by the size in the header, which the caller checks with [ReadInfo].
//
// # How it works
//
// A restart interval, or else the whole scan, is freed from byte stuffing in one pass (bits.go). A look into a table of
// 2048 entries by the next 11 bits gives up to two coefficients with their values, and the end of the block; where DC is
// all that is wanted, a look passes over as many symbols as there are in 12 bits (internal/kernel, jpeg_code.go and
// jpeg_lane.go). Of a sequential file some MCUs are decoded at a time and transformed while they are in the cache
// (sequential.go, stream.go), and rows are interpolated and converted into the destination as soon as they are complete
// (output.go); there is no picture in between. A loop decodes at two places of the scan by turns (pair.go, ahead.go).
// The scans of a progressive file go over it abreast, a row of MCUs after the other (abreast.go, progressive.go); a
// block has a mask of the coefficients that aren't 0, with which a kernel corrects all of them at once. Where that can't be, as
// with restart markers, all coefficients are kept (buffered.go).
// With [Options.Workers] the data of a large sequential file are cut into segments, at restart markers or anywhere,
// that several goroutines decode before they know what is in front of them (parallel.go, split.go).
// The inverse DCTs, interpolation and colour conversion are kernels of internal/kernel.
package jpeg
