package dataset

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/tensor"
)

// The records of the binary versions of CIFAR-10 and CIFAR-100 (https://www.cs.toronto.edu/~kriz/cifar.html): labels of one byte
// each, then 32×32 red, green and blue values.
const (
	cifarSide   = 32
	cifarPixels = 3 * cifarSide * cifarSide
	cifar10     = 1 + cifarPixels // the class
	cifar100    = 2 + cifarPixels // the coarse and the fine class
)

// matchCIFAR goes by name and size, as the format has no mark: 3073 bytes or 3074 for each picture. Labels decide where both
// divide the size.
func matchCIFAR(head []byte, name string, size int64) bool {
	return strings.HasSuffix(name, ".bin") && len(head) >= 2 && (size < 0 || size%cifar10 == 0 || size%cifar100 == 0)
}

// openCIFAR reads a file such as data_batch_1.bin of CIFAR-10 or train.bin of CIFAR-100, whose classes are the fine ones. Names of
// classes stand in batches.meta.txt or fine_label_names.txt beside it; without such a file they are numbers.
func openCIFAR(c *collector, src *source) error {
	f, err := src.open()
	if err != nil {
		return failure(src.path, "open", err)
	}
	defer f.Close()
	stride, classes, metaName := int64(cifar10), 10, "batches.meta.txt"
	fine := src.size%cifar100 == 0
	if fine && src.size%cifar10 == 0 {
		fine = slices.Contains([]string{"train.bin", "test.bin"}, path.Base(strings.ReplaceAll(src.path, `\`, "/")))
	}
	if fine {
		stride, classes, metaName = cifar100, 100, "fine_label_names.txt"
	}
	if src.size == 0 || src.size%stride != 0 {
		return mismatch(src.path, "data", "records of 3073 bytes (CIFAR-10) or 3074 (CIFAR-100)", fmt.Sprintf("%d bytes", src.size))
	}
	names := src.beside(metaName)
	c.declare(names)
	raw := &rawArray{src: src, off: stride - cifarPixels, stride: stride, layout: layoutCHW, kind: kindUint8,
		spec: tensor.Spec{Space: tensor.RGB, C: 3, H: cifarSide, W: cifarSide}}
	w := newWindow(f, src.size)
	for i := range int(src.size / stride) {
		name := fmt.Sprintf("%s[%d]", src.path, i)
		if _, err := w.Seek(raw.off+int64(i)*stride-1, io.SeekStart); err != nil {
			return failure(name, "labels", err)
		}
		var b [1]byte
		if _, err := io.ReadFull(w, b[:]); err != nil {
			return failure(name, "labels", named(err))
		}
		l, err := namedLabel(int64(b[0]), names)
		if err == nil && int(b[0]) >= classes {
			err = fmt.Errorf("wanted a label below %d, found %d", classes, b[0])
		}
		if err != nil {
			c.fail(record{name: name, content: values{raw, i}}, &Error{Path: name, Record: -1, Stage: "labels", Err: err})
			continue
		}
		c.add(record{name: name, label: l, content: values{raw, i}})
	}
	return nil
}
