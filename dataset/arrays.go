package dataset

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/saccade-go/saccade/internal/npy"
	"github.com/saccade-go/saccade/tensor"
)

// A namedArray is an array in a source, as NPY, NPZ and safetensors have them.
type namedArray struct {
	name  string // "" in a file with one array
	typ   npy.Type
	shape []int
	src   *source
	off   int64
}

// A role is what an array is for.
type role uint8

const (
	noRole role = iota
	imagesRole
	labelsRole
	namesRole
)

// roleWords says which word in an array's name means what.
var roleWords = map[string]role{
	"images": imagesRole, "image": imagesRole, "imgs": imagesRole, "img": imagesRole, "pictures": imagesRole, "x": imagesRole, "data": imagesRole,
	"labels": labelsRole, "label": labelsRole, "y": labelsRole, "targets": labelsRole, "target": labelsRole,
	"classes": namesRole,
}

var notWord = regexp.MustCompile(`[^a-z0-9]+`)

// roleOf reads a name such as images, x_train, val_labels or class_names: one word for the role, and one for the split or
// none.
func roleOf(name string) (r role, split string) {
	words := slices.DeleteFunc(notWord.Split(strings.ToLower(name), -1), func(w string) bool { return w == "" })
	if n := len(words); n == 2 && words[1] == "names" && (words[0] == "class" || words[0] == "label") {
		return namesRole, ""
	}
	for _, w := range words {
		word := roleWords[w]
		switch {
		case word != noRole && r == noRole:
			r = word
		case isSplit(w) && split == "":
			split = w
		default:
			return noRole, ""
		}
	}
	return r, split
}

// arrays adds the samples of named arrays: images with labels, for each split that there is, and names of classes,
// which may be known from elsewhere.
func (c *collector) arrays(path string, all []namedArray, names []string) error {
	images, labels := map[string]namedArray{}, map[string]namedArray{}
	var splits, have []string
	for _, a := range all {
		have = append(have, fmt.Sprintf("%s %v of %v", a.name, a.shape, a.typ))
		r, split := roleOf(a.name)
		switch {
		case r == imagesRole || a.name == "arr_0": // as numpy.savez names what has no name
			if _, ok := images[split]; !ok {
				splits = append(splits, split)
			}
			images[split] = a
		case r == labelsRole || a.name == "arr_1":
			labels[split] = a
		case r == namesRole:
			var err error
			if names, err = a.texts(); err != nil {
				return err
			}
		}
	}
	if len(splits) == 0 {
		return mismatch(path, "data", "an array called images, x or x_train", cmp.Or(list(have), "none"))
	}
	c.declare(names)
	for _, split := range splits {
		l, ok := labels[split]
		var of *namedArray
		if ok {
			of = &l
		}
		if err := c.arrayPair(images[split], of, names, split); err != nil {
			return err
		}
	}
	return nil
}

// arrayPair adds the pictures of one array with the labels of another, or without.
func (c *collector) arrayPair(images namedArray, labels *namedArray, names []string, split string) error {
	raw, n, err := images.pictures()
	if err != nil {
		return err
	}
	var ofs []label
	if labels != nil {
		if ofs, err = labels.labels(n, names); err != nil {
			return err
		}
	}
	for i := range n {
		r := record{name: images.record(i), content: values{raw, i}}
		if ofs != nil {
			r.label = ofs[i]
		}
		r.label.split = split
		c.add(r)
	}
	return nil
}

// record names a sample: "x.npy[17]", "x.npz[images/17]".
func (a namedArray) record(i int) string {
	if a.name == "" {
		return fmt.Sprintf("%s[%d]", a.src.path, i)
	}
	return fmt.Sprintf("%s[%s/%d]", a.src.path, a.name, i)
}

// fail is an error about the array.
func (a namedArray) fail(stage, want, found string) error {
	path := a.src.path
	if a.name != "" {
		path += "[" + a.name + "]"
	}
	return mismatch(path, stage, want, found)
}

var imageKinds = map[string]kind{"u1": kindUint8, "b1": kindBool, "f2": kindFloat16, "f4": kindFloat32, "f8": kindFloat64}

// pictures says how the array is N pictures: N×H×W, N×H×W×C or N×C×H×W with 1 to 4 channels, those that come last having
// precedence; or H×W×3 or H×W×4, one picture.
func (a namedArray) pictures() (raw *rawArray, n int, err error) {
	kind, ok := imageKinds[fmt.Sprintf("%c%d", a.typ.Kind, a.typ.Size)]
	if !ok {
		return nil, 0, a.fail("data", "images of uint8 from 0 to 255, or of float32 from 0 to 1", "values of "+a.typ.String())
	}
	shape := a.shape
	if len(shape) == 3 && (shape[2] == 3 || shape[2] == 4) && min(shape[0], shape[1]) > 4 {
		shape = append([]int{1}, shape...)
	}
	spec := tensor.Spec{DType: kind.dtype()}
	order := layoutCHW
	switch {
	case len(shape) == 3:
		spec.C, spec.H, spec.W = 1, shape[1], shape[2]
	case len(shape) == 4 && shape[3] >= 1 && shape[3] <= 4:
		spec.H, spec.W, spec.C, order = shape[1], shape[2], shape[3], layoutHWC
	case len(shape) == 4 && shape[1] >= 1 && shape[1] <= 4:
		spec.C, spec.H, spec.W = shape[1], shape[2], shape[3]
	default:
		return nil, 0, a.fail("data", "images as N×H×W, N×H×W×C or N×C×H×W with 1 to 4 channels", times(a.shape))
	}
	if min(shape[0], spec.H, spec.W) < 1 {
		return nil, 0, a.fail("data", "lengths of 1 or more", times(a.shape))
	}
	spec.Space, _ = spaceOf(spec.C)
	raw = &rawArray{src: a.src, off: a.off, spec: spec, layout: order, kind: kind, order: a.typ.Order()}
	raw.stride = int64(spec.Len()) * int64(a.typ.Size)
	return raw, shape[0], nil
}

// bytes reads the array, which is known to lie within its source.
func (a namedArray) bytes() ([]byte, error) {
	n := int64(npy.Header{Shape: a.shape}.Len()) * int64(a.typ.Size)
	if n > maxInMemory {
		return nil, a.fail("labels", fmt.Sprintf("at most %d bytes", maxInMemory), fmt.Sprint(n))
	}
	f, err := a.src.open()
	if err != nil {
		return nil, failure(a.src.path, "open", err)
	}
	defer f.Close()
	data, err := readAll(a.src.path, io.NewSectionReader(f, a.off, n), n)
	if err == nil && int64(len(data)) < n {
		err = failure(a.src.path, "data", errCut)
	}
	return data, err
}

// labels reads n labels: numbers or names, as N or N×1, or N×K with a single one in each row.
func (a namedArray) labels(n int, names []string) ([]label, error) {
	hot := len(a.shape) == 2 && a.shape[1] > 1
	flat := len(a.shape) == 1 || len(a.shape) == 2 && a.shape[1] == 1
	if !hot && !flat {
		return nil, a.fail("labels", "labels as N, N×1 or one-hot N×K", times(a.shape))
	}
	if a.shape[0] != n {
		return nil, a.fail("labels", fmt.Sprintf("%d, one for each image", n), fmt.Sprint(a.shape[0]))
	}
	data, err := a.bytes()
	if err != nil {
		return nil, err
	}
	size := a.typ.Size
	out := make([]label, n)
	for i := range out {
		var err error
		if hot {
			k := a.shape[1]
			out[i], err = a.oneHot(data[i*k*size:(i+1)*k*size], names)
		} else {
			out[i], err = a.label(data[i*size:(i+1)*size], names)
		}
		if err != nil {
			return nil, &Error{Path: a.record(i), Record: -1, Stage: "labels", Err: err}
		}
	}
	return out, nil
}

func (a namedArray) label(value []byte, names []string) (label, error) {
	if a.typ.Kind == 'U' || a.typ.Kind == 'S' {
		text, err := a.text(value)
		return textLabel(text), err
	}
	v, err := a.integer(value)
	if err != nil {
		return label{}, err
	}
	return namedLabel(v, names)
}

func (a namedArray) oneHot(row []byte, names []string) (label, error) {
	at := int64(-1)
	for i := range len(row) / a.typ.Size {
		switch v, err := a.integer(row[i*a.typ.Size : (i+1)*a.typ.Size]); {
		case err != nil:
			return label{}, err
		case v == 1 && at < 0:
			at = int64(i)
		case v != 0:
			return label{}, fmt.Errorf("wanted a single 1 and else 0 (one-hot), found another %d", v)
		}
	}
	if at < 0 {
		return label{}, fmt.Errorf("wanted a single 1 and else 0 (one-hot), found no 1")
	}
	return namedLabel(at, names)
}

// integer reads a number, which may be a float without a fraction.
func (a namedArray) integer(b []byte) (int64, error) {
	order := a.typ.Order()
	switch a.typ.Kind {
	case 'f':
		v := 0.0
		switch len(b) {
		case 2:
			v = float64(half(order.Uint16(b)))
		case 4:
			v = float64(math.Float32frombits(order.Uint32(b)))
		case 8:
			v = math.Float64frombits(order.Uint64(b))
		}
		if v != math.Trunc(v) || math.Abs(v) > 1<<52 {
			return 0, fmt.Errorf("wanted an integer as label, found %v", v)
		}
		return int64(v), nil
	case 'U', 'S':
		return 0, fmt.Errorf("wanted numbers, found text")
	}
	var u uint64
	switch len(b) {
	case 1:
		u = uint64(b[0])
	case 2:
		u = uint64(order.Uint16(b))
	case 4:
		u = uint64(order.Uint32(b))
	case 8:
		u = order.Uint64(b)
	}
	if a.typ.Kind == 'i' {
		shift := 64 - 8*len(b)
		return int64(u<<shift) >> shift, nil
	}
	return int64(min(u, math.MaxInt64)), nil
}

// text reads a string, which zeros fill up.
func (a namedArray) text(b []byte) (string, error) {
	var s string
	if a.typ.Kind == 'S' {
		s = string(b)
	} else {
		runes := make([]rune, len(b)/4)
		for i := range runes {
			runes[i] = rune(a.typ.Order().Uint32(b[4*i:]))
		}
		s = string(runes)
	}
	s = strings.TrimRight(s, "\x00")
	if !utf8.ValidString(s) {
		return "", fmt.Errorf("wanted text in UTF-8, found %q", s)
	}
	return s, nil
}

// texts reads names of classes.
func (a namedArray) texts() ([]string, error) {
	if len(a.shape) != 1 || a.typ.Kind != 'U' && a.typ.Kind != 'S' || a.typ.Size == 0 {
		return nil, a.fail("classes", "names as a list of strings", fmt.Sprintf("%v of %v", a.shape, a.typ))
	}
	data, err := a.bytes()
	if err != nil {
		return nil, err
	}
	var names []string
	for b := range slices.Chunk(data, a.typ.Size) {
		name, err := a.text(b)
		if err != nil {
			return nil, failure(a.src.path, "classes", err)
		}
		names = append(names, name)
	}
	return names, nil
}
