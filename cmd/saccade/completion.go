package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// An offer is what a shell offers when it completes a flag or an argument.
type offer = cobra.CompletionFunc

// values offers fixed values, each with what it means behind a tab.
func values(of ...string) offer {
	return cobra.FixedCompletions(of, cobra.ShellCompDirectiveNoFileComp)
}

// endings offers folders, and files with these endings.
func endings(of ...string) offer {
	return cobra.FixedCompletions(of, cobra.ShellCompDirectiveFilterFileExt)
}

// Offers that are no fixed values.
var (
	anyFile = cobra.FixedCompletions(nil, cobra.ShellCompDirectiveDefault)
	folders = cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs)
	nothing = offer(cobra.NoFileCompletions)
)

// Names of files, by what they hold.
var (
	models    = endings("saccade")
	pipelines = endings("yaml", "yml", "json")
	answers   = endings("csv", "jsonl", "parquet")
)

var presets = []string{"hog\tshape and colour", "pixels\tthe picture at 32×32"}

// flagOffers has what is offered for a flag of one verb, or of all that have it. A flag that isn't here takes any file's name
// if it is a text, and nothing that could be offered if it isn't.
var flagOffers = map[string]offer{
	"--cache":         folders,
	"--group":         nothing,
	"--input":         nothing,
	"--json":          endings("json"),
	"--log-format":    values("text\tfor people", "json\tan object a line"),
	"--model":         models,
	"--names":         nothing,
	"--pipeline":      pipelines,
	"--preset":        values(presets...),
	"--report":        endings("html"),
	"--root":          folders,
	"--save-pipeline": endings("json"),
	"--shard":         values("auto\tas Kubernetes, Slurm or AWS Batch say"),
	"--shard-size":    nothing,

	"train --activation":    values("relu\tmax(x, 0)", "tanh", "sigmoid", "leaky_relu\tx/100 below 0", "gelu\tx·Φ(x)"),
	"train --class-weights": values("balanced\teach class counts the same"),
	"train --init":          values("torch\tas torch.nn.Linear", "xavier\tGlorot's", "he\tHe's, for relu"),
	"train --loss":          values("cross_entropy", "focal\tsure answers count less", "squared_error", "hinge"),
	"train --optimizer":     values("sgd\twith momentum", "adamw", "lbfgs\tsoftmax regression only, all images at once"),
	"train --out":           models,
	"train --preset":        values(append(slices.Clone(presets), autoPreset+"\tlooks for features and a network")...),
	"train --sampler":       values("shuffle\teach image once", "balanced\teach class equally often"),
	"train --schedule": values("constant", "step\tfalls every few epochs", "cosine\tfalls along a cosine", "one_cycle\trises and falls",
		"plateau\tfalls when validation gets no better"),

	"classify --errors":   endings("jsonl"),
	"classify --on-error": onError,
	"classify --out":      answers,

	"preprocess --dtype":        values("uint8\t0..255", "float32"),
	"preprocess --image-format": values("png", "jpeg\tsmaller, not exact", "webp\tlossless", "array\tnumbers", "auto\tpng for uint8, else array"),
	"preprocess --layout":       values("nchw\tplanes", "nhwc\tinterleaved"),
	"preprocess --on-error":     values("skip\tleave the image out", "fail\tend the run"),
	"preprocess --out":          endings("npz", "safetensors", "h5", "parquet", "arrow", "tfrecord", "tar", "csv"),

	"inspect --pipeline": presetOr("yaml", "yml", "json"),
	"inspect --out":      endings("png"),
	"split --keep":       endings("csv"),
	"split --out":        endings("csv"),
	"export --out":       folders,
}

// argumentOffers has what is offered for the arguments of a verb, one after the other; the last is that of all that follow.
var argumentOffers = map[string][]offer{
	"train":      {anyFile, nothing},
	"classify":   {models, anyFile},
	"merge":      {endings("csv", "jsonl", "parquet", "npz", "safetensors", "arrow", "tfrecord", "tar", "h5", "gz")},
	"evaluate":   {models, anyFile, nothing},
	"preprocess": {anyFile, nothing},
	"plan":       {presetOr("yaml", "yml", "json", "saccade"), nothing},
	"inspect":    {anyFile, nothing},
	"stats":      {anyFile},
	"split":      {anyFile, nothing},
	"export":     {models, nothing},
	"man":        {folders, nothing},
}

// onError offers what a folder's name follows without a space before it.
func onError(_ *cobra.Command, _ []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if begun != "" && strings.HasPrefix(quarantinePrefix, begun) {
		return []cobra.Completion{quarantinePrefix}, cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
	}
	all := []cobra.Completion{"skip\ta row with an error", "fail\tend the run", quarantinePrefix + "\tskip, and copy the file to a folder"}
	return all, cobra.ShellCompDirectiveNoFileComp
}

// presetOr offers files with these endings, and presets when one has been begun.
func presetOr(of ...string) offer {
	return func(_ *cobra.Command, _ []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var fit []cobra.Completion
		for _, p := range presets {
			if begun != "" && strings.HasPrefix(p, begun) {
				fit = append(fit, p)
			}
		}
		if fit != nil {
			return fit, cobra.ShellCompDirectiveDefault
		}
		return of, cobra.ShellCompDirectiveFilterFileExt
	}
}

// addCompletion lets shells know what the verbs' flags and arguments take.
func addCompletion(root *cobra.Command) {
	offerFlags(root)
	for _, verb := range root.Commands() {
		offerFlags(verb)
		if of := argumentOffers[verb.Name()]; of != nil {
			verb.ValidArgsFunction = func(c *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
				return of[min(len(args), len(of)-1)](c, args, begun)
			}
		}
	}
}

func offerFlags(c *cobra.Command) {
	register := func(f *pflag.Flag) {
		if of := offerOf(c.Name(), f); of != nil {
			_ = c.RegisterFlagCompletionFunc(f.Name, of) // fails for flags that c hasn't
		}
	}
	c.LocalFlags().VisitAll(register)
}

// offerOf returns what is offered for a flag of a verb, or nil for any file's name.
func offerOf(verb string, f *pflag.Flag) offer {
	if of := flagOffers[verb+" --"+f.Name]; of != nil {
		return of
	}
	if of := flagOffers["--"+f.Name]; of != nil {
		return of
	}
	if f.Value.Type() == "string" {
		return nil
	}
	return nothing
}
