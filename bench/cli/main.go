// Command cli measures saccade classify beside programs that do the same: a plain loop in Go with the standard library and
// disintegration/imaging, and one in Python with Pillow and scikit-learn. Run it by make bench-cli; see bench/README.md.
//
// Environment: ROUNDS is how many rounds each contest has (default 5).
package main

import (
	"os"
	"strings"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

func main() { harness.Main("cli", 5, measure) }

func measure(s harness.Setting) (report harness.Report, err error) {
	m, err := prepare()
	if err != nil {
		return report, err
	}
	defer os.RemoveAll(m.dir)
	programs := contestants(m)
	var contests []contest
	for _, f := range folders() {
		for _, cores := range []int{1, len(s.CPUs)} {
			if cores == 1 || len(contests) == 0 || contests[len(contests)-1].cores != cores {
				c, err := race(f, cores, s.CPUs, programs, s.Rounds)
				if err != nil {
					return report, err
				}
				contests = append(contests, c)
			}
		}
	}
	r := results{contests: contests, programs: programs, sizes: installed(programs)}
	if r.many, err = many(programs[ours], s.CPUs); err != nil {
		return report, err
	}
	return s.Report("cli", r.bars(), r.write), nil
}

// firstLine is the first line of what a program has printed.
func firstLine(text []byte) string {
	line, _, _ := strings.Cut(string(text), "\n")
	return strings.TrimSpace(line)
}
