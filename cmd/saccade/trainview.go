package main

import (
	"fmt"
	"io"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
)

// A trainView shows a training: a bar while features are made and within an epoch, and a line for each epoch.
type trainView struct {
	w       io.Writer
	quiet   bool
	config  classifier.Config
	bar     *progress
	started bool // the epochs
}

func newTrainView(w io.Writer, quiet bool, c classifier.Config) *trainView {
	return &trainView{w: w, quiet: quiet, config: c, bar: newProgress(w, true, "", 0)}
}

// attach lets the view hear of everything.
func (v *trainView) attach(opt *saccade.TrainOptions) {
	done, of := 0, 0
	opt.OnImage = func(total int) {
		if done == of {
			v.bar.finish()
			done, of = 0, total
			v.bar = newProgress(v.w, v.quiet, "features", total)
		}
		done++
		v.bar.add(1)
	}
	opt.OnFailure = func(s dataset.Sample, err error) {
		v.bar.failed(s.Name, err)
	}
	opt.OnCache = func(u saccade.CacheUse) { noteCache(v.bar, u, v.quiet) }
	opt.Config.OnBatch = v.batch
	opt.Config.OnEpoch = v.epoch
}

func (v *trainView) batch(s classifier.BatchStats) {
	if s.Batch == 1 {
		v.bar.finish()
		v.begin(s.Epoch)
		v.bar = newProgress(v.w, v.quiet, fmt.Sprintf("epoch %d", s.Epoch), s.Samples)
	}
	v.bar.note("epoch %d/%d  loss %.4f  accuracy %.1f %%", s.Epoch, v.config.Epochs, s.Loss, 100*s.Accuracy)
	v.bar.set(s.Done)
}

// begin writes the table's head before its first epoch.
func (v *trainView) begin(epoch int) {
	if v.started {
		return
	}
	v.started = true
	if v.quiet {
		return
	}
	if epoch > 1 {
		fmt.Fprintf(v.w, "going on from %s after epoch %d\n", visible(v.config.Checkpoint), epoch-1)
	}
	if _, ok := v.w.(*jsonLog); ok {
		return // its records have names for what the columns are
	}
	fmt.Fprintf(v.w, "%8s %10s %10s %10s %10s %8s%s\n", "epoch", "loss", "accuracy", "val loss", "val acc.", "seconds", v.rate("lr"))
}

// rate is the column of the learning rate, which only a schedule has.
func (v *trainView) rate(text string) string {
	if v.config.Curve == classifier.Constant && v.config.Warmup == 0 {
		return ""
	}
	return fmt.Sprintf(" %10s", text)
}

func (v *trainView) epoch(s classifier.EpochStats) {
	v.bar.finish()
	if v.quiet {
		return
	}
	if log, ok := v.w.(*jsonLog); ok {
		log.epoch(s, v.config.Epochs)
		return
	}
	val := fmt.Sprintf("%10s %10s", "–", "–")
	if s.Val != nil {
		val = fmt.Sprintf("%10.4f %8.2f %%", s.Val.Loss, 100*s.Val.Accuracy)
	}
	fmt.Fprintf(v.w, "%8s %10.4f %8.2f %% %s %8.1f%s\n", fmt.Sprintf("%d/%d", s.Epoch, v.config.Epochs), s.Train.Loss, 100*s.Train.Accuracy, val, s.Seconds, v.rate(fmt.Sprintf("%.3g", s.LR)))
}

// end says if there was nothing to do. err is what training ended with.
func (v *trainView) end(err error) {
	v.bar.finish()
	if err == nil && !v.started && !v.quiet && v.config.Checkpoint != "" {
		fmt.Fprintf(v.w, "%s has a training that has ended\n", visible(v.config.Checkpoint))
	}
}
