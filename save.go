package saccade

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/internal/safetensors"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// A model file is a safetensors file. Its tensors are the network's weights, "layers.0.weight" …, and what the
// pipeline's steps have learned, "pipeline.steps.4.mean" …. Its metadata has the rest as JSON.
const (
	modelFormat  = "saccade model"
	modelVersion = 2 // the latest: with a temperature or a min_confidence, which a program of version 1 would overlook
	plainVersion = 1 // without

	keyFormat   = "format"
	keyVersion  = "format_version"
	keyPipeline = "pipeline"
	keyNetwork  = "network"
	keyClasses  = "classes"
	keySettings = "settings"
	keyMetrics  = "metrics"
	keyChecksum = "checksum"

	keyTemperature   = "temperature"    // a number; 1 if there is none
	keyMinConfidence = "min_confidence" // a number; 0 if there is none

	pipelinePrefix = "pipeline."
)

// A FileError says what is wrong with a model file.
type FileError struct {
	Path string
	Err  error
}

func (e *FileError) Error() string { return fmt.Sprintf("%s: %v", e.Path, e.Err) }
func (e *FileError) Unwrap() error { return e.Err }

// Save writes the model to a file. It is written under another name and renamed, so that a run that is killed leaves
// no half model. The same model gives the same bytes.
func (m *Model) Save(path string) error {
	tensors, metadata, err := m.encode()
	if err != nil {
		return &FileError{path, err}
	}
	return atomicfile.Write(path, func(w io.Writer) error { return safetensors.Write(w, tensors, metadata) })
}

func (m *Model) encode() ([]safetensors.Tensor, map[string]string, error) {
	config, arrays, err := m.pipeline.Split()
	if err != nil {
		return nil, nil, err
	}
	metadata := map[string]string{keyFormat: modelFormat, keyVersion: strconv.Itoa(m.answering.version()), keyPipeline: string(config)}
	m.answering.write(metadata)
	for key, value := range map[string]any{
		keyNetwork:  network{m.network, 1},
		keyClasses:  m.classes,
		keySettings: m.settings,
		keyMetrics:  m.metrics,
	} {
		b, err := json.Marshal(value)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", key, err)
		}
		metadata[key] = string(b)
	}
	var tensors []safetensors.Tensor
	for _, p := range m.network.Params() {
		tensors = append(tensors, safetensors.Of(p.Name, p.Data, p.Shape...))
	}
	for _, name := range slices.Sorted(maps.Keys(arrays)) {
		a := arrays[name]
		tensors = append(tensors, safetensors.Of(pipelinePrefix+name, a.F32, a.C, a.H, a.W))
	}
	metadata[keyChecksum] = safetensors.Checksum(tensors, metadata, keyChecksum)
	return tensors, metadata, nil
}

// Open reads a model that Save wrote. A file that is cut, edited, foreign or of a later version is a *FileError.
func Open(path string) (*Model, error) { return OpenWith(path, pipeline.Standard()) }

// OpenWith is Open for a model whose pipeline has steps of the caller's own; see pipeline.Catalogue.With.
func OpenWith(path string, steps pipeline.Catalogue) (*Model, error) {
	f, err := safetensors.ReadFile(path)
	if err != nil {
		return nil, &FileError{path, notAModel(err)}
	}
	m, err := decodeModel(f, steps)
	if err != nil {
		return nil, &FileError{path, err}
	}
	return m, nil
}

// notAModel says what the file was wanted for, unless it couldn't even be opened. The path is left to *FileError.
func notAModel(err error) error {
	if e, ok := errors.AsType[*safetensors.Error](err); ok {
		e.Path = ""
		return fmt.Errorf("wanted a Saccade model: %w", e)
	}
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

func decodeModel(f *safetensors.File, steps pipeline.Catalogue) (*Model, error) {
	if err := checkFormat(f.Metadata); err != nil {
		return nil, err
	}
	if want := safetensors.Checksum(f.Tensors, f.Metadata, keyChecksum); f.Metadata[keyChecksum] != want {
		return nil, errors.New("the checksum is wrong: the file was changed after it was written")
	}
	var (
		described networkJSON
		classes   []string
		settings  Settings
		metrics   Metrics
	)
	for key, into := range map[string]any{keyNetwork: &described, keyClasses: &classes, keySettings: &settings, keyMetrics: &metrics} {
		if err := json.Unmarshal([]byte(f.Metadata[key]), into); err != nil {
			return nil, fmt.Errorf("metadata %q: wanted this program's JSON, found %w", key, err)
		}
	}
	a, err := readAnswering(f.Metadata)
	if err != nil {
		return nil, err
	}
	params, arrays, err := splitTensors(f)
	if err != nil {
		return nil, err
	}
	p, err := steps.Join([]byte(f.Metadata[keyPipeline]), arrays)
	if err != nil {
		return nil, fmt.Errorf("metadata %q: %w", keyPipeline, err)
	}
	net, err := classifier.FromParams(params, described.Activation)
	if err != nil {
		return nil, err
	}
	return newModel(p, net, classes, settings, metrics, a)
}

func checkFormat(metadata map[string]string) error {
	if metadata[keyFormat] != modelFormat {
		return fmt.Errorf("wanted a Saccade model, found a safetensors file of another program (its metadata has no %s = %q)", keyFormat, modelFormat)
	}
	version, err := strconv.Atoi(metadata[keyVersion])
	switch {
	case err != nil || version < 1:
		return fmt.Errorf("metadata %q: wanted a version, found %q", keyVersion, metadata[keyVersion])
	case version > modelVersion:
		return fmt.Errorf("wanted a model of format version %d or earlier, found version %d: a later Saccade wrote it", modelVersion, version)
	}
	return nil
}

// splitTensors takes the network's weights and the pipeline's arrays apart.
func splitTensors(f *safetensors.File) ([]classifier.Param, map[string]*tensor.Tensor, error) {
	var params []classifier.Param
	arrays := map[string]*tensor.Tensor{}
	for _, t := range f.Tensors {
		values, err := safetensors.Values[float32](t)
		if err != nil {
			return nil, nil, err
		}
		name, ofPipeline := strings.CutPrefix(t.Name, pipelinePrefix)
		if !ofPipeline {
			params = append(params, classifier.Param{Name: t.Name, Shape: t.Shape, Data: values})
			continue
		}
		if len(t.Shape) != 3 {
			return nil, nil, fmt.Errorf("tensor %q: wanted three sizes, found %v", t.Name, t.Shape)
		}
		spec := tensor.Spec{DType: tensor.Float32, C: t.Shape[0], H: t.Shape[1], W: t.Shape[2]}
		arrays[name] = &tensor.Tensor{Spec: spec, F32: values}
	}
	return params, arrays, nil
}
