package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/classifier"
)

// groups are the flags of train.
func (f *trainFlags) groups() []flagGroup {
	return []flagGroup{f.dataFlags(), f.networkFlags(), f.optimizerFlags(), f.lossFlags(), f.runFlags()}
}

func (f *trainFlags) dataFlags() flagGroup {
	g := newGroup("Images and features")
	g.StringVar(&f.out, "out", "", "write the model to `MODEL` (required, but for --find-lr)")
	g.StringVar(&f.pipelineFile, "pipeline", "", "make features as `FILE` says (YAML or JSON)")
	g.StringVar(&f.preset, "preset", saccade.DefaultPreset, "make features as the preset `NAME` says: "+presetNames())
	g.DurationVar(&f.budget, "budget", 0, "with --preset auto: look for no longer than `TIME`, such as 2m, the last training included (default 5m without --trials)")
	g.IntVar(&f.trials, "trials", 0, "with --preset auto: look for so many trainings, `N`; without --budget, the result is the same each time")
	g.StringVar(&f.val, "val", "", "measure each epoch on `PART|DATA`: a part of each class, such as 0.2 (0: none), or another DATA (default 0.1)")
	return g
}

func (f *trainFlags) networkFlags() flagGroup {
	g, c := newGroup("Network"), &f.config
	g.IntSliceVar(&c.Hidden, "hidden", nil, "hidden layers of these `SIZES`, such as 512,256; none: softmax regression")
	g.TextVar(&c.Activation, "activation", c.Activation, "`FUNCTION` between the layers: relu, tanh, sigmoid, leaky_relu or gelu")
	g.BoolVar(&c.BatchNorm, "batch-norm", false, "normalise by batches between the layers")
	g.Float64Var(&c.Dropout, "dropout", 0, "drop this `PART` of the hidden layers' outputs in each step")
	g.TextVar(&c.Init, "init", c.Init, "how the weights begin, `HOW`: torch, xavier or he")
	return g
}

func (f *trainFlags) optimizerFlags() flagGroup {
	g, c := newGroup("Optimizer"), &f.config
	g.TextVar(&c.Method, "optimizer", c.Method, "make steps by `METHOD`: sgd, adamw, or lbfgs (softmax regression only, all images at once)")
	g.Float64Var(&c.LR, "lr", c.LR, "learning `RATE`; adamw begins with 0.001")
	g.Float64Var(&c.Momentum, "momentum", c.Momentum, "momentum `FACTOR` of sgd")
	g.BoolVar(&c.Nesterov, "nesterov", false, "Nesterov's momentum")
	g.Float64Var(&c.WeightDecay, "weight-decay", c.WeightDecay, "weight decay `FACTOR` (L2)")
	g.Float64Var(&c.ClipNorm, "clip-norm", 0, "bound the `NORM` of the gradient (0: not)")
	g.TextVar(&c.Curve, "schedule", c.Curve, "how the learning rate changes, `HOW`: constant, step, cosine, one_cycle or plateau")
	g.Float64Var(&c.Warmup, "warmup", 0, "let the learning rate rise for so many `STEPS`, or, below 1, for this part of them")
	g.IntVar(&c.StepEvery, "step-every", 0, "with step: the learning rate falls every `N` epochs (default a third of them)")
	g.Float64Var(&c.StepFactor, "step-factor", 0, "with step: by this `FACTOR` (default 0.1)")
	g.Float64Var(&c.MinLR, "min-lr", 0, "with cosine and plateau: the learning rate doesn't fall below this `RATE`")
	g.IntVar(&c.PlateauPatience, "plateau-patience", 0, "with plateau: the learning rate falls after `N` epochs without a lower validation loss (default 2)")
	g.Float64Var(&c.PlateauFactor, "plateau-factor", 0, "with plateau: by this `FACTOR` (default 0.1)")
	g.Float64Var(&c.EMA, "ema", 0, "keep a moving average of the weights with this `DECAY`, such as 0.999 (0: not)")
	g.BoolVar(&f.findLR, "find-lr", false, "try growing learning rates, write them and their losses to standard output, suggest one, and train nothing")
	return g
}

func (f *trainFlags) lossFlags() flagGroup {
	g, c := newGroup("Loss and samples"), &f.config
	g.TextVar(&c.Kind, "loss", c.Kind, "measure mistakes by `LOSS`: cross_entropy, focal, squared_error or hinge")
	g.Float64Var(&c.LabelSmoothing, "label-smoothing", 0, "spread this `PART` of each label over all classes (cross_entropy)")
	g.Float64Var(&c.Gamma, "gamma", 0, "sure answers count less, by this `EXPONENT` (focal; 2 is usual)")
	g.Var(weightsFlag{&c.ClassWeights}, "class-weights", "how much each class counts, `WEIGHTS`: balanced, or numbers in the order of the classes' names: 1,2.5,1")
	g.TextVar(&c.Sampler, "sampler", c.Sampler, "take images, `HOW`: shuffle (each image once) or balanced (each class equally often)")
	g.Float64Var(&c.MixUp, "mixup", 0, "blend each image with another of its batch, by shares from Beta(`A`, A); 0.2 is usual (0: not)")
	g.Float64Var(&c.CutMix, "cutmix", 0, "paste a part of another image of the batch into each, by shares from Beta(`A`, A); 1 is usual (0: not)")
	g.BoolVar(&f.calibrate, "calibrate", false, "make the probabilities as sure as they are right, as seen on the held-out images (temperature scaling)")
	g.Var(&f.confidence, "min-confidence", "let the model give no class where the largest probability is below `P` (0: always give one)")
	return g
}

func (f *trainFlags) runFlags() flagGroup {
	g, c := newGroup("Run"), &f.config
	g.IntVar(&c.Epochs, "epochs", c.Epochs, "go through the images `N` times at most; lbfgs: make N iterations at most, 1000 unless said")
	g.IntVar(&c.Batch, "batch", c.Batch, "make a step for every `N` images")
	g.IntVar(&c.Patience, "patience", c.Patience, "end after `N` epochs without a lower validation loss (0: never)")
	g.Uint64Var(&c.Seed, "seed", c.Seed, "`NUMBER` that all random choices depend on")
	g.StringVar(&c.Checkpoint, "checkpoint", "", "keep the state of the training in `FILE`, from which the same command goes on after it was killed")
	addCache(g.FlagSet, &f.cache)
	addCommon(g.FlagSet, &f.workers, &f.quiet)
	return g
}

// fillIn gives settings that depend on others their defaults, unless they were said.
func (f *trainFlags) fillIn(said func(flag string) bool) {
	c := &f.config
	if c.Method == classifier.AdamW && !said("lr") {
		c.LR = 0.001
	}
	if c.Method == classifier.LBFGS && !said("epochs") {
		c.Epochs = 1000
	}
	if c.Curve == classifier.StepDecay {
		fill(&c.StepEvery, (c.Epochs+2)/3, said("step-every"))
		fill(&c.StepFactor, 0.1, said("step-factor"))
	}
	if c.Curve == classifier.Plateau {
		fill(&c.PlateauPatience, 2, said("plateau-patience"))
		fill(&c.PlateauFactor, 0.1, said("plateau-factor"))
	}
}

func fill[T any](v *T, usual T, said bool) {
	if !said {
		*v = usual
	}
}

// A weightsFlag is class weights on the command line.
type weightsFlag struct{ *classifier.ClassWeights }

func (f weightsFlag) Type() string { return "weights" }

func (f weightsFlag) String() string {
	if f.ClassWeights == nil || f.IsZero() {
		return ""
	}
	if f.Balanced {
		return "balanced"
	}
	return strings.Trim(fmt.Sprint(f.Each), "[]")
}

func (f weightsFlag) Set(text string) error {
	*f.ClassWeights = classifier.ClassWeights{Balanced: text == "balanced"}
	if f.Balanced {
		return nil
	}
	for field := range strings.SplitSeq(text, ",") {
		v, err := strconv.ParseFloat(strings.TrimSpace(field), 64)
		if err != nil {
			return fmt.Errorf("wanted balanced, or numbers with commas between them, found %q", text)
		}
		f.Each = append(f.Each, v)
	}
	return nil
}
