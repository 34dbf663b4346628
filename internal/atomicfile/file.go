package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/saccade-go/saccade/internal/filelock"
)

// A File is a new file beside the one that it becomes: it is written in any order, and gets its name when it is complete. A
// process that is killed leaves it under a hidden name, which [Sweep] recognises. Errors of the methods here leave the path
// to the caller.
type File struct {
	*os.File
	path string
	over bool
}

// Create begins a file that Commit calls path. A link stays: what it leads to is replaced. Something at path that is no
// regular file is an error. Errors don't name path.
func Create(path string) (*File, error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil, errors.New("wanted a file to write, found a folder")
	case err == nil && !info.Mode().IsRegular():
		return nil, errors.New("wanted a regular file, in which one can go back, found a device or a pipe")
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, withoutPath(err)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	f, err := create(path)
	if err != nil {
		return nil, fmt.Errorf("creating a file in its folder: %w", withoutPath(err))
	}
	return &File{File: f, path: path}, nil
}

// Commit gives the file its name, over whatever file has it. With durable, it is on the disk before it has.
func (f *File) Commit(durable bool) error {
	defer f.Abort()
	if durable {
		if err := f.Sync(); err != nil {
			return withoutPath(err)
		}
	}
	if err := f.Close(); err != nil {
		return withoutPath(err)
	}
	if err := os.Rename(f.Name(), f.path); err != nil {
		return withoutPath(err)
	}
	f.over = true
	return nil
}

// Abort removes the file. It does nothing behind Commit.
func (f *File) Abort() {
	if !f.over {
		f.over = true
		f.Close() // again, if Commit came so far
		os.Remove(f.Name())
	}
}

// create makes a hidden file of a name that nobody has, with the permissions that the process gives new files, which
// os.CreateTemp doesn't. It is locked as long as it is open, so that Sweep of another process knows that it is in use.
func create(path string) (*os.File, error) {
	dir, name := filepath.Split(path)
	for {
		temp := filepath.Join(dir, fmt.Sprintf(".%.200s.%08x.tmp", name, rand.Uint32()))
		f, err := os.OpenFile(temp, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if filelock.Try(f) != filelock.Busy && isAt(f, temp) {
			return f, nil
		}
		f.Close() // Sweep came between the two calls and removes it
	}
}

// isAt reports whether path still leads to f.
func isAt(f *os.File, path string) bool {
	here, err := f.Stat()
	if err != nil {
		return true // whatever is wrong will be seen when it is written
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(here, there)
}

// random is the end of the names that create gives.
var random = regexp.MustCompile(`^[0-9a-f]{8}\.tmp$`)

// abandoned is how long nobody has worked on a file of a run that was killed, where the system can't say it better.
const abandoned = time.Hour

// Sweep removes what killed runs that wrote the files for which match holds have left in the folder dir. Files that a
// running process is at work on stay.
func Sweep(dir string, match func(name string) bool) {
	entries, _ := os.ReadDir(dir) // who can't read the folder will hear more when creating a file
	for _, e := range entries {
		name, ok := finalName(e.Name())
		if ok && e.Type().IsRegular() && match(name) {
			removeAbandoned(filepath.Join(dir, e.Name()))
		}
	}
}

// finalName is what the file with this temporary name was to become.
func finalName(temp string) (string, bool) {
	const tail = len(".00000000.tmp")
	if len(temp) <= 1+tail || temp[0] != '.' || temp[len(temp)-tail] != '.' || !random.MatchString(temp[len(temp)-tail+1:]) {
		return "", false
	}
	return strings.TrimPrefix(temp[:len(temp)-tail], "."), true
}

func removeAbandoned(path string) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return
	}
	switch filelock.Try(f) {
	case filelock.Busy:
		return
	case filelock.Unknown:
		if time.Since(info.ModTime()) < abandoned {
			return
		}
	}
	os.Remove(path)
}
