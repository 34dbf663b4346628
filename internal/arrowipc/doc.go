// Package arrowipc finds columns in files of Apache Arrow's IPC format, streams and files
// (https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc).
//
// It reads the messages' metadata and says where in the file a column's values are, so that a row can be read without its batch.
// That is what the libraries for Arrow don't do: they read batches of rows, which for pictures are hundreds of megabytes.
//
// A stream is a sequence of messages; a file is the same behind "ARROW1" with a footer that nobody needs who reads all of it:
//
//	4 bytes  0xffffffff (not in old files)
//	4 bytes  the length of the metadata, 0 at the end
//	         the metadata, a flatbuffer (format/Message.fbs), to a multiple of 8 bytes
//	         the body: buffers, whose places the metadata has
//
// All sizes are checked against the file. Views, run-end encoding and unions may be in a file; they aren't read.
package arrowipc
