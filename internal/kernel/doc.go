// Package kernel has Saccade's inner loops: plain functions on slices of uint8 and float32.
//
// Pictures come as planes, row by row; a stride is the distance from one row to the next, in values. A
// kernel's doc comment is its definition, its loop or formula; the generic Go code in the file of the
// kernel's name is the reference, and what other implementations there are give the same results.
//
//	resample   separable resampling: Taps, ResampleRows…, ResampleColumn…
//	affine     (v−mean)/std: AffineFloat32
//	lookup     uint8 to float32 by a table of 256: LookupFloat32
//	alpha      to premultiplied alpha and back: Premultiply…, Unpremultiply…
//	transpose  quarter turns and mirroring at a diagonal: Transpose
//	reverse    mirror images and half turns: Reverse…
//	gemm       matrix products
//
// Callers check what they pass: a kernel may panic on slices that are too short and on shapes that don't fit.
// Destinations and sources don't overlap unless the comment says that they may. All kernels are safe for
// concurrent use on separate destinations.
package kernel
