package dataset

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/saccade-go/saccade/tensor"
)

// The ends of the files' names: the original ones, and those of a common repacking. Both may have .gz.
var (
	imagesSuffixes = []string{"-images-idx3-ubyte", "-images-idx3-ubyte.gz", "-images.idx3-ubyte", "-images.idx3-ubyte.gz"}
	labelsSuffixes = []string{"-labels-idx1-ubyte", "-labels-idx1-ubyte.gz", "-labels.idx1-ubyte", "-labels.idx1-ubyte.gz"}
)

// IDX reads the two files of a data set in the format of MNIST, PREFIX-images-idx3-ubyte and
// PREFIX-labels-idx1-ubyte, each with or without .gz; whether a file is compressed is seen from its content. The
// format is described at http://yann.lecun.com/exdb/mnist/:
//
//	4 bytes      0, 0, 8 for unsigned bytes, the number of dimensions (3 for images, 1 for labels)
//	4 bytes each the lengths, big-endian: number, rows, columns
//	the values   row by row
//
// The samples are uint8 Gray 1×H×W and share one piece of memory. They are called after the images' file,
// "mnist/train-images-idx3-ubyte.gz[17]". Labels are numbers, so the classes are "0", "1" … to the largest
// one found.
//
// Sizes are checked before memory is taken, and reading takes no more than twice what is really there. Files
// that are cut, are too long, claim more than 2 GiB or don't have as many labels as images are an [*Error].
func IDX(prefix string) (*Dataset, error) {
	imagesPath, ok := findIDX(prefix, imagesSuffixes)
	if !ok {
		return nil, mismatch(prefix, "open", prefix+imagesSuffixes[0]+" or the same with .gz", "no such file")
	}
	labelsPath, ok := findIDX(prefix, labelsSuffixes)
	if !ok {
		return nil, mismatch(prefix, "open", prefix+labelsSuffixes[0]+" or the same with .gz", "no such file")
	}
	labels, err := readIDX(labelsPath, 1)
	if err != nil {
		return nil, err
	}
	images, err := readIDX(imagesPath, 3)
	if err != nil {
		return nil, err
	}
	if n := images.shape[0]; n != len(labels.values) {
		return nil, mismatch(labelsPath, "labels", fmt.Sprintf("%d, one for each image", n), fmt.Sprint(len(labels.values)))
	}
	return newIDX(prefix, imagesPath, images, labels.values), nil
}

// newIDX makes a dataset of n×H×W images and n labels.
func newIDX(prefix, path string, images array, labels []uint8) *Dataset {
	d := &Dataset{Name: prefix, Samples: make([]Sample, len(labels))}
	for i := range int(slices.Max(labels)) + 1 {
		d.Classes = append(d.Classes, strconv.Itoa(i))
	}
	spec := tensor.Spec{DType: tensor.Uint8, Space: tensor.Gray, C: 1, H: images.shape[1], W: images.shape[2]}
	size := spec.Len()
	pictures := make([]tensor.Tensor, len(labels))
	for i, label := range labels {
		pictures[i] = tensor.Tensor{Spec: spec, U8: images.values[i*size : (i+1)*size : (i+1)*size]}
		d.Samples[i] = InMemory(path+"["+strconv.Itoa(i)+"]", int(label), &pictures[i])
	}
	return d
}

// findIDX returns the first file that has prefix and one of the suffixes.
func findIDX(prefix string, suffixes []string) (path string, ok bool) {
	for _, suffix := range suffixes {
		if info, err := os.Stat(prefix + suffix); err == nil && !info.IsDir() {
			return prefix + suffix, true
		}
	}
	return "", false
}

// idxPrefix takes the end of an IDX file's name off.
func idxPrefix(path string) (prefix string, ok bool) {
	for _, suffix := range slices.Concat(imagesSuffixes, labelsSuffixes) {
		if prefix, ok := strings.CutSuffix(path, suffix); ok {
			return prefix, true
		}
	}
	return "", false
}

// idxPrefixes returns the prefixes of the IDX files in a folder, each once.
func idxPrefixes(dir string, entries []os.DirEntry) []string {
	var prefixes []string
	for _, e := range entries {
		if prefix, ok := idxPrefix(join(dir, e.Name())); ok {
			prefixes = append(prefixes, prefix)
		}
	}
	slices.Sort(prefixes)
	return slices.Compact(prefixes)
}
