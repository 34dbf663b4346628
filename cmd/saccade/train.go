package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/internal/spell"
	"github.com/saccade-go/saccade/pipeline"
)

type trainFlags struct {
	out          string
	pipelineFile string
	preset       string
	val          string
	cache        string
	budget       time.Duration
	trials       int
	findLR       bool
	calibrate    bool
	confidence   confidenceFlag
	config       classifier.Config
	workers      int
	quiet        bool
}

func trainCommand() *cobra.Command {
	f := trainFlags{config: saccade.DefaultConfig()}
	cmd := &cobra.Command{
		Use:   "train DATA --out MODEL",
		Short: "Train a classifier on a folder of images",
		Long: `Train learns to tell the classes of DATA apart and writes the model, preprocessing included,
to one file.

DATA is a folder with one subfolder of images for each class; a list of files with classes (CSV, JSON
lines); tar (WebDataset), Parquet, Arrow, TFRecord, NPZ, NPY, safetensors or CIFAR files: one, a folder
of them, or a pattern such as 'train-{000000..000009}.tar'; or a prefix such as mnist/train that names
mnist/train-images-idx3-ubyte[.gz] and mnist/train-labels-idx1-ubyte[.gz]. Of a file or folder with
several splits one is named: mnist.npz/train.

Before training, a tenth of each class is held out; --val says otherwise. The weights of the
epoch with the lowest loss on the held-out images are kept, and training ends when that loss
hasn't become better for some epochs (--patience).

Images become features by a preset (` + presetNames() + `) or by a pipeline from a YAML or JSON file.
Hog looks at shapes and colours, pixels at the picture itself, made small. Auto looks for features and a network: it tries many on held-out images, for as long as --budget says, prints
how good they were, and trains the best ones again on all images.`,
		Example: `  saccade train photos/train --out flowers.saccade
  saccade train mnist/train --out mnist.saccade --pipeline examples/pipelines/mnist.yaml --hidden 512
  saccade train photos/train --out flowers.saccade --preset auto --budget 2m
  saccade train photos/train --out flowers.saccade --hidden 256 --dropout 0.3 --optimizer adamw --schedule cosine`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.preset == autoPreset {
				return f.runSearch(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), args[0], cmd.Flags())
			}
			if cmd.Flags().Changed("budget") || cmd.Flags().Changed("trials") {
				return errors.New("--budget, --trials: wanted --preset auto with them")
			}
			f.fillIn(cmd.Flags().Changed)
			if f.findLR {
				return f.runFindLR(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), args[0])
			}
			return f.run(cmd.Context(), cmd.ErrOrStderr(), args[0])
		},
	}
	addGroups(cmd, f.groups()...)
	cmd.MarkFlagsMutuallyExclusive("pipeline", "preset")
	return cmd
}

func (f *trainFlags) run(ctx context.Context, stderr io.Writer, dataPath string) error {
	if err := f.check(); err != nil {
		return err
	}
	opt, err := f.options()
	if err != nil {
		return err
	}
	data, err := dataset.Open(dataPath)
	if err != nil {
		return err
	}
	noteSkipped(stderr, data, f.quiet)
	view := newTrainView(stderr, f.quiet, f.config)
	view.attach(&opt)
	if f.cache != "" && opt.Pipeline.HasRandom() && !f.quiet {
		fmt.Fprintln(stderr, "the pipeline has random steps: images to train on are read in each epoch, the cache is for the held-out ones")
	}
	model, err := saccade.TrainOn(ctx, data, opt)
	view.end(err)
	if model == nil {
		return err
	}
	if err := model.Save(f.out); err != nil {
		return err
	}
	if err != nil {
		return fmt.Errorf("%w; %s has the weights of epoch %d", err, f.out, model.Metrics().History.Best)
	}
	if !f.quiet {
		fmt.Fprintln(stderr, visible(summary(model, f.out)))
	}
	return someFailed(stderr, model.Metrics().Failed, "image")
}

// runFindLR writes the points of the range test as CSV.
func (f *trainFlags) runFindLR(ctx context.Context, stdout, stderr io.Writer, dataPath string) error {
	if err := checkWorkers(f.workers); err != nil {
		return err
	}
	opt, err := f.options()
	if err != nil {
		return err
	}
	data, err := dataset.Open(dataPath)
	if err != nil {
		return err
	}
	noteSkipped(stderr, data, f.quiet)
	view := newTrainView(stderr, f.quiet, f.config)
	view.attach(&opt)
	curve, err := saccade.FindLR(ctx, data, opt, classifier.DefaultLRFinder())
	view.end(err)
	if err != nil {
		return err
	}
	fmt.Fprintln(stdout, "lr,loss,smoothed")
	for _, p := range curve.Points {
		fmt.Fprintf(stdout, "%.6g,%.6g,%.6g\n", p.LR, p.Loss, p.Smoothed)
	}
	if !f.quiet {
		fmt.Fprintln(stderr, suggestion(curve))
	}
	return nil
}

func suggestion(c classifier.LRCurve) string {
	if c.Suggestion == 0 {
		return "the loss fell at no learning rate: no suggestion"
	}
	return fmt.Sprintf("the loss falls fastest at --lr %.2g", c.Suggestion)
}

// check finds before the training what would be found only after it.
func (f *trainFlags) check() error {
	if f.out == "" {
		return errors.New("wanted --out MODEL, the file to write the model to")
	}
	if info, err := os.Stat(f.out); err == nil && info.IsDir() {
		return fmt.Errorf("--out: wanted a file, found the folder %s", f.out)
	}
	if _, err := os.Stat(filepath.Dir(f.out)); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("--out: wanted a folder that exists, found %s", f.out)
	}
	if err := checkWorkers(f.workers); err != nil {
		return err
	}
	return atomicfile.Check(f.out)
}

func (f *trainFlags) options() (saccade.TrainOptions, error) {
	opt := saccade.TrainOptions{Config: &f.config, Workers: f.workers, Cache: f.cache, Calibrate: f.calibrate, MinConfidence: f.confidence.p}
	var err error
	if f.pipelineFile != "" {
		opt.Pipeline, err = readPipeline(f.pipelineFile)
	} else {
		if opt.Pipeline, err = saccade.Preset(f.preset); err != nil {
			err = fmt.Errorf("--preset: wanted one of %s, found %q%s", presetNames(), f.preset, spell.Perhaps(f.preset, presetList()))
		}
	}
	if err != nil || f.val == "" {
		return opt, err
	}
	if part, notNumber := strconv.ParseFloat(f.val, 64); notNumber == nil {
		if !(part >= 0 && part < 1) {
			return opt, fmt.Errorf("--val: wanted a part from 0 to below 1, or DATA, found %q", f.val)
		}
		opt.ValFraction = part
		if part == 0 {
			opt.ValFraction = -1
		}
		return opt, nil
	}
	opt.Val, err = dataset.Open(f.val)
	return opt, err
}

// maxPipelineFile is far more than any pipeline with what it learned written out has. Reading takes about seventy times
// as much memory.
const maxPipelineFile = 8 << 20

// readPipeline reads a YAML or JSON file.
func readPipeline(path string) (*pipeline.Pipeline, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, at(path, err)
	}
	found := ""
	switch _, isModel := look(path); {
	case info.IsDir():
		found = "a folder"
	case !info.Mode().IsRegular():
		found = "no regular file"
	case isModel:
		found = "a model"
	case info.Size() > maxPipelineFile:
		found = fmt.Sprintf("%d bytes, more than %d", info.Size(), maxPipelineFile)
	}
	if found != "" {
		return nil, fmt.Errorf("%s: wanted a file with a pipeline in YAML or JSON, found %s", path, found)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, at(path, err)
	}
	p, err := parsePipeline(b, filepath.Dir(path))
	if err != nil {
		return nil, prefixAll(path, err)
	}
	return p, nil
}

// prefixAll puts the file's name before each of the joined errors.
func prefixAll(path string, err error) error {
	all, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return fmt.Errorf("%s: %w", path, err)
	}
	var errs []error
	for _, e := range all.Unwrap() {
		errs = append(errs, fmt.Errorf("%s: %w", path, e))
	}
	return errors.Join(errs...)
}

func summary(m *saccade.Model, path string) string {
	h := m.Metrics().History
	best := h.Epochs[h.Best-1]
	if best.Val == nil {
		return fmt.Sprintf("%s: trained on %d images, loss %.4f, accuracy %.2f %%",
			path, m.Metrics().Train, best.Train.Loss, 100*best.Train.Accuracy)
	}
	text := fmt.Sprintf("%s: trained on %d images; on %d held-out ones loss %.4f, accuracy %.2f %% (epoch %d)",
		path, m.Metrics().Train, m.Metrics().Val, best.Val.Loss, 100*best.Val.Accuracy, h.Best)
	if t := m.Temperature(); t != 1 {
		text += fmt.Sprintf("; calibrated with temperature %.4g", t)
	}
	return text
}
