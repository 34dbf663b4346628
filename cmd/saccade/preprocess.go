package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

type preprocessFlags struct {
	list         inputFlags
	pipelineFile string
	preset       string
	model        string
	savePipeline string
	unlabelled   bool

	out       string
	dtype     string
	layout    string
	pictures  string
	quality   int
	shardSize string
	compress  bool
	json      string

	seed      uint64
	repeat    int
	resume    bool
	onError   string
	maxErrors int
	workers   int
	quiet     bool
}

func preprocessCommand() *cobra.Command {
	var f preprocessFlags
	cmd := &cobra.Command{
		Use:   "preprocess [DATA] --pipeline FILE|--preset NAME|--model MODEL --out OUT",
		Short: "Make a data set for other tools of a folder of images",
		Long: `Preprocess runs all images of DATA through a pipeline and writes what comes out, with labels and names of
classes. DATA is what train takes; without it, --manifest lists the images. The ending of --out says for whom:

  .npz                NumPy: images N×C×H×W, or features N×D; labels, classes, paths
  .safetensors        the same as tensors
  .h5                 the same as HDF5 arrays
  .parquet, .arrow    Hugging Face's datasets: image and label, or features and label
  .tfrecord           TensorFlow's Examples
  .tar                WebDataset
  .csv                path,label,f0,f1 … for features
  DIR/                a folder with one subfolder for each class

A name with a number in it, such as train-%06d.tar or train-{000000..000099}.tar, stands for several files of
--shard-size. A file appears under its name when it is complete, and only then replaces another one; shards and
folders never replace anything. A run into shards or a folder that was interrupted goes on with --resume, and ends
with the same bytes. The bytes don't depend on --workers.

With --shard 3/8, train.npz becomes train-00003-of-00008.npz, and beside it stands train-00003-of-00008.npz.done when
all is there. Saccade merge names the shards that are missing, and joins .npz, .safetensors and .csv files.

Images that can't be read are left out, named, and make the exit status 3. Numbers with --dtype uint8, and
pictures, are 255·v of a float32 v, rounded and clipped to 0..255; how much was clipped is said.

Random steps are left out, unless --repeat says how many times each image is drawn anew. Steps that learn, such as
standardize, learn from DATA; --save-pipeline keeps what they have learned for other data.`,
		Example: `  saccade preprocess photos/train --pipeline imagenet.yaml --out train.npz
  saccade preprocess photos/train --pipeline imagenet.yaml --out train.npz --layout nhwc --dtype uint8
  saccade preprocess photos/train --pipeline resize.yaml --out train.parquet --image-format jpeg
  saccade preprocess photos/train --pipeline resize.yaml --out 'train-%06d.tar' --shard-size 1000 --resume
  saccade preprocess photos/train --pipeline augment.yaml --out augmented/ --repeat 5 --seed 1
  saccade preprocess photos/train --preset hog --out features.csv
  saccade preprocess photos/test --model flowers.saccade --out features.safetensors
  saccade preprocess --manifest labels.csv --pipeline imagenet.yaml --out train.npz --shard 3/8`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.unused(cmd.Flags().Changed); err != nil {
				return err
			}
			return f.run(cmd.Context(), interruptible(cmd.Context(), cmd.InOrStdin()), cmd.ErrOrStderr(), args)
		},
	}
	addGroups(cmd, f.groups()...)
	cmd.MarkFlagsMutuallyExclusive("pipeline", "preset", "model")
	cmd.MarkFlagsOneRequired("pipeline", "preset", "model")
	return cmd
}

func (f *preprocessFlags) groups() []flagGroup {
	in, out, run := newGroup("What is made"), newGroup("How it is written"), newGroup("Run")
	in.StringVar(&f.pipelineFile, "pipeline", "", "run images through the pipeline in `FILE` (YAML or JSON)")
	in.StringVar(&f.preset, "preset", "", "run them through the preset `NAME`: "+strings.Join(saccade.PresetNames(), " or "))
	in.StringVar(&f.model, "model", "", "run them through the pipeline of `MODEL`, without its network")
	addInputs(in.FlagSet, &f.list)
	in.BoolVar(&f.unlabelled, "unlabelled", false, "take all images in DATA, whatever folders they are in, without labels")
	in.IntVar(&f.repeat, "repeat", 0, "write each image `N` times, with the random steps drawn anew each time (0: once, without them)")
	in.Uint64Var(&f.seed, "seed", 1, "`NUMBER` that random steps depend on")
	in.StringVar(&f.savePipeline, "save-pipeline", "", "write the pipeline, with what its steps have learned, to `FILE` as JSON")

	out.StringVar(&f.out, "out", "", "write to `OUT`, as its ending says (required)")
	out.StringVar(&f.dtype, "dtype", "", "write numbers as this `TYPE`, uint8 or float32 (default as the pipeline makes them)")
	out.StringVar(&f.layout, "layout", "nchw", "`ORDER` of the axes: nchw, planes, or nhwc, interleaved")
	out.StringVar(&f.pictures, "image-format", "", "hold pictures as `FORMAT`: png, jpeg, webp (lossless) or array, where the format can (default png for uint8, else array)")
	out.IntVar(&f.quality, "quality", 0, "`QUALITY` of JPEG files, 1 to 100 (default 90)")
	out.StringVar(&f.shardSize, "shard-size", "", "`SIZE` of a shard: a number of images, or bytes such as 500MB (default 500MB)")
	out.BoolVar(&f.compress, "compress", false, "smaller files in more time: .npz, .parquet, .arrow (others: a name that ends in .gz)")
	out.StringVar(&f.json, "json", "", "write what was done to `FILE` as JSON")

	run.BoolVar(&f.resume, "resume", false, "go on where an interrupted run ended that wrote the same shards or folder")
	run.StringVar(&f.onError, "on-error", "skip", "what a bad image does, `HOW`: skip (it is left out) or fail (end the run)")
	run.IntVar(&f.maxErrors, "max-errors", 0, "end the run after more than `N` bad images (0: never)")
	addCommon(run.FlagSet, &f.workers, &f.quiet)
	return []flagGroup{in, out, run}
}

// unused refuses flags that would do nothing.
func (f *preprocessFlags) unused(said func(flag string) bool) error {
	switch {
	case said("quality") && (f.quality < 1 || f.quality > 100):
		return fmt.Errorf("--quality: wanted 1 to 100, found %d", f.quality)
	case said("seed") && f.repeat == 0:
		return errors.New("--seed: wanted --repeat with it, as random steps are left out otherwise")
	}
	return nil
}

func (f *preprocessFlags) check() error {
	switch {
	case f.out == "":
		return errors.New("wanted --out OUT, the file, shards or folder to write")
	case f.onError != "skip" && f.onError != "fail":
		return fmt.Errorf("--on-error: wanted skip or fail, found %q", f.onError)
	case f.maxErrors < 0:
		return fmt.Errorf("--max-errors: wanted 0 or more, found %d", f.maxErrors)
	case f.repeat < 0 || f.repeat > maxRepeat:
		return fmt.Errorf("--repeat: wanted 0 to %d, found %d", maxRepeat, f.repeat)
	}
	for _, path := range []string{f.json, f.savePipeline} {
		if path == "" {
			continue
		}
		if err := atomicfile.Check(path); err != nil {
			return err
		}
	}
	return checkWorkers(f.workers)
}

// maxRepeat is more than anybody needs.
const maxRepeat = 1_000_000

func (f *preprocessFlags) run(ctx context.Context, stdin io.Reader, stderr io.Writer, paths []string) error {
	if err := firstError(f.checkInputs(paths), f.check()); err != nil {
		return err
	}
	opt, err := f.options()
	if err != nil {
		return err
	}
	p, classes, err := f.pipeline()
	if err != nil {
		return err
	}
	data, err := f.inputs(stdin, paths)
	if err != nil {
		return err
	}
	noteSkipped(stderr, data, f.quiet)
	r := preprocessing{flags: f, stderr: stderr, out: f.list.shard.file(f.out), data: f.withClasses(stderr, data, classes)}
	if r.plan, err = r.compile(ctx, p); err != nil {
		return err
	}
	schema, err := f.schema(r.plan.Out, r.data.Classes)
	if err != nil {
		return err
	}
	if dataset.Resumable(r.out) {
		opt.Key = r.key()
	}
	if err := r.unmark(); err != nil {
		return err
	}
	w, err := dataset.Create(r.out, schema, opt)
	if err != nil {
		return err
	}
	defer w.Abort()
	return r.write(ctx, w)
}

func (f *preprocessFlags) checkInputs(paths []string) error {
	if len(paths) > 0 && f.list.manifest != "" {
		return fmt.Errorf("--manifest: wanted it instead of DATA, found %q, too", paths[0])
	}
	return f.list.check(paths)
}

// inputs are the images to work on: those of the shard, with the classes of all.
func (f *preprocessFlags) inputs(stdin io.Reader, paths []string) (data *dataset.Dataset, err error) {
	switch {
	case f.list.manifest != "":
		data, err = f.list.files(stdin, nil)
	case f.unlabelled:
		data, err = f.list.files(stdin, paths)
	default:
		if data, err = dataset.Open(paths[0]); err == nil {
			data = data.Shard(f.list.shard.Shard)
		}
	}
	if err == nil && f.unlabelled {
		data.Classes = nil
		for i := range data.Samples {
			data.Samples[i].Label = -1
		}
	}
	return data, err
}

// pipeline returns also the classes of a model.
func (f *preprocessFlags) pipeline() (p *pipeline.Pipeline, classes []string, err error) {
	switch {
	case f.model != "":
		m, err := openModel(f.model)
		if err != nil {
			return nil, nil, err
		}
		return m.Pipeline(), m.Classes(), nil
	case f.preset != "":
		p, err = saccade.Preset(f.preset)
	default:
		p, err = readPipeline(f.pipelineFile)
	}
	if err == nil && f.repeat > 0 && !p.HasRandom() {
		err = errors.New("--repeat: wanted a pipeline with random steps, found one that makes the same each time")
	}
	return p, nil, err
}

// withClasses gives data the labels of the model's classes, if it has no others.
func (f *preprocessFlags) withClasses(stderr io.Writer, data *dataset.Dataset, classes []string) *dataset.Dataset {
	if classes == nil || f.unlabelled {
		return data
	}
	same, err := data.WithClasses(classes)
	if err == nil {
		return same
	}
	if !f.quiet {
		fmt.Fprintln(stderr, visible(fmt.Sprintf("labels are those of the data, not of the model: %v", err)))
	}
	return data
}

// schema is what the pipeline makes, as the flags want it.
func (f *preprocessFlags) schema(out tensor.Spec, classes []string) (dataset.Schema, error) {
	s := dataset.Schema{Spec: out, Classes: classes}
	if f.dtype != "" {
		if err := s.Spec.DType.UnmarshalText([]byte(f.dtype)); err != nil {
			return s, fmt.Errorf("--dtype: wanted uint8 or float32, found %q", f.dtype)
		}
	}
	return s, nil
}

func (f *preprocessFlags) options() (dataset.WriteOptions, error) {
	opt := dataset.WriteOptions{Quality: f.quality, Compress: f.compress, Workers: f.workers, Resume: f.resume}
	if err := opt.Layout.UnmarshalText([]byte(f.layout)); err != nil {
		return opt, fmt.Errorf("--layout: %w", err)
	}
	if f.pictures != "" {
		if err := opt.Pictures.UnmarshalText([]byte(f.pictures)); err != nil {
			return opt, fmt.Errorf("--image-format: %w", err)
		}
	}
	var err error
	opt.ShardItems, opt.ShardBytes, err = parseShardSize(f.shardSize)
	return opt, err
}

// parseShardSize reads a number of images, or of bytes with a unit; "" is neither.
func parseShardSize(text string) (items int, bytes int64, err error) {
	if text == "" {
		return 0, 0, nil
	}
	digits := strings.TrimRight(text, "BKMGTikmgtb ")
	n, err := strconv.ParseInt(digits, 10, 64)
	unit, known := shardUnits[strings.ToLower(strings.TrimSpace(text[len(digits):]))]
	if err != nil || !known || n < 1 || n > math.MaxInt64/unit || text == digits && n > math.MaxInt32 {
		return 0, 0, fmt.Errorf("--shard-size: wanted a number of images, such as 1000, or bytes, such as 500MB, found %q", text)
	}
	if text == digits {
		return int(n), 0, nil
	}
	return 0, n * unit, nil
}

var shardUnits = map[string]int64{
	"": 1, "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
}
