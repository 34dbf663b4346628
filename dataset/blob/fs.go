package blob

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
)

// FS makes a file system of a bucket. Keys are paths, and what stands before a slash in one is a folder. Its files can be read at
// any place ([io.ReaderAt]) by several goroutines. What is known of an object is asked for once.
func FS(ctx context.Context, bucket *blob.Bucket) fs.FS {
	return &fileSystem{ctx: ctx, bucket: bucket, known: map[string]info{}}
}

type fileSystem struct {
	ctx    context.Context
	bucket *blob.Bucket
	mu     sync.Mutex
	known  map[string]info
}

// An info is what is known of an object or folder.
type info struct {
	name string // the last part of the key
	size int64
	mod  time.Time
	dir  bool
}

func (i info) Name() string               { return i.name }
func (i info) Size() int64                { return i.size }
func (i info) ModTime() time.Time         { return i.mod }
func (i info) IsDir() bool                { return i.dir }
func (i info) Sys() any                   { return nil }
func (i info) Type() fs.FileMode          { return i.Mode().Type() }
func (i info) Info() (fs.FileInfo, error) { return i, nil }

func (i info) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

func fail(op, name string, err error) error {
	if gcerrors.Code(err) == gcerrors.NotFound {
		err = fs.ErrNotExist
	}
	return &fs.PathError{Op: op, Path: name, Err: err}
}

// Stat asks for what isn't known yet.
func (f *fileSystem) Stat(name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, fail("stat", name, fs.ErrInvalid)
	}
	f.mu.Lock()
	i, ok := f.known[name]
	f.mu.Unlock()
	if ok {
		return i, nil
	}
	i, err := f.ask(name)
	if err != nil {
		return nil, fail("stat", name, err)
	}
	f.remember(name, i)
	return i, nil
}

func (f *fileSystem) remember(name string, i info) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.known[name] = i
}

func (f *fileSystem) ask(name string) (info, error) {
	if name != "." {
		a, err := f.bucket.Attributes(f.ctx, name)
		if err == nil {
			return info{name: path.Base(name), size: a.Size, mod: a.ModTime}, nil
		}
		if gcerrors.Code(err) != gcerrors.NotFound {
			return info{}, err
		}
	}
	list := f.bucket.List(&blob.ListOptions{Prefix: prefix(name)})
	if _, err := list.Next(f.ctx); err != nil {
		if errors.Is(err, io.EOF) {
			err = fs.ErrNotExist
		}
		return info{}, err
	}
	return info{name: path.Base(name), dir: true}, nil
}

// prefix is what the keys in a folder begin with.
func prefix(dir string) string {
	if dir == "." {
		return ""
	}
	return dir + "/"
}

// Open opens an object or a folder; an object isn't asked for before it is read.
func (f *fileSystem) Open(name string) (fs.File, error) {
	i, err := f.Stat(name)
	if err != nil {
		return nil, err
	}
	if i.IsDir() {
		return &folder{f: f, name: name, info: i.(info)}, nil
	}
	return &object{f: f, key: name, info: i.(info)}, nil
}

// ReadDir lists a folder, sorted by name.
func (f *fileSystem) ReadDir(name string) ([]fs.DirEntry, error) {
	if !fs.ValidPath(name) {
		return nil, fail("readdir", name, fs.ErrInvalid)
	}
	var entries []fs.DirEntry
	list := f.bucket.List(&blob.ListOptions{Prefix: prefix(name), Delimiter: "/"})
	for {
		o, err := list.Next(f.ctx)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fail("readdir", name, err)
		}
		key := strings.TrimSuffix(o.Key, "/")
		if !fs.ValidPath(key) || o.Key == prefix(name) { // no path has such a name; the second is a mark of some tools' folders
			continue
		}
		i := info{name: path.Base(key), size: o.Size, mod: o.ModTime, dir: o.IsDir}
		f.remember(key, i)
		entries = append(entries, i)
	}
	if len(entries) == 0 && name != "." {
		return nil, fail("readdir", name, fs.ErrNotExist)
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// A folder is an open one.
type folder struct {
	f    *fileSystem
	name string
	info info
	left []fs.DirEntry
	read bool
}

func (d *folder) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *folder) Close() error               { return nil }

func (d *folder) Read([]byte) (int, error) { return 0, fail("read", d.name, errors.New("is a folder")) }

func (d *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if !d.read {
		all, err := d.f.ReadDir(d.name)
		if err != nil {
			return nil, err
		}
		d.left, d.read = all, true
	}
	if n <= 0 {
		n = len(d.left)
	} else if len(d.left) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(d.left))
	some := d.left[:n]
	d.left = d.left[n:]
	return some, nil
}
