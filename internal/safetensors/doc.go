// Package safetensors reads and writes the safetensors format, in which Saccade stores models and arrays.
//
// A file is, in this order:
//
//	8 bytes   the length of the header, little-endian
//	header    a JSON object in UTF-8, padded with spaces to a multiple of 8 bytes:
//	          {"__metadata__": {"key": "value", …},
//	           "name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …}
//	data      the tensors' values, little-endian, C order, one tensor after the other without gaps
//
// Nothing in a file can run code. [Parse] and [Read] check all that the reference implementation checks
// (https://github.com/huggingface/safetensors, safetensors/src/tensor.rs, version 0.8.0): the length of the
// header, its JSON, that sizes don't overflow and agree with the offsets, that the tensors cover the data
// completely and once. They refuse two things more: keys that stand twice in an object (the reference takes
// the last), and a tensor's entry in the form of a JSON array. A lone surrogate in a JSON string, which the
// reference refuses, reads as U+FFFD. What is refused is an [*Error] that names the part, what was wanted and
// what was found.
//
// [Write] puts the tensors in the reference's order, the widest types first so that all values are aligned,
// then by name. Its bytes are those of the reference, but for metadata with several keys: ours are sorted,
// the reference's are in no order. The same content gives the same bytes.
package safetensors
