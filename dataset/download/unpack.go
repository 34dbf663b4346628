package download

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/internal/atomicfile"
)

// allThere reports whether dir has the files. They are written whole or not at all.
func allThere(dir string, names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool {
		info, err := os.Stat(filepath.Join(dir, name))
		return err != nil || !info.Mode().IsRegular()
	})
}

// unpack writes the files of an archive that are called so, in whatever folder they are there, into dir.
func unpack(ctx context.Context, archive, dir string, names []string) error {
	f, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", archive, err)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	left := slices.Clone(names)
	for r := tar.NewReader(z); len(left) > 0; {
		head, err := r.Next()
		if err == io.EOF {
			return fmt.Errorf("%s: wanted the files %s in it, found none of them", archive, strings.Join(left, ", "))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", archive, err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		i := slices.Index(left, path.Base(head.Name))
		if i < 0 || head.Typeflag != tar.TypeReg {
			continue
		}
		err = atomicfile.Write(filepath.Join(dir, left[i]), func(w io.Writer) error {
			_, err := io.Copy(w, r)
			return err
		})
		if err != nil {
			return err
		}
		left = slices.Delete(left, i, i+1)
	}
	return nil
}
