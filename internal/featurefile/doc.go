// Package featurefile keeps features of images in the files of a folder, each under the key of what they were made of. They
// are written row by row and read by mapping, so that they may be more than fits in memory.
//
// A file is called KEY.safetensors, where the key is 64 hexadecimal digits, and is a safetensors file:
//
//	features   F32, N×D  the rows that could be made, in order; they begin at byte 4096
//	checksums  U32, N    CRC-32C of each row's bytes
//	failed     U8        a line for each row that couldn't be made: its index, a space, and the reason quoted as Go does
//	metadata             format, format_version, key, rows (N and those that failed), and as checksum SHA-256 over all but
//	                     the features
//
// What failed is a tensor because a header comes before the data and its length has to be known when the first row comes.
//
// # Safety
//
// A [Writer] writes a hidden file of a name that nobody has and renames it when it is complete. So a run that is killed
// leaves no half file under the name, and two runs that write the same don't disturb each other: the last one to end
// replaces the other's file, which has the same bytes and stays readable for who has mapped it. Rows are written with
// WriteAt and not into a mapping, where a full disk would be a SIGBUS and not an error. Files are not synced: what a power
// cut leaves is found by the checksums. Hidden files on which nobody has worked for an hour are those of killed runs; the
// next Writer removes them. Nothing else in the folder is ever removed.
//
// [Open] checks the size, the header, the key and all checksums. That reads the file once, at the pace of memory or of the
// disk, which is what a single epoch of training does, too, and far less than decoding. A file that was cut, changed
// or comes from elsewhere is a *[DamagedError], and a Writer replaces it. See [mmap.Map] about files that somebody cuts
// while they are in use.
package featurefile
