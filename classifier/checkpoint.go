package classifier

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/safetensors"
)

// A CheckpointError says what is wrong with the file of [Training.Checkpoint].
type CheckpointError struct {
	Path string
	Err  error
}

func (e *CheckpointError) Error() string {
	return fmt.Sprintf("checkpoint %s: %s", e.Path, strings.TrimPrefix(e.Err.Error(), e.Path+": "))
}
func (e *CheckpointError) Unwrap() error { return e.Err }

// A checkpoint keeps the state of a training in a safetensors file. nil keeps nothing.
//
// Its arrays are "params" and "best", as [Network.Params] has them one behind the other, "average" if there is one, and
// what the optimizer keeps, "optimizer.velocity" …. Its metadata says as JSON which training it is and what else it knows.
type checkpoint struct {
	path  string
	about map[string]string // which training it is
	saved time.Time
	epoch int // of the file
}

const (
	checkpointFormat = "saccade checkpoint 1"

	keyFormat   = "format"
	keyTraining = "training"
	keyNetwork  = "network"
	keyTrain    = "samples"
	keyVal      = "validation samples"
	keyState    = "state"
	keyChecksum = "checksum"

	optimizerPrefix = "optimizer."
)

// checkpointPause is how long no state is written after one was. Only tests change it.
var checkpointPause = time.Second

// checkpointState is what a training knows beside arrays.
type checkpointState struct {
	Steps        int          `json:"steps"`
	AverageSteps int          `json:"average_steps,omitempty"`
	Plateau      plateauState `json:"plateau"`
	History      History      `json:"history"`
}

// resume returns the checkpoint to keep, and makes f and t go on from its file, if there is one.
func (f *fit) resume(t *Trainer) (*checkpoint, error) {
	if f.Checkpoint == "" {
		return nil, nil
	}
	c := &checkpoint{path: f.Checkpoint}
	err := c.describe(f)
	if err == nil {
		err = c.read(f, t)
	}
	if errors.Is(err, fs.ErrNotExist) {
		if err = atomicfile.Check(c.path); err == nil {
			return c, nil
		}
	}
	if err != nil {
		return nil, &CheckpointError{c.path, err}
	}
	c.epoch = len(f.history.Epochs)
	return c, nil
}

// describe says which training it is.
func (c *checkpoint) describe(f *fit) error {
	sizes := append(append([]int{f.net.Inputs()}, f.net.Hidden()...), f.net.Classes())
	c.about = map[string]string{
		keyFormat:  checkpointFormat,
		keyNetwork: fmt.Sprintf("%v %v batch_norm=%v", sizes, f.net.act, f.net.BatchNorm()),
		keyTrain:   fingerprint(f.train),
	}
	if f.val != nil {
		c.about[keyVal] = fingerprint(f.val)
	}
	training, err := json.Marshal(f.Training)
	c.about[keyTraining] = string(training)
	return err
}

// fingerprint tells data apart. Data that aren't [Samples] may have a method Fingerprint for that; otherwise their labels
// and the number of inputs have to do.
func fingerprint(d Data) string {
	if own, ok := d.(interface{ Fingerprint() string }); ok {
		return own.Fingerprint()
	}
	h := sha256.New()
	fmt.Fprintf(h, "%d inputs, labels %v\n", d.Inputs(), d.Targets())
	if s, ok := d.(*Samples); ok {
		var b []byte
		for row := range slices.Chunk(s.X.Data, max(s.X.Cols, 1)) {
			b, _ = binary.Append(b[:0], binary.LittleEndian, row)
			h.Write(b)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// keep writes the state behind an epoch, unless it did so a moment ago.
func (c *checkpoint) keep(f *fit, t *Trainer) error {
	if c == nil || time.Since(c.saved) < checkpointPause {
		return nil
	}
	return c.finish(f, t)
}

// finish writes the state, unless the file has it.
func (c *checkpoint) finish(f *fit, t *Trainer) error {
	if c == nil || c.epoch == len(f.history.Epochs) {
		return nil
	}
	if err := c.write(f, t); err != nil {
		return &CheckpointError{c.path, err}
	}
	c.epoch, c.saved = len(f.history.Epochs), time.Now()
	return nil
}

func (c *checkpoint) write(f *fit, t *Trainer) error {
	arrays := map[string][]float32{"params": f.net.params, "best": f.best}
	steps, memory := t.opt.state()
	for name, values := range memory {
		arrays[optimizerPrefix+name] = values
	}
	state := checkpointState{Steps: steps, Plateau: t.schedule.state(), History: f.history}
	if t.average != nil {
		state.AverageSteps, arrays["average"] = t.average.state()
	}
	text, err := json.Marshal(state)
	if err != nil {
		return err
	}
	metadata := maps.Clone(c.about)
	metadata[keyState] = string(text)
	var tensors []safetensors.Tensor
	for _, name := range slices.Sorted(maps.Keys(arrays)) {
		tensors = append(tensors, safetensors.Of(name, arrays[name], len(arrays[name])))
	}
	metadata[keyChecksum] = safetensors.Checksum(tensors, metadata, keyChecksum)
	return atomicfile.Write(c.path, func(w io.Writer) error { return safetensors.Write(w, tensors, metadata) })
}

func (c *checkpoint) read(f *fit, t *Trainer) error {
	file, err := safetensors.ReadFile(c.path)
	if err != nil {
		return err
	}
	if err := c.same(file.Metadata); err != nil {
		return err
	}
	if file.Metadata[keyChecksum] != safetensors.Checksum(file.Tensors, file.Metadata, keyChecksum) {
		return errors.New("wanted a file as it was written, found another checksum")
	}
	var state checkpointState
	if err := json.Unmarshal([]byte(file.Metadata[keyState]), &state); err != nil {
		return err
	}
	arrays := map[string][]float32{}
	for _, array := range file.Tensors {
		if arrays[array.Name], err = safetensors.Values[float32](array); err != nil {
			return err
		}
	}
	return f.restore(t, state, arrays)
}

// same reports if a file is of another training.
func (c *checkpoint) same(metadata map[string]string) error {
	for _, key := range []string{keyFormat, keyNetwork, keyTraining, keyTrain, keyVal} {
		want, found := c.about[key], metadata[key]
		if found == want {
			continue
		}
		switch key {
		case keyTraining:
			key, want, found = settingThatDiffers(want, found)
		case keyTrain, keyVal: // hashes, which say nothing to anybody
			return fmt.Errorf("wanted a training with these %s, found one with others: remove the file to begin anew", key)
		}
		return fmt.Errorf("wanted a training with %s %s, found %s: remove the file to begin anew", key, quote(want), quote(found))
	}
	return nil
}

// settingThatDiffers returns the first one, by name, of two JSON objects, and all of them if they aren't two.
func settingThatDiffers(want, found string) (name, wanted, got string) {
	var a, b map[string]json.RawMessage
	if json.Unmarshal([]byte(want), &a) != nil || json.Unmarshal([]byte(found), &b) != nil {
		return keyTraining, want, found
	}
	names := maps.Clone(a)
	maps.Copy(names, b)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !bytes.Equal(a[name], b[name]) {
			return name, string(a[name]), string(b[name])
		}
	}
	return keyTraining, want, found
}

func quote(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// restore gives f and t a state. An array that isn't what it should be is a *tensor.ParamError.
func (f *fit) restore(t *Trainer, state checkpointState, arrays map[string][]float32) error {
	memory := map[string][]float32{}
	for name, values := range arrays {
		if kept, ok := strings.CutPrefix(name, optimizerPrefix); ok {
			memory[kept] = values
		}
	}
	h := state.History
	if n := len(h.Epochs); n == 0 || n > f.Epochs || h.Best < 1 || h.Best > n {
		return fmt.Errorf("wanted a history of up to %d epochs, found %d, the best one %d", f.Epochs, n, h.Best)
	}
	for name, mine := range map[string][]float32{"params": f.net.params, "best": f.best} {
		if len(arrays[name]) != len(mine) {
			return refuseParam(name, fmt.Sprintf("%d values", len(mine)), len(arrays[name]))
		}
		if i := kernel.NotFinite(arrays[name]); i >= 0 {
			return refuseParam(name, "finite values", fmt.Sprintf("%v at %d", arrays[name][i], i))
		}
	}
	if t.average != nil {
		if err := t.average.restore(state.AverageSteps, arrays["average"]); err != nil {
			return err
		}
	}
	if err := t.schedule.restore(state.Plateau); err != nil {
		return err
	}
	if err := t.opt.restore(state.Steps, memory); err != nil {
		return err
	}
	copy(f.net.params, arrays["params"])
	copy(f.best, arrays["best"])
	f.history = h
	return nil
}
