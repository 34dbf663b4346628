// Package imgproc has the geometric and photometric operations on images, one to a file, each a stage:
// a struct whose fields are its parameters, whose JSON is its configuration and whose zero value is the
// documented default.
//
//	size      Resize, Reduce
//	cut       Crop, CenterCrop, Pad
//	turn      FlipHorizontal, FlipVertical, Rotate90
//	values    ToFloat, Normalize
//	random    RandomFlip, RandomCrop
//	nothing   Identity
//
// A stage is asked what it makes of an input, and applied to a destination that has that spec:
//
//	resize := imgproc.Resize{Shorter: 256}
//	out, err := resize.OutSpec(src.Spec)
//	…
//	dst := tensor.New(out)
//	err = resize.Apply(dst, src)
//
// OutSpec needs no pixels and no size: height and width of 0 mean "not known yet" and stay so where the
// result's depend on them. Apply is safe for concurrent use, doesn't change src, and in the steady state
// allocates nothing.
//
// All stages take any number of channels in any space. Those that only move pixels take uint8 and float32 and
// keep the type; so do Resize and Reduce, which round uint8 as Pillow does and don't round float32. ToFloat makes
// float32 of uint8, and Normalize takes float32 only.
//
// # Numbers
//
// The results are those of the libraries people train with, and tests hold them to it: Pillow for Resize and Reduce on
// uint8 (the same bytes) and in its mode F, torchvision for Resize on float32, CenterCrop, ToFloat and Normalize, NumPy
// for Pad, flips and Rotate90. Each stage's comment says what it meets and how it rounds.
//
// # Random stages
//
// RandomFlip and RandomCrop have no Apply but Draw, which returns a plain stage (FlipHorizontal, Crop, Pad,
// Identity …) that can be stored as JSON and applied again. Draw takes its randomness from the generator it is
// given and from nothing else.
//
// # Errors
//
// A parameter that makes no sense is a [*tensor.ParamError], an input that a stage can't take a [*tensor.SpecError];
// both come from OutSpec, and from Apply, which asks OutSpec first. Nothing panics on bad parameters or inputs.
package imgproc
