// Package kernel has Saccade's inner loops: plain functions on slices of uint8 and float32.
//
// Pictures come as planes, row by row; a stride is the distance from one row to the next, in values. A
// kernel's doc comment is its definition, its loop or formula; the generic Go code is the reference, and the
// assembly beside it gives the same bytes. (Which NaN a NaN is may differ.) So results don't depend on the processor;
// but for gemm, whose assembly uses fused multiply-add: see [Gemm].
//
//	resample   separable resampling: Taps, ResampleRows…, ResampleColumn…
//	affine     (v−mean)/std: AffineFloat32, AffineUint8; v/255: UnitUint8
//	lookup     uint8 to float32 by a table of 256: LookupFloat32
//	box_reduce means of boxes: BoxReduceUint8, BoxReduceFloat32
//	correlate  sums of weighted rows: WeightedSum, SymmetricSum; uint8 to float32 and back: FloatUint8, RoundUint8
//	colour     HSVOfRGB, RGBOfHSV, LabOfRGB, LabOfLight
//	extremes   Min…, Max…, medians of 3×3 and 5×5: MedianOf9…, MedianOf25…
//	alpha      to premultiplied alpha and back: Premultiply…, Unpremultiply…
//	transpose  quarter turns and mirroring at a diagonal: Transpose…
//	reverse    mirror images and half turns: Reverse…
//	jpeg       Huffman decoding: JPEGDecode; inverse DCT, upsampling and colour as libjpeg has them: IDCTRow…,
//	           Upsample…, YCbCrToRGB; forward DCT: FDCT8
//	gemm       matrix products: Gemm
//	arithmetic on equally many values: Add, Sub, Mul, Scale, AddScaled, AddProduct
//	exp        Exp, Log
//	activation and its gradient: ReLU…, LeakyReLU…, Sigmoid…, Tanh…, GELU…, GELUTanh…
//	softmax    of rows: Softmax…; cross_entropy, its loss and gradient: CrossEntropy
//	bias       added to the rows of a matrix, with an activation: Bias…
//	encode     distances into activations of a dictionary: SquareRoot, Sum, AddAbove, AddBelow
//	hog        bins and magnitudes of gradients: FoldGradients, CountPast, KeepLarger, Angle; normalised blocks: ScaleTo
//	columns    of a matrix: ColumnSums, FillRows; rows: GatherRows
//	optimizer  steps of SGD and AdamW: SGD, AdamW; moving averages: Lerp; gradient norms: SumSquares
//
// Files are named operation_type_role: resample_uint8.go has the exported functions, resample_uint8_generic.go the
// reference, resample_uint8_amd64.go the choice, resample_uint8_amd64.s the assembly, which _asm/resample_uint8.go
// writes, and resample_uint8_noasm.go stands in where there is none: on other processors and with the build tag
// purego. See docs/adding-a-kernel.md.
//
// Callers check what they pass: a kernel may panic on slices that are too short and on shapes that don't fit.
// Destinations and sources don't overlap unless the comment says that they may. All kernels are safe for
// concurrent use on separate destinations.
package kernel
