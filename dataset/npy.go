package dataset

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"

	"github.com/saccade-go/saccade/internal/npy"
)

func matchNPY(head []byte, _ string, _ int64) bool { return strings.HasPrefix(string(head), npy.Magic) }

// openNPY reads an array of images; labels are in another file beside it, whose name has labels, label or y instead of images,
// image or x, and names of classes in classes.txt or class_names.txt.
func openNPY(c *collector, src *source) error {
	images, err := readNPY(src)
	if err != nil {
		return err
	}
	names := src.beside("classes.txt", "class_names.txt")
	c.declare(names)
	for _, name := range labelNames(path.Base(strings.ReplaceAll(src.path, `\`, "/"))) {
		if beside := src.sibling(name); beside != nil {
			labels, err := readNPY(beside)
			if err != nil {
				return err
			}
			return c.arrayPair(images, &labels, names, "")
		}
	}
	return c.arrayPair(images, nil, names, "")
}

// labelWords says what in the name of a file of labels stands for what in that of the images.
var labelWords = map[string][]string{
	"images": {"labels"}, "image": {"label", "labels"}, "imgs": {"labels"}, "img": {"label"}, "x": {"y"}, "X": {"y", "Y"},
	"data": {"labels", "targets", "target"},
}

var word = regexp.MustCompile(`[A-Za-z]+`)

// labelNames returns names that a file of labels may have beside one of images.
func labelNames(name string) []string {
	var names []string
	for _, at := range word.FindAllStringIndex(name, -1) {
		for _, other := range labelWords[name[at[0]:at[1]]] {
			names = append(names, name[:at[0]]+other+name[at[1]:])
		}
	}
	if stem, ok := strings.CutSuffix(name, ".npy"); ok && len(names) == 0 {
		names = append(names, stem+"_labels.npy")
	}
	return names
}

// readNPY reads the header of a file with one array.
func readNPY(src *source) (namedArray, error) {
	f, err := src.open()
	if err != nil {
		return namedArray{}, failure(src.path, "open", err)
	}
	defer f.Close()
	return arrayOf("", src, io.NewSectionReader(f, 0, src.size), 0, src.size)
}

// arrayOf reads the header of an array that has the n bytes from off on in src; r begins there.
func arrayOf(name string, src *source, r io.Reader, off, n int64) (namedArray, error) {
	a := namedArray{name: name, src: src}
	h, err := npy.ReadHeader(r)
	if err != nil {
		return a, failure(a.src.path, "header", named(err))
	}
	a.typ, a.shape, a.off = h.Type, h.Shape, off+int64(h.Size)
	if h.Fortran && len(h.Shape) > 1 {
		return a, a.fail("header", "an array in C order (numpy.ascontiguousarray makes one)", "one in Fortran order")
	}
	want := int64(h.Len()) * int64(h.Type.Size)
	if have := n - int64(h.Size); have != want {
		return a, a.fail("header", fmt.Sprintf("%d bytes for %s of %v", want, cmp.Or(times(h.Shape), "one value"), h.Type), fmt.Sprint(have))
	}
	return a, nil
}

// openNPZ reads the arrays of an archive as numpy.savez and savez_compressed write it. Arrays that are stored stay in the file;
// those that are compressed are kept in memory, up to 2 GiB in all.
func openNPZ(c *collector, src *source, z *zip.Reader) error {
	var arrays []namedArray
	left := int64(maxInMemory)
	for _, m := range z.File {
		name := strings.TrimSuffix(m.Name, ".npy")
		if r, _ := roleOf(name); r == noRole && name != "arr_0" && name != "arr_1" {
			continue
		}
		a, err := zipArray(name, src, m, left)
		if err != nil {
			return err
		}
		if a.src != src {
			left -= a.src.size
		}
		arrays = append(arrays, a)
	}
	if len(arrays) == 0 {
		var have []string
		for _, m := range z.File {
			have = append(have, strings.TrimSuffix(m.Name, ".npy"))
		}
		return mismatch(src.path, "data", "an array called images, x or x_train", list(have))
	}
	return c.arrays(src.path, arrays, src.beside("classes.txt", "class_names.txt"))
}

// zipArray finds or unpacks an array of an archive; left is how many bytes it may have in memory.
func zipArray(name string, src *source, m *zip.File, left int64) (namedArray, error) {
	path := src.path + "[" + name + "]"
	if m.Method == zip.Store {
		off, err := m.DataOffset()
		if err != nil {
			return namedArray{}, failure(path, "header", err)
		}
		size := int64(m.UncompressedSize64)
		if size < 0 || off < 0 || off > src.size-size {
			return namedArray{}, failure(path, "header", errCut)
		}
		f, err := src.open()
		if err != nil {
			return namedArray{}, failure(src.path, "open", err)
		}
		defer f.Close()
		return arrayOf(name, src, io.NewSectionReader(f, off, size), off, size)
	}
	r, err := m.Open()
	if err != nil {
		return namedArray{}, failure(path, "header", err)
	}
	defer r.Close()
	data, err := readAll(path, r, left)
	if err != nil {
		return namedArray{}, err
	}
	return arrayOf(name, inMemory(src.path, data), bytes.NewReader(data), 0, int64(len(data)))
}
