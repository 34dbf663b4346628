package dataset

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// OpenFS is [Open] for a file or folder of a file system: an embed.FS, a zip.Reader, an object store. name is a path as
// io/fs has them, "." for all. In folders links aren't followed. Files are best given by io.ReaderAt, as fs.File may be; those
// that can only be read from the beginning are kept in memory, up to 2 GiB each. Samples are read through fsys when they are
// wanted.
func OpenFS(fsys fs.FS, name string) (*Dataset, error) {
	sets, err := SplitsFS(fsys, name)
	return only(name, sets, err)
}

// SplitsFS is [Splits] for a file or folder of a file system.
func SplitsFS(fsys fs.FS, name string) ([]*Dataset, error) {
	if !fs.ValidPath(name) {
		return nil, mismatch(name, "open", "a path without a slash in front, . and ..", name)
	}
	c := newCollector(name)
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return nil, failure(name, "open", err)
	case info.IsDir():
		err = c.folderFS(fsys, name)
	default:
		var src *source
		if src, err = newFSSource(fsys, name, name); err == nil {
			err = c.read(src)
		}
	}
	if err != nil {
		return nil, err
	}
	return c.sets()
}

// newFSSource looks at a file of a file system, and reads it if it can't be read at any place.
func newFSSource(fsys fs.FS, name, shown string) (*source, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, failure(shown, "open", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, failure(shown, "open", err)
	}
	if !info.Mode().IsRegular() {
		return nil, mismatch(shown, "open", "a regular file", info.Mode().Type().String())
	}
	src := &source{path: shown, size: info.Size(), mod: info.ModTime(), fsys: fsys, name: name}
	switch f.(type) {
	case io.ReaderAt, io.Seeker:
		return src, nil
	}
	data, err := readAll(shown, f, maxInMemory)
	if err != nil {
		return nil, err
	}
	return src.with(data), nil
}

// folderFS adds what a folder of a file system has: the files of a known format if there are any and no images, else the images.
func (c *collector) folderFS(fsys fs.FS, root string) error {
	var images, files []string
	err := fs.WalkDir(fsys, root, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil && name == root:
			return failure(name, "open", err)
		case err != nil:
			c.note(Unreadable, name, withoutPath(err))
			return nil
		case name != root && isLitter(e.Name()):
			c.note(Hidden, name, nil)
			if e.IsDir() {
				return fs.SkipDir
			}
		case e.IsDir():
		case !e.Type().IsRegular():
			c.note(Special, name, nil)
		case isImageName(name):
			images = append(images, name)
		default:
			files = append(files, name)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if shards, err := shardsOf(root, files); err != nil || len(images) == 0 && len(shards) > 0 {
		if err != nil && len(images) == 0 {
			return err
		}
		if len(images) == 0 {
			return c.shards(shards, func(name string) (*source, error) { return newFSSource(fsys, name, name) })
		}
	}
	for _, name := range images {
		c.imageFS(fsys, root, name)
	}
	for _, name := range files {
		c.otherFS(fsys, root, name)
	}
	return nil
}

func (c *collector) imageFS(fsys fs.FS, root, name string) {
	dir := strings.TrimPrefix(strings.TrimPrefix(path.Dir(name), root), "/")
	c.add(record{name: name, label: label{kind: inFolder, text: folderOf(dir + "/x")}, content: fsFile{fsys, name}})
}

// otherFS takes a file whose name isn't an image's, if its content is.
func (c *collector) otherFS(fsys fs.FS, root, name string) {
	f, err := fsys.Open(name)
	if err != nil {
		c.note(Unreadable, name, withoutPath(err))
		return
	}
	defer f.Close()
	head := make([]byte, imageio.SniffLen)
	n, _ := io.ReadFull(f, head)
	if imageio.Sniff(head[:n]) == "" {
		c.note(NotImage, name, nil)
		return
	}
	c.imageFS(fsys, root, name)
}

// An fsFile is an image file of a file system.
type fsFile struct {
	fsys fs.FS
	name string
}

func (f fsFile) fetches() bool { return true }

func (f fsFile) size() int64 {
	info, err := fs.Stat(f.fsys, f.name)
	if err != nil {
		return 0
	}
	return info.Size()
}

func (f fsFile) fetch(buf []byte, name string, opt imageio.Options) ([]byte, error) {
	file, err := f.fsys.Open(f.name)
	if err != nil {
		return buf, failure(name, "open", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return buf, failure(name, "open", err)
	}
	return imageio.FetchFrom(buf, file, info.Size(), name, opt)
}

func (f fsFile) load(dst *tensor.Tensor, name string, data []byte, opt imageio.Options) error {
	return imageio.DecodeFetched(dst, name, data, opt)
}

func (f fsFile) identify(w io.Writer) error {
	info, err := fs.Stat(f.fsys, f.name)
	if err != nil {
		return failure(f.name, "open", err)
	}
	if info.ModTime().IsZero() { // as in an embed.FS: content alone says what it is
		data, err := fs.ReadFile(f.fsys, f.name)
		if err != nil {
			return failure(f.name, "open", err)
		}
		return (&encoded{data: bytes.Clone(data)}).identify(w)
	}
	_, err = fmt.Fprintf(w, "file %q %d %d\n", f.name, info.Size(), info.ModTime().UnixNano())
	return err
}
