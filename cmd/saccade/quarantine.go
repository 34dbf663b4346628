package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"github.com/saccade-go/saccade/imageio"
)

// A quarantine is a folder that gets copies of files that failed, under their own paths. They are copies and not links, so that
// they stay as they are when the files are repaired or removed. The originals aren't touched.
type quarantine struct{ dir string }

// place is where in the folder the copy of path goes: path itself, or where it leads out of the working directory by ..,
// the absolute path.
func (q quarantine) place(path string) (string, error) {
	local := filepath.Clean(path)
	if filepath.IsAbs(local) || !filepath.IsLocal(local) {
		abs, err := filepath.Abs(local)
		if err != nil {
			return "", err
		}
		local = strings.TrimLeft(strings.TrimPrefix(abs, filepath.VolumeName(abs)), string(filepath.Separator))
	}
	return filepath.Join(q.dir, local), nil
}

// errNoCopy says that there is nothing to copy: what can't be read, what is no regular file, what is larger than maxQuarantined.
var errNoCopy = errors.New("no copy in quarantine")

// maxQuarantined is the largest file that imageio reads.
const maxQuarantined = 256 << 20

// keep copies the file at path and returns the copy's path. A file of that name with the same content is taken for the copy;
// one with another content stays, and the copy gets a name with a number. errNoCopy is about the file, any other error about
// the folder.
func (q quarantine) keep(path string) (string, error) {
	to, err := q.place(path)
	if err != nil {
		return "", err
	}
	from, err := imageio.OpenRegular(path)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errNoCopy, err)
	}
	defer from.Close()
	if info, err := from.Stat(); err == nil && info.Size() > maxQuarantined {
		return "", fmt.Errorf("%w: it has %d bytes, more than an image may", errNoCopy, info.Size())
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return "", at(to, err)
	}
	temp, sum, err := copyBeside(to, from)
	if err != nil {
		return "", err
	}
	defer os.Remove(temp)
	ext := filepath.Ext(to)
	base := strings.TrimSuffix(to, ext)
	for n := 2; ; n++ {
		err := linkNew(temp, to)
		if errors.Is(err, fs.ErrExist) && !equal(to, sum) {
			to = fmt.Sprintf("%s.%d%s", base, n, ext)
			continue
		}
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return "", at(to, withoutNames(err))
		}
		return to, nil
	}
}

// linkNew gives a file another name that nobody has; or, on a file system without links, renames it and looks before.
func linkNew(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return os.Rename(from, to)
}

// copyBeside copies what file has now into a hidden file beside path, and returns its name and a hash of its content.
func copyBeside(path string, file *os.File) (name string, sum []byte, err error) {
	dir, base := filepath.Split(path)
	temp, err := os.OpenFile(filepath.Join(dir, fmt.Sprintf(".%.200s.%08x.tmp", base, rand.Uint32())), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return "", nil, at(path, err)
	}
	h := sha256.New()
	err = copyNow(io.MultiWriter(temp, h), file)
	closed := temp.Close()
	if err == nil && closed == nil {
		return temp.Name(), h.Sum(nil), nil
	}
	os.Remove(temp.Name())
	if errors.Is(err, errNoCopy) {
		return "", nil, err
	}
	return "", nil, at(path, cmp.Or(err, closed))
}

// copyNow copies the bytes that file has now: one that grows isn't followed. That it can't be read is errNoCopy.
func copyNow(w io.Writer, file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("%w: %w", errNoCopy, withoutPath(err))
	}
	_, err = io.Copy(w, original{io.LimitReader(file, info.Size())})
	return err
}

// original marks errors of reading.
type original struct{ io.Reader }

func (o original) Read(p []byte) (int, error) {
	n, err := o.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("%w: %w", errNoCopy, withoutPath(err))
	}
	return n, err
}

// equal reports whether the regular file at path has the content with the hash sum.
func equal(path string, sum []byte) bool {
	file, err := imageio.OpenRegular(path)
	if err != nil {
		return false
	}
	defer file.Close()
	h := sha256.New()
	return copyNow(h, file) == nil && bytes.Equal(h.Sum(nil), sum)
}

// check reports a folder that lies in one of those whose files are classified: the next run would find the copies.
func (q quarantine) check(paths []string) error {
	dir, err := realPath(q.dir)
	if err != nil {
		return err
	}
	for _, path := range paths {
		folder, err := realPath(path)
		if err != nil {
			continue // it is said elsewhere
		}
		if dir == folder || strings.HasPrefix(dir, strings.TrimSuffix(folder, string(filepath.Separator))+string(filepath.Separator)) {
			return fmt.Errorf("--on-error: wanted a quarantine outside the inputs, found %s in %s: the next run would find the copies", q.dir, path)
		}
	}
	return nil
}

// realPath is the absolute path without links of what may not be there yet.
func realPath(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real, nil
	}
	if parent := filepath.Dir(path); parent != path {
		real, err := realPath(parent)
		return filepath.Join(real, filepath.Base(path)), err
	}
	return path, nil
}
