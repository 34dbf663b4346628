// Command imgproc measures Saccade's operations on pictures of 1920×1080 beside OpenCV's, one core each. Run it by make
// bench-imgproc; see bench/README.md.
//
// Environment: ROUNDS is how many rounds each contest has (default 9).
package main

import (
	"io"
	"os"
	"path/filepath"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

func main() { harness.Main("imgproc", 9, measure) }

func measure(s harness.Setting) (report harness.Report, err error) {
	dir, err := os.MkdirTemp("", "bench-imgproc")
	if err != nil {
		return report, err
	}
	defer os.RemoveAll(dir)
	pictures, err := writePictures(dir)
	if err != nil {
		return report, err
	}
	ours := harness.StartWorker("Saccade", s.CPUs, filepath.Join(harness.Home, "bin/imgprocworker"))
	theirs := harness.StartWorker("OpenCV", s.CPUs, filepath.Join(harness.Home, ".venv/bin/python"), filepath.Join(harness.Home, "python/imgproc.py"))
	defer ours.Stop()
	defer theirs.Stop()
	var contests []contest
	for _, o := range operations {
		contests = append(contests, race(o, ours, theirs, pictures, s.Rounds))
	}
	return s.Report("imgproc", bars(contests), func(w io.Writer, notes []string) { write(w, contests, ours, theirs, notes) }), nil
}
