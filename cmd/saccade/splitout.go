package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imageio/png"
	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/tensor"
)

// A splitOutput is where the parts go. Until write ends well there is nothing at --out.
type splitOutput interface {
	write(ctx context.Context, d *division, tick func()) error
	discard() // what isn't finished
}

// output finds before the work what would be found only after it: that --out can't be written, or would overwrite something.
func (f *splitFlags) output(d *dataset.Dataset) (splitOutput, error) {
	if !f.copy {
		for _, s := range d.Samples {
			if s.Path == "" {
				return nil, fmt.Errorf("%s is no file that a manifest or a link could name: give --copy, which writes PNG files", s.Name)
			}
		}
	}
	if isCSV(f.out) {
		if _, err := os.Lstat(f.out); err == nil {
			return nil, fmt.Errorf("--out: wanted a new file, found %s there already", f.out)
		}
		return manifestFile{f.out}, atomicfile.Check(f.out)
	}
	folder, err := newOutputFolder(f.out)
	if err != nil {
		return nil, err
	}
	out := &splitFolder{outputFolder: folder}
	switch {
	case f.link:
		out.place = linkFile
	case f.copy:
		out.place = copyFile
	}
	return out, nil
}

// A manifestFile is one manifest of all parts.
type manifestFile struct{ path string }

func (m manifestFile) write(_ context.Context, d *division, tick func()) error {
	return atomicfile.Write(m.path, func(w io.Writer) error { return d.manifest(w, filepath.Dir(m.path), -1, tick) })
}

func (manifestFile) discard() {}

// manifest writes the rows of a part, or with -1 those of all parts and a column that says which.
func (d *division) manifest(w io.Writer, dir string, part int, tick func()) error {
	folder, err := canonical(dir)
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	header := []string{"path", "label"}
	if part < 0 {
		header = append(header, "split")
	}
	if err := out.Write(header); err != nil {
		return err
	}
	for i, s := range d.data.Samples {
		if part >= 0 && part != d.parts.Of[i] {
			continue
		}
		path, err := relative(folder, s.Path)
		if err != nil {
			return err
		}
		row := []string{path, d.class(i)}
		if part < 0 {
			row = append(row, d.names[d.parts.Of[i]])
		}
		if err := out.Write(row); err != nil {
			return err
		}
		tick()
	}
	out.Flush()
	return out.Error()
}

// class is the name of a sample's class, "" if it has none.
func (d *division) class(i int) string {
	if k := d.data.Samples[i].Label; k >= 0 && k < len(d.data.Classes) {
		return d.data.Classes[k]
	}
	return ""
}

// canonical returns path as an absolute path without links.
func canonical(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

// relative returns how path is called in folder, a canonical one, with / between the parts. The file itself may be a link, whose name counts.
func relative(folder, path string) (string, error) {
	if strings.Contains(path, "\r\n") {
		return "", fmt.Errorf("%q: a name with a line end of Windows can't stand in CSV", path)
	}
	dir, err := canonical(filepath.Dir(path))
	if err != nil {
		return "", at(path, err)
	}
	full := filepath.Join(dir, filepath.Base(path))
	if rel, err := filepath.Rel(folder, full); err == nil {
		return filepath.ToSlash(rel), nil
	}
	return filepath.ToSlash(full), nil // on another drive
}

// A placer puts a sample at a path where nothing is.
type placer func(s dataset.Sample, path string) error

// A splitFolder is a folder with manifests, or with folders of the parts.
type splitFolder struct {
	*outputFolder
	place placer // nil: manifests
}

func (o *splitFolder) write(ctx context.Context, d *division, tick func()) (err error) {
	if o.place == nil {
		err = o.manifests(d, tick)
	} else {
		err = o.folders(ctx, d, tick)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", o.final, err)
	}
	return o.finish()
}

func (o *splitFolder) manifests(d *division, tick func()) error {
	for k, name := range d.names {
		path := filepath.Join(o.dir, name+".csv")
		err := atomicfile.Write(path, func(w io.Writer) error { return d.manifest(w, o.dir, k, tick) })
		if err != nil {
			return err
		}
	}
	return nil
}

// folders puts each sample at part/class/name.
func (o *splitFolder) folders(ctx context.Context, d *division, tick func()) error {
	taken := map[string]bool{}
	for i, s := range d.data.Samples {
		if err := ctx.Err(); err != nil {
			return err
		}
		name, err := d.target(i, taken)
		if err != nil {
			return err
		}
		path := filepath.Join(o.dir, d.names[d.parts.Of[i]], name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return withoutPath(err)
		}
		if err := o.place(s, path); err != nil {
			return at(s.Name, err)
		}
		tick()
	}
	return nil
}

// target is class/name of a sample, where name is that below the class's folder in DATA.
func (d *division) target(i int, taken map[string]bool) (string, error) {
	s, class := d.data.Samples[i], d.class(i)
	if !isFileName(class) {
		return "", fmt.Errorf("%s: its class %q can't be a folder's name", s.Name, class)
	}
	name := fmt.Sprintf("%06d.png", i)
	if s.Path != "" {
		name = filepath.Base(s.Path)
		if rel, err := filepath.Rel(filepath.Join(d.data.Name, class), s.Path); err == nil && filepath.IsLocal(rel) {
			name = rel
		}
	}
	path := filepath.Join(class, name)
	for n := 2; taken[path]; n++ {
		ext := filepath.Ext(name)
		path = filepath.Join(class, fmt.Sprintf("%s_%d%s", strings.TrimSuffix(name, ext), n, ext))
	}
	taken[path] = true
	return path, nil
}

// copyFile copies a file as it is, and makes a PNG file of a picture in memory.
func copyFile(s dataset.Sample, path string) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if s.Path == "" {
		err = writePNG(out, s)
	} else {
		err = copyTo(out, s.Path)
	}
	return errors.Join(err, out.Close())
}

func copyTo(out *os.File, path string) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	_, err = io.Copy(out, in)
	return err
}

func writePNG(w io.Writer, s dataset.Sample) error {
	picture := new(tensor.Tensor)
	if err := s.Load(picture, imageio.Options{Alpha: imageio.Keep}); err != nil {
		return err
	}
	return png.Encode(w, picture, png.EncodeOptions{})
}

// linkFile makes a link with a relative path, so that data and parts can move together.
func linkFile(s dataset.Sample, path string) error {
	folder, err := canonical(filepath.Dir(path))
	if err != nil {
		return err
	}
	to, err := relative(folder, s.Path)
	if err != nil {
		return err
	}
	return os.Symlink(filepath.FromSlash(to), path)
}
