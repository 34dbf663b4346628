// Package tfrecord has TensorFlow's record files and the Example messages in them.
//
// A file is a sequence of records, each of them
//
//	8 bytes  the length of the data, little-endian
//	4 bytes  the masked CRC-32C of these 8 bytes
//	data
//	4 bytes  the masked CRC-32C of the data
//
// where masked(c) = (c>>15 | c<<17) + 0xa282ead8 (tensorflow/core/lib/hash/crc32c.h). The data is mostly a
// tensorflow.Example, a protocol buffer of named features, each a list of bytes, of float32 or of int64
// (tensorflow/core/example/feature.proto).
package tfrecord
