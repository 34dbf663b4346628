// Package tensor has the data that flows through Saccade: images and feature vectors as C×H×W arrays.
//
// A [Spec] says what a tensor is (type, meaning of the channels, shape) and can be computed before there is
// any image; a [Tensor] is a Spec with values. Values are contiguous, plane by plane, row by row, either
// uint8 or float32:
//
//   - uint8 pictures have 0..255,
//   - float32 pictures have the range of their [Space], 0..1 for RGB and Gray,
//   - a feature vector of length D is float32 of shape D×1×1.
//
// [FromImage] and [Tensor.Image] go from and to the standard library's image.Image. Alpha is straight
// (not premultiplied) everywhere. A batch of feature vectors is a [Matrix], one in each row.
package tensor
