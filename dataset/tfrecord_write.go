package dataset

import (
	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/internal/tfrecord"
	"github.com/saccade-go/saccade/tensor"
)

// A tfrecordSink writes Examples with the names that TF-Slim and the TensorFlow models have:
//
//	image/encoded       bytes: the file of a picture; image/format: png, jpeg or webp
//	image/height, image/width, image/channels, image/filename
//	image/class/label   int64, and image/class/text, the class's name
//
// Arrays and feature vectors are features instead, floats (or bytes, of uint8), with shape.
type tfrecordSink struct {
	w     *Writer
	s     *fileStream
	buf   []byte
	parts []tfrecord.Entry
}

func beginTFRecord(w *Writer, f *atomicfile.File, _ int) (sink, error) {
	return &tfrecordSink{w: w, s: newFileStream(w, f)}, nil
}

func (s *tfrecordSink) write(it *encodedItem) error {
	s.parts = s.parts[:0]
	add := func(f tfrecord.Entry) { s.parts = append(s.parts, f) }
	text := func(name, value string) { add(tfrecord.Entry{Name: name, Bytes: [][]byte{[]byte(value)}}) }
	number := func(name string, values ...int) {
		f := tfrecord.Entry{Name: name, Ints: make([]int64, len(values))}
		for i, v := range values {
			f.Ints[i] = int64(v)
		}
		add(f)
	}
	p, isPicture := s.w.encoder.(pictureEncoder)
	switch {
	case isPicture:
		add(tfrecord.Entry{Name: "image/encoded", Bytes: [][]byte{it.payload}})
		text("image/format", p.kind.String())
	case it.spec.DType == tensor.Float32:
		add(tfrecord.Entry{Name: "features", Floats: it.payload})
	default:
		add(tfrecord.Entry{Name: "features", Bytes: [][]byte{it.payload}})
	}
	if !isPicture {
		number("shape", arrayShape(it.spec, s.w.opt.Layout)...)
	}
	if !(Schema{Spec: it.spec}).vector() {
		number("image/height", it.spec.H)
		number("image/width", it.spec.W)
		number("image/channels", it.spec.C)
	}
	text("image/filename", it.name)
	if classes := s.w.schema.Classes; classes != nil {
		number("image/class/label", it.label)
		if it.label >= 0 {
			text("image/class/text", classes[it.label])
		}
	}
	s.buf = tfrecord.AppendExample(s.buf[:0], s.parts)
	return tfrecord.Write(s.s, s.buf)
}

func (s *tfrecordSink) close() error { return s.s.close() }
func (s *tfrecordSink) abort()       {}
