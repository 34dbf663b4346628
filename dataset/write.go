package dataset

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/tensor"
)

// A Item is a sample as a [Writer] takes it.
type Item struct {
	Name   string         // what it was made from: a path, or Sample.Name
	Label  int            // the index of its class in Schema.Classes; -1 if it isn't known
	Tensor *tensor.Tensor // the picture or the features; Write doesn't keep it
}

// A Schema says what is written.
type Schema struct {
	// Spec is that of the tensors as they are written. H or W may be 0, not known: then all records have the first one's
	// size, or, in a format that holds pictures, each has its own. Tensors of another dtype are converted: float32 becomes
	// uint8 by 255·v, rounded to the nearest and clipped to 0..255, NaN becomes 0; uint8 becomes float32 by v/255.
	Spec tensor.Spec
	// Classes has the names of the classes, nil if there are no labels.
	Classes []string
}

// vector reports whether tensors are feature vectors, D×1×1.
func (s Schema) vector() bool {
	return s.Spec.Space == tensor.None && s.Spec.H == 1 && s.Spec.W == 1
}

// WriteOptions say how a [Writer] writes. The zero value is the default.
type WriteOptions struct {
	// Layout is NCHW, as tensors are, or NHWC: that of arrays.
	Layout Layout
	// Pictures says how formats that can hold encoded pictures (folders, tar, TFRecord, Parquet, Arrow) hold them.
	Pictures Pictures
	// Quality is that of JPEG files, 1 to 100; 0 means 90.
	Quality int
	// Compress makes smaller files in more time: deflate in .npz, Zstandard in .parquet and .arrow. Other formats refuse it;
	// .gz at the end of a name compresses tar, TFRecord and CSV files.
	Compress bool
	// ShardItems and ShardBytes bound the files of a name that stands for several: whichever is reached first. Bytes are those
	// of the records' values or encoded pictures. If both are 0, ShardBytes is 500 MB.
	ShardItems int
	ShardBytes int64
	// Workers is how many pictures are encoded at a time; 0 means one for each processor. The bytes don't depend on it.
	Workers int
	// Resume goes on where a run ended that was interrupted, in a folder or in shards. Key says what the records are: a run
	// is only resumed by one with the same Key, schema and options. See [Writer.Done].
	Resume bool
	Key    string
}

// A Layout is the order of an array's axes.
type Layout uint8

const (
	NCHW Layout = iota // planes: N×C×H×W
	NHWC               // interleaved: N×H×W×C
)

// Pictures is a way to hold pictures.
type Pictures uint8

const (
	// AutoPictures is PNG for uint8 pictures, and in folders; all else are arrays.
	AutoPictures Pictures = iota
	PNG                   // lossless; gray, rgb and either with alpha
	JPEG                  // small; baseline, chroma halved in both directions
	WebP                  // lossless, smaller than PNG; up to 16383 rows and columns
	Arrays                // numbers: .npy files in folders and tar, lists elsewhere
)

var (
	layouts      = [...]string{NCHW: "nchw", NHWC: "nhwc"}
	pictureNames = [...]string{AutoPictures: "auto", PNG: "png", JPEG: "jpeg", WebP: "webp", Arrays: "array"}
)

func (l Layout) String() string   { return nameOf(layouts[:], int(l)) }
func (p Pictures) String() string { return nameOf(pictureNames[:], int(p)) }

// MarshalText writes "nchw" or "nhwc".
func (l Layout) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads what MarshalText writes; case doesn't matter.
func (l *Layout) UnmarshalText(text []byte) error {
	i, err := indexOf(layouts[:], string(text))
	*l = Layout(i)
	return err
}

// MarshalText writes "auto", "png", "jpeg", "webp" or "array".
func (p Pictures) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what MarshalText writes; case doesn't matter.
func (p *Pictures) UnmarshalText(text []byte) error {
	i, err := indexOf(pictureNames[:], string(text))
	*p = Pictures(i)
	return err
}

func indexOf(names []string, text string) (int, error) {
	i := slices.IndexFunc(names, func(name string) bool { return strings.EqualFold(name, text) })
	if i < 0 {
		return 0, fmt.Errorf("wanted %s, found %q", strings.Join(names, ", "), text)
	}
	return i, nil
}

func nameOf(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return fmt.Sprint(i)
}

// A ItemError says why a record isn't written. The writer can go on with the next one.
type ItemError struct {
	Name string // the record's
	Err  error
}

func (e *ItemError) Error() string { return printable(e.Name) + ": write: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *ItemError) Unwrap() error { return e.Err }

// Stats are what a [Writer] has done so far, with what was there already when it resumed.
type Stats struct {
	Items   int         // written
	Skipped []Skipped   // in their order
	Files   int         // those that have their name
	Bytes   int64       // of values and encoded pictures
	Values  int64       // numbers in all tensors
	Clipped int64       // of these, how many were out of range when they became uint8: 255·v rounds to none of 0..255
	Renamed int         // files and classes whose names couldn't stay, in folders
	Spec    tensor.Spec // of the records; H or W 0 if they differ or there are none
}

// Skipped is a record that could not be made or written.
type Skipped struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// A Writer writes records to a file, to a row of files (shards) or to a folder, in the order in which they come. Its memory
// doesn't grow with them, but for the names of files in folders (about 30 bytes for each). The same records and options
// give the same bytes: there are no time stamps, and it makes no difference how many pictures are encoded at a time.
//
// A file appears under its name when it is complete, and replaces one of this name only then; a process that is killed leaves
// a hidden one behind, which the next Writer of that name removes. Shards appear one by one. A Writer is for one goroutine.
type Writer struct {
	path    string
	schema  Schema
	opt     WriteOptions
	format  *outputFormat
	encoder encoder
	relay   *relay
	target  writeTarget
	stats   Stats
	done    int
	err     error // the first one of the output, which is final
	over    bool
}

// Create begins to write to path. Its ending says in which format:
//
//	.npz            NumPy: arrays images N×C×H×W or features N×D, labels, classes, paths
//	.safetensors    the same as tensors; paths is JSON in UTF-8, classes stand in the metadata
//	.h5 .hdf5       the same as HDF5 arrays
//	.parquet .arrow as Hugging Face has it: image and label, or features and label
//	.tfrecord       TensorFlow's Examples: image/encoded, image/class/label …
//	.tar            WebDataset: 000000000.png, .cls, .json …
//	.csv            path, label, f0, f1 …
//	folder/         a folder with one subfolder for each class
//
// .tar, .tfrecord and .csv may have .gz behind them. A name with a number in it, as out-%06d.tar or
// out-{000000..000099}.tar, stands for shards, and is good for every format. In shards and folders nothing is replaced: if
// there is any of them already, Create refuses, unless it resumes.
func Create(path string, schema Schema, opt WriteOptions) (*Writer, error) {
	f, encoder, err := chooseFormat(path, schema, opt)
	if err != nil {
		return nil, err
	}
	w := &Writer{path: path, schema: schema, opt: opt, format: f, encoder: encoder}
	w.stats.Spec = encoder.spec(schema.Spec)
	if w.target, err = w.newTarget(); err != nil {
		return nil, err
	}
	w.relay = newRelay(encoder, f.slow(encoder), opt.Workers, w.take)
	return w, nil
}

// Resumable reports whether Create writes to path in parts, shards or the files of a folder, so that a run that was interrupted
// can go on.
func Resumable(path string) bool {
	if path == "" {
		return false
	}
	_, sharded, err := parsePattern(path)
	return err == nil && sharded || isFolderName(path)
}

// Done returns how many records, written and skipped, there were already when the writer resumed: the caller goes on with the
// next one.
func (w *Writer) Done() int { return w.done }

// Stats returns what was done so far. Items that are still being encoded don't count yet; after Close, all do.
func (w *Writer) Stats() Stats { return w.stats }

// Write writes a record. One that can't be written is a *[ItemError]: nothing of it is written, and it should be told to
// Skip. Any other error is the output's, maybe of an earlier record, and final. A record whose encoder fails later, which is a
// mistake in the encoder, is skipped: see Stats.
func (w *Writer) Write(r Item) error {
	if err := w.usable(); err != nil {
		return err
	}
	if err := w.check(r); err != nil {
		return &ItemError{r.Name, err}
	}
	err := w.relay.submit(r)
	if refused := (*ItemError)(nil); errors.As(err, &refused) {
		return err
	}
	return w.keep(err)
}

// Skip notes that a record can't be made or written. It counts where it stands among the others, so that an interrupted run goes
// on at the right place.
func (w *Writer) Skip(name string, reason error) error {
	if err := w.usable(); err != nil {
		return err
	}
	return w.keep(w.relay.skip(Skipped{name, reason.Error()}))
}

// Close writes what comes at the end and gives the output its name. If it fails, or something failed before, there is no
// output, but for shards and files that are complete.
func (w *Writer) Close() error {
	if err := w.usable(); err != nil {
		w.Abort()
		return err
	}
	err := w.relay.drain()
	if err == nil {
		err = w.target.close()
	}
	w.keep(err)
	w.Abort()
	return err
}

// Abort gives up: what is incomplete disappears. It does nothing behind Close, so it can be deferred.
func (w *Writer) Abort() {
	if !w.over {
		w.over = true
		w.relay.stop()
		w.target.abort()
	}
}

var errOver = errors.New("writer: it has been closed")

func (w *Writer) usable() error {
	if w.err == nil && w.over {
		return errOver
	}
	return w.err
}

// keep remembers an error of the output.
func (w *Writer) keep(err error) error {
	if w.err == nil {
		w.err = err
	}
	return err
}

// check refuses what can't be written. Nothing fails behind it but the output.
func (w *Writer) check(r Item) error {
	if r.Tensor == nil {
		return errors.New("wanted a tensor, found none")
	}
	if w.schema.Classes != nil && (r.Label < -1 || r.Label >= len(w.schema.Classes)) {
		return fmt.Errorf("wanted a label from -1 to %d, found %d", len(w.schema.Classes)-1, r.Label)
	}
	got, want := r.Tensor.Spec, w.stats.Spec
	if err := r.Tensor.Expect("write", got); err != nil {
		return err
	}
	want.DType = got.DType
	if want.H == 0 {
		want.H = got.H
	}
	if want.W == 0 {
		want.W = got.W
	}
	if got != want || !got.Known() {
		return &tensor.SpecError{Op: "write", Want: want.String() + w.because(), Got: got}
	}
	if err := w.encoder.check(got); err != nil {
		return err
	}
	if w.format.check != nil {
		if err := w.format.check(w, r); err != nil {
			return err
		}
	}
	if w.encoder.fixed() && !w.stats.Spec.Known() {
		w.stats.Spec.H, w.stats.Spec.W = got.H, got.W
		w.schema.Spec = w.stats.Spec
	}
	return nil
}

// because says where a size comes from that isn't the schema's.
func (w *Writer) because() string {
	if w.encoder.fixed() {
		return ", as all records in " + w.format.name + " have one size"
	}
	return ""
}

// take is given records, encoded, and skipped ones, in their order.
func (w *Writer) take(it *encodedItem) error {
	if it.skipped != nil {
		w.stats.Skipped = append(w.stats.Skipped, *it.skipped)
		return w.target.skip(*it.skipped)
	}
	if err := w.target.write(it); err != nil {
		return err
	}
	w.stats.Items++
	w.stats.Bytes += int64(len(it.payload))
	w.stats.Values += int64(it.spec.Len())
	w.stats.Clipped += it.clipped
	return nil
}

// An item is a record on its way.
type encodedItem struct {
	name    string
	label   int
	spec    tensor.Spec // as it is written
	payload []byte      // values in the layout, little-endian; or an encoded picture
	clipped int64
	skipped *Skipped // set: there is no record
}
