// Package parquetfile reads columns of Parquet files page by page, so that one value can be had without the file
// (https://parquet.apache.org/docs/file-format/).
//
// The footer is decoded by github.com/parquet-go/parquet-go, and so are rare encodings. Pages are read here, because a file may be
// hostile and a program that reads one must not fall: a reader of whole columns takes the memory that a header claims, and some
// codecs unpack without end. Here all sizes are checked against the file and the limits below before memory is taken.
//
// Columns of lists are left out. Readers don't keep a file open: each call is given one.
package parquetfile
