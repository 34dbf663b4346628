package dataset

import "os"

// Open reads the labelled data that path names: a folder with one subfolder per class ([Folder]), a prefix such
// as mnist/train of two IDX files, or one of these files ([IDX]). Anything else is an [*Error] that says what was
// found and what would be read.
func Open(path string) (*Dataset, error) {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return Folder(path)
	}
	if prefix, ok := idxPrefix(path); ok {
		return IDX(prefix)
	}
	if _, ok := findIDX(path, imagesSuffixes); ok {
		return IDX(path)
	}
	const want = "a folder with one subfolder per class, or the prefix of two IDX files " +
		"(mnist/train for mnist/train-images-idx3-ubyte.gz and mnist/train-labels-idx1-ubyte.gz)"
	return nil, mismatch(path, "open", want, whatIs(path, info, err))
}

// whatIs says what the user gave instead of data.
func whatIs(path string, info os.FileInfo, err error) string {
	switch {
	case os.IsNotExist(err):
		return "nothing of that name"
	case err != nil:
		return withoutPath(err).Error()
	case !info.Mode().IsRegular():
		return "no regular file"
	}
	if image, err := beginsLikeImage(path); err == nil && image {
		return "a single image"
	}
	return "a file of another kind"
}
