package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"github.com/spf13/cobra"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/internal/npy"
	"github.com/saccade-go/saccade/internal/safetensors"
	"github.com/saccade-go/saccade/tensor"
)

// Names of what export writes.
const (
	exportedWeights  = "weights.npz"
	exportedPipeline = "pipeline.yaml"
	exportedLearned  = "pipeline.safetensors"
	exportedClasses  = "classes.txt"
	exportedModel    = "model.json"
	exportedProgram  = "predict.py"
	exportedReadme   = "README.md"
)

func exportCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "export MODEL --out DIR",
		Short: "Write a model's parts for other programs",
		Long: `Export writes the parts of MODEL to the new folder DIR:

  weights.npz           all arrays, for numpy.load: layers.0.weight … and what the pipeline has learned
  pipeline.yaml         the pipeline, for --pipeline; it makes the same features as MODEL
  pipeline.safetensors  what the pipeline has learned, which pipeline.yaml refers to; if there is any
  classes.txt           the classes' names, a line each
  model.json            classes, network, temperature, settings and what was measured in training
  predict.py            the answers in NumPy, from features that saccade preprocess has written
  README.md             how all this belongs together`,
		Example: `  saccade export flowers.saccade --out flowers
  saccade preprocess photos --pipeline flowers/pipeline.yaml --out features.npz
  python flowers/predict.py features.npz > answers.csv`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return export(cmd.Context(), args[0], out) },
	}
	cmd.Flags().StringVar(&out, "out", "", "write to the new or empty folder `DIR` (required)")
	return cmd
}

func export(ctx context.Context, path, out string) error {
	if out == "" {
		return fmt.Errorf("wanted --out DIR, the folder to write to")
	}
	m, err := openModel(path)
	if err != nil {
		return err
	}
	folder, err := newOutputFolder(out)
	if err != nil {
		return err
	}
	defer folder.discard()
	if err := exportTo(folder.dir, m, filepath.Base(path)); err != nil {
		return fmt.Errorf("%s: %w", out, err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return folder.finish()
}

// exportTo writes all files to a folder.
func exportTo(dir string, m *saccade.Model, name string) error {
	pipeline, learned, err := m.Pipeline().SplitYAML(exportedLearned)
	if err != nil {
		return err
	}
	described, err := describeModel(m)
	if err != nil {
		return err
	}
	readme, err := exportReadme(m, name, learned)
	if err != nil {
		return err
	}
	files := map[string][]byte{
		exportedPipeline: pipeline, exportedModel: described, exportedReadme: readme, exportedProgram: predictPy,
		exportedClasses: []byte(strings.Join(visibleAll(m.Classes()), "\n") + "\n"),
	}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		write := func(w io.Writer) error { _, err := w.Write(files[file]); return err }
		if err := atomicfile.Write(filepath.Join(dir, file), write); err != nil {
			return err
		}
	}
	if len(learned) > 0 {
		write := func(w io.Writer) error { return safetensors.Write(w, learnedTensors(learned), nil) }
		if err := atomicfile.Write(filepath.Join(dir, exportedLearned), write); err != nil {
			return err
		}
	}
	return writeWeights(filepath.Join(dir, exportedWeights), m.Network().Params(), learned)
}

func visibleAll(texts []string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = visible(t)
	}
	return out
}

func learnedTensors(learned map[string]*tensor.Tensor) (all []safetensors.Tensor) {
	for _, name := range slices.Sorted(maps.Keys(learned)) {
		t := learned[name]
		all = append(all, safetensors.Of(name, t.F32, t.C, t.H, t.W))
	}
	return all
}

// writeWeights writes the network's parameters, and the pipeline's arrays under "pipeline.", as NumPy's savez does.
func writeWeights(path string, params []classifier.Param, learned map[string]*tensor.Tensor) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return withoutPath(err)
	}
	w := npy.NewWriter(f, false)
	err = func() error {
		for _, p := range params {
			if err := writeArray(w, p.Name, p.Data, p.Shape); err != nil {
				return err
			}
		}
		for _, name := range slices.Sorted(maps.Keys(learned)) {
			t := learned[name]
			if err := writeArray(w, "pipeline."+name, t.F32, []int{t.C, t.H, t.W}); err != nil {
				return err
			}
		}
		if err := w.Close(); err != nil {
			return err
		}
		return f.Sync()
	}()
	if closed := f.Close(); err == nil {
		err = closed
	}
	return withoutPath(err)
}

func writeArray(w *npy.Writer, name string, values []float32, shape []int) error {
	a, err := w.Array(name, "<f4", shape[1:], false)
	if err != nil {
		return err
	}
	if err := binary.Write(a, binary.LittleEndian, values); err != nil {
		return err
	}
	return a.Close(shape[0])
}

// An exportedNetwork describes the network as predict.py wants it.
type exportedNetwork struct {
	Inputs     int                   `json:"inputs"`
	Hidden     []int                 `json:"hidden"`
	Activation classifier.Activation `json:"activation"`
	BatchNorm  bool                  `json:"batch_norm"`
	Classes    int                   `json:"classes"`
}

func describeModel(m *saccade.Model) ([]byte, error) {
	n := m.Network()
	return json.MarshalIndent(struct {
		Classes       []string         `json:"classes"`
		Network       exportedNetwork  `json:"network"`
		Temperature   float64          `json:"temperature"`
		MinConfidence float64          `json:"min_confidence"`
		Settings      saccade.Settings `json:"settings"`
		Metrics       saccade.Metrics  `json:"metrics"`
	}{
		m.Classes(), exportedNetwork{n.Inputs(), append([]int{}, n.Hidden()...), n.Activation(), n.BatchNorm(), n.Classes()},
		m.Temperature(), m.MinConfidence(), m.Settings(), m.Metrics(),
	}, "", "  ")
}

var (
	//go:embed export/predict.py
	predictPy []byte
	//go:embed export/README.md.tmpl
	exportReadmeText string
)

var exportReadmeTemplate = template.Must(template.New("README").Parse(exportReadmeText))

// exportReadme says what is in the folder, with the sizes of this model.
func exportReadme(m *saccade.Model, name string, learned map[string]*tensor.Tensor) ([]byte, error) {
	type array struct{ Name, Shape string }
	data := struct {
		Model, Version      string
		Arrays              []array
		Inputs, Classes     int
		Hidden, Norm        bool
		Activation, Softmax string
		Learned             bool
	}{
		Model: visible(name), Version: version(), Inputs: m.Network().Inputs(), Classes: m.Network().Classes(),
		Hidden: len(m.Network().Hidden()) > 0, Norm: m.Network().BatchNorm(), Activation: m.Network().Activation().String(),
		Softmax: "z", Learned: len(learned) > 0,
	}
	if t := m.Temperature(); t != 1 {
		data.Softmax = fmt.Sprintf("z / %v", t)
	}
	for _, p := range m.Network().Params() {
		data.Arrays = append(data.Arrays, array{p.Name, times(p.Shape)})
	}
	for _, name := range slices.Sorted(maps.Keys(learned)) {
		t := learned[name]
		data.Arrays = append(data.Arrays, array{"pipeline." + name, times([]int{t.C, t.H, t.W})})
	}
	var b bytes.Buffer
	err := exportReadmeTemplate.Execute(&b, data)
	return b.Bytes(), err
}

// times writes sizes as 10×3072.
func times(shape []int) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(shape), "[]"), " ", "×")
}
