// Package tfrecord reads and writes TensorFlow's files of records, and the Examples in them.
//
// A file is one record after the other (https://www.tensorflow.org/tutorials/load_data/tfrecord):
//
//	8 bytes  the length of the data, little-endian
//	4 bytes  masked CRC-32C of the length
//	data
//	4 bytes  masked CRC-32C of the data
//
// A masked CRC c is (c >> 15 | c << 17) + 0xa282ead8. An Example is a protocol buffer, a map from names to lists of bytes,
// of float32 or of int64 (tensorflow/core/example/example.proto).
package tfrecord
