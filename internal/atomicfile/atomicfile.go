// Package atomicfile writes files that are either whole or not there.
package atomicfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Write gives write a new file beside path, syncs it to the disk and renames it to path. If anything fails, path is as it
// was and the new file is gone. A link stays: what it leads to is replaced. Something at path that is no regular file,
// such as a device or a pipe, is written to directly. Errors name path.
func Write(path string, write func(io.Writer) error) error {
	err := writeTo(path, write)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// Check reports, without leaving anything behind, if Write couldn't make its new file: for long work that ends with a
// Write. What is no regular file isn't touched and passes, unless it is a folder.
func Check(path string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s: wanted a file to write, found a folder", path)
	case err == nil && !info.Mode().IsRegular():
		return nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: %w", path, withoutPath(err))
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	f, err := create(path)
	if err != nil {
		return fmt.Errorf("%s: creating a file in its folder: %w", path, withoutPath(err))
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

func writeTo(path string, write func(io.Writer) error) error {
	info, err := os.Stat(path)
	real, linkErr := filepath.EvalSymlinks(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return replace(path, write)
	case err != nil:
		return withoutPath(err)
	case !info.Mode().IsRegular() || linkErr != nil: // a link of /proc may lead to a file that has no name
		return writeDirectly(path, write)
	}
	return replace(real, write)
}

// replace writes a new file and gives it the name path.
func replace(path string, write func(io.Writer) error) error {
	f, err := Create(path)
	if err != nil {
		return err
	}
	defer f.Abort()
	w := bufio.NewWriter(f)
	if err := write(w); err != nil {
		return withoutPath(err)
	}
	if err := w.Flush(); err != nil {
		return withoutPath(err)
	}
	return f.Commit(true)
}

func writeDirectly(path string, write func(io.Writer) error) error {
	f, err := OpenSpecial(path)
	if err != nil {
		return err
	}
	return withoutPath(errors.Join(write(f), f.Close()))
}

// OpenSpecial opens for writing what is no regular file: a device, a pipe. It doesn't wait: a named pipe that nobody
// reads is an error. Its errors leave the path to the caller.
func OpenSpecial(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, withoutPath(err)
	}
	if info.IsDir() {
		return nil, errors.New("wanted a file to write, found a folder")
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC|nonblock, 0)
	if err != nil && info.Mode()&fs.ModeNamedPipe != 0 {
		return nil, fmt.Errorf("wanted a file to write, found a named pipe that nobody reads: %w", withoutPath(err))
	}
	return f, withoutPath(err)
}

// withoutPath takes the names of files out of the operating system's errors: that of the temporary file means nothing to
// people, and Write adds the one that does.
func withoutPath(err error) error {
	switch e := err.(type) {
	case *fs.PathError:
		return e.Err
	case *os.LinkError:
		return e.Err
	}
	return err
}
