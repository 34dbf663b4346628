// Command features measures Saccade's features beside those of OpenCV, scikit-image, scikit-learn and NumPy, one core each. Run it by
// make bench-features; see bench/README.md.
//
// Environment: ROUNDS is how many rounds each contest has (default 9).
package main

import (
	"io"
	"os"
	"path/filepath"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

func main() { harness.Main("features", 9, measure) }

func measure(s harness.Setting) (report harness.Report, err error) {
	dir, err := os.MkdirTemp("", "bench-features")
	if err != nil {
		return report, err
	}
	defer os.RemoveAll(dir)
	python, script := filepath.Join(harness.Home, ".venv/bin/python"), filepath.Join(harness.Home, "python/features.py")
	workers := []*harness.Worker{harness.StartWorker("Saccade", s.CPUs, filepath.Join(harness.Home, "bin/featuresworker"))}
	for _, name := range []string{"OpenCV", "scikit"} {
		workers = append(workers, harness.StartWorker(name, s.CPUs, python, script, name))
	}
	for _, w := range workers {
		defer w.Stop()
	}
	var contests []contest
	for _, j := range jobs {
		c, err := race(j, workers, dir, s.Rounds)
		if err != nil {
			return report, err
		}
		contests = append(contests, c)
	}
	return s.Report("features", bars(contests), func(w io.Writer, notes []string) { write(w, contests, workers, notes) }), nil
}
