package saccade

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/featurefile"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// A CacheUse tells where the features of images came from; see TrainOptions.Cache.
type CacheUse struct {
	Path   string // the file in the cache
	Images int    // how many images have features there; those that failed are not counted
	Hit    bool   // the features were in the cache; otherwise they were computed
	// Kept says that they are in the cache now. They aren't if the file system failed for an image, if an image was changed
	// meanwhile, or if a stage panicked or failed with an error of its own kind: another time it may go better.
	Kept bool
	// Damaged, if not nil, says what was wrong with the file that was found in the cache. It has been made anew.
	Damaged error
}

// A cache is a folder of features for one run. What it has handed out is mapped until close.
type cache struct {
	dir   string
	onUse func(CacheUse)
	last  string // the key of the features handed out last; "" if they aren't kept
	files []*featurefile.File
}

// newCache makes the folder, if there is none. Without a name there is no cache.
func newCache(dir string, onUse func(CacheUse)) (*cache, error) {
	if dir == "" {
		return nil, nil
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("cache: %w", err)
	}
	return &cache{dir: dir, onUse: onUse}, nil
}

// close unmaps all features. A nil cache has none.
func (c *cache) close() error {
	if c == nil {
		return nil
	}
	var errs []error
	for _, f := range c.files {
		errs = append(errs, f.Close())
	}
	c.files = nil
	return errors.Join(errs...)
}

// features returns what p, of which plan is made, makes of the samples: a row for each that can be read.
func (c *cache) features(ctx context.Context, p *pipeline.Pipeline, plan *pipeline.Plan, samples []dataset.Sample, opt pipeline.Options, onImage func(of int)) (*featurefile.File, error) {
	key, certain, err := samplesKey(p, samples, opt.Limits)
	if err != nil {
		return nil, fmt.Errorf("cache: %w", err)
	}
	want := wanted{key: key, certain: certain, rows: len(samples), cols: plan.Out.Len()}
	file, use, err := c.get(ctx, want, func(w *featurefile.Writer) (keep bool, err error) {
		keep = true
		for _, r := range pipeline.MapUnordered(ctx, plan, samples, opt) {
			if r.Err != nil {
				w.Fail(r.Index, r.Err.Error())
				keep = keep && lasts(r.Err)
			} else if err := w.Put(r.Index, r.Tensor.F32); err != nil {
				return false, err
			}
			if onImage != nil {
				onImage(len(samples))
			}
		}
		again, certain, err := samplesKey(p, samples, opt.Limits)
		return keep && certain && again == key, err
	})
	if err == nil && c.onUse != nil {
		c.onUse(use)
	}
	return file, err
}

// through returns what the fitted steps, of which plan is made, make of the rows kept, which are those handed out last.
func (c *cache) through(ctx context.Context, steps *pipeline.Pipeline, plan *pipeline.Plan, kept classifier.Matrix, opt pipeline.Options) (classifier.Matrix, error) {
	h := newHash()
	fmt.Fprintf(h, "behind %s: %v\n", c.last, plan.In)
	if err := writePipeline(h, steps); err != nil {
		return classifier.Matrix{}, fmt.Errorf("cache: %w", err)
	}
	want := wanted{key: hexSum(h), certain: c.last != "", rows: kept.Rows, cols: plan.Out.Len()}
	file, _, err := c.get(ctx, want, func(w *featurefile.Writer) (keep bool, err error) {
		return true, putThrough(ctx, w, plan, kept, opt.Workers)
	})
	if err != nil {
		return classifier.Matrix{}, err
	}
	return matrix(file), nil
}

// putThrough writes what plan makes of the rows, some at a time.
func putThrough(ctx context.Context, w *featurefile.Writer, plan *pipeline.Plan, kept classifier.Matrix, workers int) error {
	const most = 4096
	x := classifier.NewMatrix(min(most, kept.Rows), plan.Out.Len())
	for first := 0; first < kept.Rows; first += most {
		x.Reset(min(most, kept.Rows-first), x.Cols)
		some := classifier.Matrix{Rows: x.Rows, Cols: kept.Cols, Data: kept.Data[first*kept.Cols:][:x.Rows*kept.Cols]}
		if err := plan.RunRows(ctx, x, some, workers); err != nil {
			return err
		}
		for i := range x.Rows {
			if err := w.Put(first+i, x.Row(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

func matrix(f *featurefile.File) classifier.Matrix {
	return classifier.Matrix{Rows: f.Rows, Cols: f.Cols, Data: f.X}
}

// wanted says which features are looked for. If their key isn't certain they are computed in any case, and not kept.
type wanted struct {
	key        string
	certain    bool
	rows, cols int
}

// get returns the features wanted, which compute writes if they aren't in the cache, and says whether they may be kept.
func (c *cache) get(ctx context.Context, want wanted, compute func(*featurefile.Writer) (keep bool, err error)) (*featurefile.File, CacheUse, error) {
	use := CacheUse{Path: featurefile.Path(c.dir, want.key)}
	file, err := c.look(want)
	if damaged, ok := errors.AsType[*featurefile.DamagedError](err); ok {
		use.Damaged, err = damaged, fs.ErrNotExist
	}
	switch {
	case err == nil:
		use.Hit, use.Kept = true, true
	case errors.Is(err, fs.ErrNotExist):
		file, use.Kept, err = c.make(ctx, want, compute)
	}
	if err != nil {
		return nil, use, err
	}
	use.Images = file.Rows
	c.files = append(c.files, file)
	if c.last = ""; use.Kept {
		c.last = want.key
	}
	return file, use, nil
}

func (c *cache) look(want wanted) (*featurefile.File, error) {
	if !want.certain {
		return nil, fs.ErrNotExist
	}
	return featurefile.Open(c.dir, want.key, want.rows, want.cols)
}

func (c *cache) make(ctx context.Context, want wanted, compute func(*featurefile.Writer) (keep bool, err error)) (file *featurefile.File, kept bool, err error) {
	w, err := featurefile.Create(c.dir, want.key, want.rows, want.cols)
	if err != nil {
		return nil, false, err
	}
	defer w.Abort()
	keep, err := compute(w)
	if ctx.Err() != nil {
		return nil, false, ctx.Err()
	}
	if err != nil {
		return nil, false, err
	}
	kept = keep && want.certain
	file, err = w.Finish(kept)
	return file, kept, err
}

// lasts reports whether a sample that failed with err will fail so as long as it stays the same.
func lasts(err error) bool {
	if _, ok := errors.AsType[*pipeline.PanicError](err); ok {
		return false
	}
	if e, ok := errors.AsType[*imageio.Error](err); ok {
		return e.Stage != "open" && e.Stage != "read"
	}
	_, ofStage := errors.AsType[*pipeline.StageError](err)
	_, ofData := errors.AsType[*dataset.Error](err)
	_, ofSpec := errors.AsType[*tensor.SpecError](err)
	return ofStage || ofData || ofSpec
}
