package dataset

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/tensor"
)

// An outputFormat is a kind of output.
type outputFormat struct {
	endings  []string
	name     string // for messages
	folder   bool   // no file
	pictures bool   // holds encoded pictures, too
	arrays   func(arrayEncoder) encoder
	compress bool // knows WriteOptions.Compress
	gzip     bool // may have .gz behind its ending
	// begin starts a file whose first record has the given index among all.
	begin func(w *Writer, f *atomicfile.File, first int) (sink, error)
	check func(w *Writer, r Item) error
}

// A sink writes the records of one file.
type sink interface {
	write(it *encodedItem) error
	close() error // writes what comes behind the records, and leaves the file open
	abort()       // forgets what the sink itself keeps; also behind close
}

// outputFormats returns all formats; the last one is the folder. It is a function so that a program that writes nothing isn't
// linked with what they need.
func outputFormats() []*outputFormat {
	return []*outputFormat{
		{endings: []string{".npz"}, name: "an .npz file", compress: true, begin: beginNPZ},
		{endings: []string{".safetensors"}, name: "a .safetensors file", begin: beginSafetensors},
		{endings: []string{".h5", ".hdf5"}, name: "an HDF5 file", begin: beginHDF5},
		{endings: []string{".parquet"}, name: "a .parquet file", pictures: true, compress: true, begin: beginParquet},
		{endings: []string{".arrow"}, name: "an .arrow file", pictures: true, compress: true, begin: beginArrow},
		{endings: []string{".tfrecord", ".tfrecords"}, name: "a .tfrecord file", pictures: true, arrays: looseArrays, gzip: true, begin: beginTFRecord},
		{endings: []string{".tar"}, name: "a .tar file", pictures: true, arrays: looseFiles, gzip: true, begin: beginTar},
		{endings: []string{".csv"}, name: "a .csv file", arrays: textArrays, gzip: true, begin: beginCSV},
		{folder: true, name: "a folder", pictures: true, arrays: looseFiles, check: checkFolder},
	}
}

func looseArrays(a arrayEncoder) encoder {
	a.loose = true
	return a
}

func looseFiles(a arrayEncoder) encoder {
	a.loose = true
	return npyEncoder{a}
}

func textArrays(a arrayEncoder) encoder { return textEncoder{a} }

// slow reports whether encoding is worth goroutines.
func (f *outputFormat) slow(e encoder) bool {
	switch e.(type) {
	case pictureEncoder, textEncoder:
		return true
	}
	return false
}

// wantNames is what path may end in.
const wantNames = "a name that ends in .npz, .safetensors, .h5, .parquet, .arrow, .tfrecord, .tar or .csv, or a folder's with / at its end"

// outputFormatOf finds the format of path, or returns nil.
func outputFormatOf(path string) *outputFormat {
	if path == "" {
		return nil
	}
	all := outputFormats()
	if isFolderName(path) {
		return all[len(all)-1]
	}
	name := strings.ToLower(path)
	if short, ok := strings.CutSuffix(name, ".tgz"); ok {
		name = short + ".tar.gz"
	}
	name, zipped := strings.CutSuffix(name, ".gz")
	for _, f := range all {
		if slices.Contains(f.endings, filepath.Ext(name)) && (f.gzip || !zipped) {
			return f
		}
	}
	return nil
}

// isFolderName reports whether path is a folder's: that it ends like one, or is one.
func isFolderName(path string) bool {
	if os.IsPathSeparator(path[len(path)-1]) || path[len(path)-1] == '/' {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// chooseFormat finds format and encoder, and checks schema and options.
func chooseFormat(path string, schema Schema, opt WriteOptions) (*outputFormat, encoder, error) {
	f := outputFormatOf(path)
	if f == nil {
		return nil, nil, mismatch(path, "create", wantNames, printable(filepath.Base(path)))
	}
	bad := func(want string, found any) (*outputFormat, encoder, error) {
		return nil, nil, mismatch(path, "create", want, fmt.Sprint(found))
	}
	switch {
	case opt.Quality < 0 || opt.Quality > 100:
		return bad("a quality from 1 to 100", opt.Quality)
	case opt.Workers < 0:
		return bad("no negative number of workers", opt.Workers)
	case opt.ShardItems < 0 || opt.ShardBytes < 0:
		return bad("no negative size of shards", min(int64(opt.ShardItems), opt.ShardBytes))
	case opt.Compress && !f.compress:
		return bad("a format that Compress knows, .npz, .parquet or .arrow (tar, TFRecord and CSV files are compressed if their name ends in .gz)", f.name)
	case int(opt.Layout) >= len(layouts) || int(opt.Pictures) >= len(pictureNames):
		return bad("a known layout and kind of pictures", fmt.Sprint(opt.Layout, " ", opt.Pictures))
	}
	if err := schema.Spec.Check("write"); err != nil {
		return nil, nil, failure(path, "create", err)
	}
	e, err := f.encoderFor(schema, opt)
	if err != nil {
		return nil, nil, failure(path, "create", err)
	}
	return f, e, nil
}

func (f *outputFormat) encoderFor(schema Schema, opt WriteOptions) (encoder, error) {
	kind, spec := opt.Pictures, schema.Spec
	if kind != AutoPictures && kind != Arrays && !f.pictures {
		return nil, fmt.Errorf("wanted a format that holds encoded pictures (a folder, .tar, .tfrecord, .parquet or .arrow) for %s, found %s", kind, f.name)
	}
	if kind == AutoPictures {
		kind = Arrays
		if f.pictures && isPicture(spec.Space) && (spec.DType == tensor.Uint8 || f.folder) {
			kind = PNG
		}
	}
	if kind == Arrays && opt.Pictures != Arrays && f.folder {
		return nil, &tensor.SpecError{Op: "folder", Want: "pictures (gray, rgb or either with alpha), or arrays by wish, which become .npy files", Got: spec}
	}
	if opt.Quality > 0 && kind != JPEG {
		return nil, fmt.Errorf("wanted JPEG pictures for a quality, found %s", kind)
	}
	if opt.Layout != NCHW && kind != Arrays {
		return nil, fmt.Errorf("wanted arrays for the layout %s, found %s", opt.Layout, kind)
	}
	if kind == Arrays {
		a := arrayEncoder{dtype: spec.DType, layout: opt.Layout}
		if f.arrays != nil {
			return f.arrays(a), nil
		}
		return a, nil
	}
	p := pictureEncoder{kind: kind, quality: opt.Quality}
	if p.quality == 0 {
		p.quality = defaultQuality
	}
	return p, p.check(spec)
}

// newTarget opens what records are written to.
func (w *Writer) newTarget() (writeTarget, error) {
	pattern, sharded, err := parsePattern(w.path)
	switch {
	case err != nil:
		return nil, err
	case w.format.folder && w.opt.ShardItems == 0 && w.opt.ShardBytes == 0:
		return newFolder(w)
	case sharded && !w.format.folder:
		return newShards(w, pattern)
	case w.opt.ShardItems > 0 || w.opt.ShardBytes > 0:
		return nil, mismatch(w.path, "create", "a name that stands for several files, such as out-%06d"+filepath.Ext(w.path)+", with a size of shards", "that of "+w.format.name)
	case w.opt.Resume:
		return nil, mismatch(w.path, "create", "a folder or shards, such as out-%06d"+filepath.Ext(w.path)+", to resume", "a single file, which is written as a whole")
	}
	return newSingle(w)
}

// A writeTarget is one file, a row of files or a folder. Its calls come in this order: write and skip; close; abort.
type writeTarget interface {
	write(it *encodedItem) error
	skip(s Skipped) error
	close() error
	abort()
}

// A shardPattern is a name with a number in it.
type shardPattern struct {
	dir          string
	before, tail string // of the file's name
	digits       int
	first, last  int
}

var (
	percentRE = regexp.MustCompile(`%(0?)([0-9]*)d`)
	bracesRE  = regexp.MustCompile(`\{([0-9]+)\.\.([0-9]+)\}`)
)

// name is that of shard i, counted from 0.
func (p shardPattern) name(i int) string {
	return fmt.Sprintf("%s%0*d%s", p.before, p.digits, p.first+i, p.tail)
}

// matches reports whether name is that of a shard.
func (p shardPattern) matches(name string) bool {
	middle, ok := strings.CutPrefix(name, p.before)
	if !ok {
		return false
	}
	middle, ok = strings.CutSuffix(middle, p.tail)
	return ok && len(middle) >= max(p.digits, 1) && strings.Trim(middle, "0123456789") == ""
}

// parsePattern looks for %06d or {000..099} in path.
func parsePattern(path string) (p shardPattern, ok bool, err error) {
	bad := func(want, found string) (shardPattern, bool, error) {
		return p, false, mismatch(path, "create", want, found)
	}
	dir, name := filepath.Split(path)
	percent, braces := percentRE.FindAllStringSubmatchIndex(name, -1), bracesRE.FindAllStringSubmatchIndex(name, -1)
	if percentRE.MatchString(dir) || bracesRE.MatchString(dir) {
		return bad("the number of a shard in the file's name", "one in the folder's")
	}
	p.dir = dir
	switch {
	case len(percent)+len(braces) == 0:
		return p, false, nil
	case len(percent)+len(braces) > 1:
		return bad("one number for the shard in the name", fmt.Sprint(len(percent)+len(braces)))
	case len(percent) == 1:
		m := percent[0]
		p.before, p.tail, p.last = name[:m[0]], name[m[1]:], 1<<31-1
		if digits := name[m[4]:m[5]]; digits != "" {
			if len(digits) > 2 || m[2] == m[3] || digits > "18" && len(digits) == 2 {
				return bad("a number as %06d, of 18 digits at most", name[m[0]:m[1]])
			}
			fmt.Sscan(digits, &p.digits) // one or two digits
		}
	default:
		m := braces[0]
		from, to := name[m[2]:m[3]], name[m[4]:m[5]]
		p.before, p.tail, p.digits = name[:m[0]], name[m[1]:], len(from)
		if len(from) > 18 || len(from) != len(to) || from > to {
			return bad("two numbers of as many digits, the smaller one first, as {000000..000099}", name[m[0]:m[1]])
		}
		fmt.Sscan(strings.TrimLeft(from[:len(from)-1], "0")+from[len(from)-1:], &p.first) // digits
		fmt.Sscan(strings.TrimLeft(to[:len(to)-1], "0")+to[len(to)-1:], &p.last)
	}
	return p, true, nil
}
