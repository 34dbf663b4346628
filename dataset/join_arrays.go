package dataset

import (
	"archive/zip"
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/saccade-go/saccade/internal/safetensors"
	"github.com/saccade-go/saccade/tensor"
)

// An arrayPart is a part of [Join] that has arrays: images or features, paths, and perhaps labels.
type arrayPart struct {
	src    *source
	rows   namedArray
	size   int // of a row in bytes
	names  []string
	labels []int // nil: there are none
	r      *bufio.Reader
	at     int
}

func (p *arrayPart) path() string { return p.src.path }

func (p *arrayPart) begin() error {
	n := int64(len(p.names)) * int64(p.size)
	p.at = 0
	p.r.Reset(io.NewSectionReader(reopened{p.rows.src}, p.rows.off, n))
	return nil
}

func (p *arrayPart) next(it *encodedItem, keysOnly bool) error {
	if p.at == len(p.names) {
		return io.EOF
	}
	it.name, it.label = p.names[p.at], noClass
	if p.labels != nil {
		it.label = p.labels[p.at]
	}
	p.at++
	if keysOnly {
		return nil
	}
	if cap(it.payload) < p.size {
		it.payload = make([]byte, p.size)
	}
	it.payload = it.payload[:p.size]
	if _, err := io.ReadFull(p.r, it.payload); err != nil {
		return failure(p.path(), "data", err)
	}
	return nil
}

// reopened is a source that is open only while it is read: of many parts, a system doesn't allow to keep all open.
type reopened struct{ src *source }

func (r reopened) ReadAt(p []byte, off int64) (int, error) {
	f, err := r.src.open()
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return f.ReadAt(p, off)
}

// openArrayPart reads all of a file but its images or features.
func openArrayPart(path string, f *outputFormat, buffer int) (_ joinPart, s Schema, opt WriteOptions, err error) {
	src, err := newSource(path)
	if err != nil {
		return nil, s, opt, err
	}
	a := partArrays{src: src, found: map[string]namedArray{}}
	if f.endings[0] == ".npz" {
		err = a.npz()
	} else {
		err = a.safetensors()
	}
	if err != nil {
		return nil, s, opt, err
	}
	p, s, err := a.part(buffer)
	opt = WriteOptions{Layout: a.layout, Compress: a.compressed}
	return p, s, opt, err
}

// partArrays are the arrays of a part, by name, and what else its file says.
type partArrays struct {
	src        *source
	found      map[string]namedArray
	classes    []string
	space      tensor.Space
	layout     Layout
	compressed bool
	paths      func(namedArray) ([]string, error)
}

func (a *partArrays) npz() error {
	f, err := a.src.open()
	if err != nil {
		return failure(a.src.path, "open", err)
	}
	defer f.Close()
	z, err := zip.NewReader(f, a.src.size)
	if err != nil {
		return failure(a.src.path, "header", err)
	}
	left := int64(maxInMemory)
	for _, m := range z.File {
		name := strings.TrimSuffix(m.Name, ".npy")
		array, err := zipArray(name, a.src, m, left)
		if err != nil {
			return err
		}
		if array.src != a.src {
			left -= array.src.size
		}
		if name == "images" || name == "features" {
			a.compressed = m.Method != zip.Store
		}
		a.found[name] = array
	}
	if classes, ok := a.found["classes"]; ok {
		if a.classes, err = classes.texts(); err != nil {
			return err
		}
	}
	a.paths = namedArray.texts
	return nil
}

func (a *partArrays) safetensors() error {
	f, err := a.src.open()
	if err != nil {
		return failure(a.src.path, "open", err)
	}
	defer f.Close()
	places, metadata, err := safetensors.ReadIndex(f, a.src.size)
	if e, ok := errors.AsType[*safetensors.Error](err); ok {
		return mismatch(a.src.path, "header", e.Part+": "+e.Want, e.Found)
	}
	if err != nil {
		return failure(a.src.path, "header", named(err))
	}
	for _, p := range places {
		a.found[p.Name] = namedArray{name: p.Name, typ: safetensorsTypes[p.DType], shape: p.Shape, src: a.src, off: p.Offset}
	}
	for key, into := range map[string]func(text string) error{
		"classes": func(text string) error { return json.Unmarshal([]byte(text), &a.classes) },
		"space":   func(text string) error { return a.space.UnmarshalText([]byte(text)) },
		"layout":  func(text string) error { return a.layout.UnmarshalText([]byte(text)) },
	} {
		if text, ok := metadata[key]; !ok {
			continue
		} else if err := into(text); err != nil {
			return failure(a.src.path, "header", fmt.Errorf("%s: %w", key, err))
		}
	}
	a.paths = jsonTexts
	return nil
}

// jsonTexts reads a JSON list of strings.
func jsonTexts(a namedArray) ([]string, error) {
	if a.typ.Kind != 'u' || a.typ.Size != 1 {
		return nil, a.fail("paths", "a JSON list as uint8", a.typ.String())
	}
	data, err := a.bytes()
	if err != nil {
		return nil, err
	}
	var names []string
	if err := json.Unmarshal(data, &names); err != nil {
		return nil, a.fail("paths", "a JSON list of strings", err.Error())
	}
	return names, nil
}

// part puts the arrays together.
func (a *partArrays) part(buffer int) (*arrayPart, Schema, error) {
	p := &arrayPart{src: a.src, r: bufio.NewReaderSize(nil, buffer)}
	s := Schema{Classes: a.classes}
	var ok bool
	if p.rows, ok = a.found["features"]; !ok {
		p.rows, ok = a.found["images"]
	}
	paths, named := a.found["paths"]
	if !ok || !named {
		return nil, s, mismatch(a.src.path, "join", "arrays images or features, and paths, as preprocess writes them", "others")
	}
	var err error
	if s.Spec, err = a.spec(p.rows); err != nil {
		return nil, s, err
	}
	p.size = s.Spec.Bytes()
	if p.names, err = a.paths(paths); err != nil {
		return nil, s, err
	}
	if len(p.names) != p.rows.shape[0] {
		return nil, s, paths.fail("paths", fmt.Sprintf("%d, one for each record", p.rows.shape[0]), fmt.Sprint(len(p.names)))
	}
	if labels, ok := a.found["labels"]; ok {
		if p.labels, err = partLabels(labels, len(p.names), len(a.classes)); err != nil {
			return nil, s, err
		}
	}
	if (p.labels == nil) != (a.classes == nil) {
		return nil, s, mismatch(a.src.path, "join", "labels with classes", "one of them")
	}
	return p, s, p.begin()
}

// spec is that of a row: what arrayShape makes the row's shape of.
func (a *partArrays) spec(rows namedArray) (tensor.Spec, error) {
	kind, ok := imageKinds[fmt.Sprintf("%c%d", rows.typ.Kind, rows.typ.Size)]
	if !ok || kind != kindUint8 && kind != kindFloat32 {
		return tensor.Spec{}, rows.fail("join", "uint8 or float32", rows.typ.String())
	}
	s := tensor.Spec{DType: kind.dtype(), Space: a.space}
	switch shape := rows.shape; {
	case rows.name == "features" && len(shape) == 2:
		s.C, s.H, s.W = shape[1], 1, 1
	case rows.name == "images" && len(shape) == 4 && a.layout == NHWC:
		s.H, s.W, s.C = shape[1], shape[2], shape[3]
	case rows.name == "images" && len(shape) == 4:
		s.C, s.H, s.W = shape[1], shape[2], shape[3]
	default:
		return s, rows.fail("join", "images as N×C×H×W or N×H×W×C, or features as N×D", times(shape))
	}
	if min(s.C, s.H, s.W) < 1 {
		return s, rows.fail("join", "lengths of 1 or more", times(rows.shape))
	}
	if rows.name == "images" && s.Space == tensor.None {
		s.Space, _ = spaceOf(s.C) // for an image of one pixel not to be features
	}
	return s, nil
}

func partLabels(a namedArray, n, classes int) ([]int, error) {
	if len(a.shape) != 1 || a.shape[0] != n || a.typ.Kind != 'i' || a.typ.Size != 8 {
		return nil, a.fail("labels", fmt.Sprintf("%d of int64", n), fmt.Sprintf("%s of %v", times(a.shape), a.typ))
	}
	data, err := a.bytes()
	if err != nil {
		return nil, err
	}
	labels := make([]int, n)
	for i := range labels {
		v, err := a.integer(data[8*i : 8*i+8])
		if err != nil || v < noClass || v >= int64(classes) {
			return nil, a.fail("labels", fmt.Sprintf("-1 to %d", classes-1), fmt.Sprint(v))
		}
		labels[i] = int(v)
	}
	return labels, nil
}
