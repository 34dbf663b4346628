package dataset

import (
	"bufio"
	"compress/gzip"
	"io"
	"iter"
	"slices"
)

// Read reads what comes from r, whatever it is: one image file, which is called name; a tar archive or TFRecord, a picture at a
// time ([ReadTar], [ReadTFRecord]); or another of the formats that [Open] reads, which is kept in memory up to 2 GiB first. gzip is
// unpacked. So standard input can be read without an end.
func Read(r io.Reader, name string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		b := bufio.NewReaderSize(r, 1<<16)
		if head, _ := b.Peek(2); isGzip(head) {
			z, err := gzip.NewReader(b)
			if err != nil {
				yield(Record{}, failure(name, "header", named(err)))
				return
			}
			b = bufio.NewReaderSize(z, 1<<16)
		}
		head, err := b.Peek(headLen)
		if err != nil && err != io.EOF {
			yield(Record{}, failure(name, "data", named(err)))
			return
		}
		records := readAny(b, name, head)
		for record, err := range records {
			if !yield(record, err) {
				return
			}
		}
	}
}

func readAny(b *bufio.Reader, name string, head []byte) iter.Seq2[Record, error] {
	switch {
	case isImageHead(head):
	case matchTar(head, name, -1):
		return ReadTar(b, name)
	case matchTFRecord(head, name, -1):
		return ReadTFRecord(b, name)
	case formatOf(head, name, -1) != nil:
		return readWhole(b, name)
	}
	return readImage(b, name)
}

// readImage yields what comes as one image file; what it is else, its decoder says.
func readImage(r io.Reader, name string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		data, err := readAll(name, r, maxPicture)
		yield(Record{Sample: Encoded(name, noClass, data)}, err)
	}
}

// readWhole keeps what comes in memory and yields what it has.
func readWhole(r io.Reader, name string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		data, err := readAll(name, r, maxInMemory)
		if err != nil {
			yield(Record{}, err)
			return
		}
		c := newCollector(name)
		c.keep = true
		err = c.read(inMemory(name, data))
		for _, s := range c.samples {
			l := c.labels[s.Label]
			out := Record{Sample: s}
			out.Label = noClass
			switch l.kind {
			case numbered:
				out.Label = l.index
			case called:
				out.ClassName = l.text
			}
			var failed error
			if b, ok := s.content.(*broken); ok {
				failed = b.err
			}
			if !yield(out, failed) {
				return
			}
		}
		if err != nil {
			yield(Record{}, err)
		}
	}
}

// inputs returns the samples of a file that has many, without labels, and false for any other file. A record that can't be
// read is a sample that says so when it is loaded, and so is what ends the reading of a file, under the file's name.
func inputs(path string) (samples []Sample, ok bool) {
	if path == stdin {
		return stdinInputs(), true
	}
	if isImageName(path) { // there may be a million of them: they aren't opened
		return nil, false
	}
	if samples, ok := idxInputs(path); ok {
		return samples, true
	}
	src, err := newSource(path)
	if err != nil {
		return nil, false
	}
	head, err := src.begins(headLen)
	if err != nil || isImageHead(head) {
		return nil, false
	}
	return src.inputs()
}

func (s *source) inputs() (samples []Sample, ok bool) {
	found, src, err := recognise(s)
	if found == nil && err == nil {
		return nil, false
	}
	c := newCollector(s.path)
	c.keep = true
	if err == nil {
		err = found.open(c, src)
	}
	if err == nil && len(c.samples) == 0 {
		err = mismatch(s.path, "data", "at least one image", c.describe())
	}
	if err != nil {
		c.add(record{name: s.path, content: &broken{err: err}})
	}
	return c.files(), true
}

func stdinInputs() []Sample {
	src, err := readStdin()
	if err != nil {
		return []Sample{{Name: stdin, Label: noClass, content: &broken{err: err}}}
	}
	if samples, ok := src.inputs(); ok && !isImageHead(src.data) {
		return samples
	}
	return []Sample{Encoded(stdin, noClass, src.data)}
}

// idxInputs reads the images of an IDX file, for which no labels are needed.
func idxInputs(path string) ([]Sample, bool) {
	images, ok := findIDX(path, slices.Concat(imagesSuffixes, []string{""}))
	if _, isIDX := idxPrefix(images); !ok || !isIDX {
		return nil, false
	}
	a, err := readIDX(images, 3)
	if err != nil {
		return []Sample{{Name: images, Label: noClass, content: &broken{err: err}}}, true
	}
	d := newIDX(path, images, a, make([]uint8, a.shape[0]))
	for i := range d.Samples {
		d.Samples[i].Label = noClass
	}
	return d.Samples, true
}
