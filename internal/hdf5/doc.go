// Package hdf5 has as much of the HDF5 format as data sets need: arrays of numbers and of strings of a fixed width, contiguous,
// in the root group.
//
// What is written follows the HDF5 File Format Specification, version 3.0, in its oldest form, which all versions of the
// library read: superblock 0; the root group as a symbol table, that is a version 1 B-tree with one node and a local heap; object
// headers of version 1. There are no time stamps, so the same arrays give the same bytes.
package hdf5
