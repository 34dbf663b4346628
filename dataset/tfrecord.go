package dataset

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/tfrecord"
	"github.com/saccade-go/saccade/tensor"
)

// ReadTFRecord reads pictures from a file of TensorFlow's records, one after the other; name is what samples are called after,
// "train.tfrecord[17]". A record is a tf.train.Example with an image file, or with the bytes of height × width × channels uint8
// values, in image/encoded, image, image_raw or image/raw; and its class as a number or a name in image/class/text, label_text,
// class_name, image/class/label, label or class.
//
// Both checksums of every record are tested. A record whose data is damaged or has no picture is an error for that record, and
// reading goes on; a damaged length ends the sequence.
func ReadTFRecord(r io.Reader, name string) iter.Seq2[Record, error] {
	return stream(func(yield func(record, error) bool) {
		t := tfReader{path: name}
		t.read(bufio.NewReaderSize(r, 1<<16), yield)
	})
}

func matchTFRecord(head []byte, _ string, _ int64) bool { return tfrecord.Begins(head) }

// openTFRecord reads the index of a file. Names of classes may stand in a file beside it, as TensorFlow Datasets writes it.
func openTFRecord(c *collector, src *source) error {
	f, err := src.open()
	if err != nil {
		return failure(src.path, "open", err)
	}
	defer f.Close()
	t := tfReader{path: src.path, src: src, names: src.beside("label.labels.txt", "labels.txt")}
	c.declare(t.names)
	return c.take(func(yield func(record, error) bool) {
		t.read(bufio.NewReaderSize(io.NewSectionReader(f, 0, src.size), 1<<18), yield)
	})
}

// A tfReader makes records of Examples.
type tfReader struct {
	path  string
	src   *source // nil: pictures have to be kept in memory
	names []string
}

// The names of features, the best ones first.
var (
	tfImages = []string{"image/encoded", "image", "image_raw", "image/raw"}
	tfLabels = []string{"image/class/text", "label_text", "class_name", "image/class/label", "label", "class"}
	tfSizes  = [3][]string{{"image/height", "height"}, {"image/width", "width"}, {"image/channels", "channels", "depth"}}
)

func tfWanted(name string) bool {
	return slices.Contains(tfImages, name) || slices.Contains(tfLabels, name) ||
		slices.ContainsFunc(tfSizes[:], func(names []string) bool { return slices.Contains(names, name) })
}

func (t *tfReader) read(r io.Reader, yield func(record, error) bool) {
	records := tfrecord.NewReader(r)
	for i := 0; ; i++ {
		data, offset, err := records.Next()
		if err == io.EOF {
			return
		}
		if _, damaged := errors.AsType[*tfrecord.DataError](err); err != nil && !damaged {
			yield(record{}, &Error{Path: t.path, Record: i, Stage: "data", Err: named(err)})
			return
		}
		out := record{name: fmt.Sprintf("%s[%d]", t.path, i)}
		if err == nil {
			err = t.example(&out, data, offset)
		}
		if err != nil {
			err = &Error{Path: t.path, Record: i, Stage: "data", Err: err}
		}
		if !yield(out, err) {
			return
		}
	}
}

// example fills a record from an Example, whose data begins at offset in the file.
func (t *tfReader) example(out *record, data []byte, offset int64) error {
	features, err := tfrecord.ParseExample(data, tfWanted)
	if err != nil {
		return err
	}
	for _, name := range tfImages {
		values := features[name].Bytes
		if len(values) == 0 {
			continue
		}
		image := values[0]
		if spec, ok := tfRaw(features, image); ok {
			out.content = t.raw(data, image, offset, spec)
		} else {
			out.content = t.encoded(data, image, offset)
		}
		out.label, err = t.label(features)
		return err
	}
	return fmt.Errorf("wanted an image in %s, found none", strings.Join(tfImages, ", "))
}

func (t *tfReader) label(features map[string]tfrecord.Feature) (label, error) {
	for _, name := range tfLabels {
		f := features[name]
		switch {
		case len(f.Bytes) > 0 && len(f.Bytes[0]) > 0:
			return textLabel(string(f.Bytes[0])), nil
		case len(f.Ints) > 0:
			return namedLabel(f.Ints[0], t.names)
		}
	}
	return label{}, nil
}

// tfRaw reports whether image is pixels, of the sizes that the Example has, and not a file.
func tfRaw(features map[string]tfrecord.Feature, image []byte) (tensor.Spec, bool) {
	sizes := [3]int64{0, 0, 1}
	for i, names := range tfSizes {
		for _, name := range names {
			if f := features[name]; len(f.Ints) > 0 {
				sizes[i] = f.Ints[0]
				break
			}
		}
	}
	n := int64(len(image))
	h, w, c := sizes[0], sizes[1], sizes[2]
	if h < 1 || w < 1 || c < 1 || h > n || w > n || c > 4 || h*w > n || h*w*c != n || imageio.Sniff(image) != "" {
		return tensor.Spec{}, false
	}
	space, ok := spaceOf(int(c))
	return tensor.Spec{Space: space, C: int(c), H: int(h), W: int(w)}, ok
}

func (t *tfReader) encoded(data, image []byte, offset int64) content {
	if t.src == nil {
		return &encoded{data: slices.Clone(image)}
	}
	return t.src.span(offset+within(data, image), int64(len(image)))
}

func (t *tfReader) raw(data, image []byte, offset int64, spec tensor.Spec) content {
	a := &rawArray{spec: spec, layout: layoutHWC, kind: kindUint8, stride: int64(len(image))}
	if t.src == nil {
		a.src = inMemory(t.path, slices.Clone(image))
	} else {
		a.src, a.off = t.src, offset+within(data, image)
	}
	return values{a, 0}
}

// within returns where in data its part begins.
func within(data, part []byte) int64 { return int64(cap(data) - cap(part)) }
