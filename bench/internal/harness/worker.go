package harness

import (
	"encoding/binary"
	"math"
	"os"
	"strconv"
	"time"
)

// Shortest is how long a pass takes at least: work is repeated.
const Shortest = 100 * time.Millisecond

// A Worker is a process that does one work at a time and answers hello, run REPEAT and write PATH, or why it isn't there.
type Worker struct {
	Name    string
	Process *Process
	Version string
	Absent  error
}

// StartWorker starts a program on the last processor, with one thread.
func StartWorker(name string, cpus []int, program ...string) *Worker {
	w := &Worker{Name: name}
	if w.Process, w.Absent = Start(program, Last(cpus, 1), "OMP_NUM_THREADS=1"); w.Absent == nil {
		w.Version, w.Absent = w.Process.Ask("hello")
	}
	return w
}

// Stop ends it.
func (w *Worker) Stop() {
	if w.Process != nil {
		w.Process.Stop()
	}
}

// Prepare loads a work, returns its result, which goes through the file, and how often to repeat it in a pass.
func (w *Worker) Prepare(load []string, file string) (result []float32, repeat int, err error) {
	if w.Absent != nil {
		return nil, 0, w.Absent
	}
	if _, err := w.Process.Ask(append([]string{"load"}, load...)...); err != nil {
		return nil, 0, err
	}
	if _, err := w.Process.Ask("write", file); err != nil {
		return nil, 0, err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, 0, err
	}
	result = make([]float32, len(data)/4)
	for k := range result {
		result[k] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*k:]))
	}
	for repeat := 1; ; repeat *= 4 {
		took, err := w.Pass(repeat)
		if err != nil {
			return nil, 0, err
		}
		if took >= Shortest/8 {
			return result, int(math.Ceil(float64(repeat) * float64(Shortest) / float64(took))), nil
		}
	}
}

// Pass does the work so often.
func (w *Worker) Pass(repeat int) (time.Duration, error) {
	begin := time.Now()
	_, err := w.Process.Ask("run", strconv.Itoa(repeat))
	return time.Since(begin), err
}
