// Package npy reads and writes the headers of NumPy's .npy files, as numpy.lib.format describes them:
//
//	6 bytes  "\x93NUMPY"
//	2 bytes  the format's version, 1.0, 2.0 or 3.0
//	2 bytes  (version 1) or 4 bytes (2 and 3): the length of the header, little-endian
//	header   a Python dictionary: {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
//	data     the values, in C order or, if fortran_order is True, in Fortran order
//
// The dictionary is parsed as what numpy.save writes; nothing is evaluated.
package npy
