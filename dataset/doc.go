// Package dataset finds labelled and unlabelled pictures, in folders and in the files of other tools, and writes such files.
//
// # Sources
//
// [Open] takes what a person types and finds out what it is:
//
//   - a folder with one subfolder per class ([Folder]);
//   - a text that lists files and their classes: CSV, JSON lines, a path on each line;
//   - a tar archive, as WebDataset has it or of class folders, also compressed by gzip; a ZIP archive of class folders;
//   - Parquet and Arrow (streams and files) in the layout of Hugging Face's datasets, with the names of its ClassLabels;
//   - TFRecord with tf.train.Examples;
//   - arrays of pictures and labels: NPZ, NPY, safetensors;
//   - the binary files of CIFAR-10 and CIFAR-100;
//   - a prefix such as mnist/train that names mnist/train-images-idx3-ubyte and
//     mnist/train-labels-idx1-ubyte, both with or without .gz ([IDX]); one of the two files names them as well.
//
// Files make one data set if they lie in a folder or are named by a pattern, shard-{000000..000009}.tar. docs/reading-data.md has
// what each format may have. [Splits] returns train, test and val of what has them; [OpenFS] reads from an fs.FS; [Read], [ReadTar]
// and [ReadTFRecord] read streams, a picture at a time. Each format is in a file of its own name, and format.go lists them.
//
// Pictures aren't read before [Sample.Load] or [Sample.Fetch] wants them: a sample of a file knows its place there.
//
// [Files] collects pictures without labels, which are to be classified; a [Manifest] is a list of files, with labels or
// without. A [Shard] is a part of either, for one of several machines.
//
// # What is an input
//
// A file found in a folder, however deep, is an input if its name ends like an image's (.jpg, .png, …, in upper
// or lower case) or its content begins like an image that package imageio reads. It isn't decoded: a broken
// picture is an input, and [Sample.Load] says what is wrong with it. A file given by name is always an input.
//
// Everything else is left out and listed in [Dataset.Notes]:
//
//   - files that are no images;
//   - hidden files and folders (their name begins with a dot) and litter such as Thumbs.db and __MACOSX;
//   - pipes, sockets and devices, which are never opened;
//   - broken links, and files and folders that can't be read;
//   - images beside the class folders, and classes without any image.
//
// Links are followed. A folder is read once, however many links lead to it: links are followed after the folder
// they are found in has been read completely, and one that leads to a folder read already, or to one that
// contains it, is left out. So a loop of links ends, and the same picture doesn't come under two classes. Links
// to files and hard links are inputs in their own right.
//
// The result doesn't depend on the order in which the file system lists a folder.
//
// # Classes
//
// A class has the name of its folder, byte by byte: Cat and cat are two classes, and so are two spellings of é.
// Classes are in natural order, so that 9 comes before 10 ([Folder]). An index is good for one Dataset only: a
// model finds its classes by name ([Dataset.WithClasses]).
//
// # Writing
//
// [Create] begins a data set for other tools in the format that its name says: NumPy's .npz, safetensors, HDF5, Parquet and
// Arrow as Hugging Face has them, TFRecord, WebDataset, CSV, and folders of pictures. A [Writer] takes tensors one by one, in
// bounded memory; what it leaves is complete or not there.
package dataset
