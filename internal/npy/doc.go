// Package npy has NumPy's formats: .npy, an array, and .npz, a zip archive of arrays.
//
// An .npy file (numpy.lib.format, version 1.0) is, in this order:
//
//	8 bytes  \x93NUMPY, version 1, 0
//	2 bytes  the length of the dictionary, little-endian
//	text     {'descr': '<f4', 'fortran_order': False, 'shape': (10, 3, 32, 32), }, spaces and a line feed, so that the values
//	         begin at a multiple of 64 bytes
//	values   in C order
//
// Nothing here needs pickle: all arrays are numbers or strings of a fixed width.
package npy
