package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/pflag"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/classifier"
)

// A confidenceFlag is the probability that an answer has to reach, if it was said.
type confidenceFlag struct {
	p    float64
	said bool
}

// addConfidence adds the flag of the commands that answer.
func addConfidence(flags *pflag.FlagSet, f *confidenceFlag) {
	flags.Var(f, "min-confidence", "give no class where the largest probability is below `P` (0: always give one); without it, the model says")
}

func (f *confidenceFlag) Type() string { return "P" }

func (f *confidenceFlag) String() string {
	if !f.said {
		return ""
	}
	return strconv.FormatFloat(f.p, 'g', -1, 64)
}

// Set refuses what can't be, before anything is read.
func (f *confidenceFlag) Set(text string) error {
	p, err := strconv.ParseFloat(text, 64)
	if err != nil || classifier.MinConfidence(p).Check() != nil {
		return fmt.Errorf("wanted a number in 0..1, found %q", text)
	}
	f.p, f.said = p, true
	return nil
}

// open opens a model, with the flag's threshold in place of its own if the flag was given.
func (f *confidenceFlag) open(path string) (*saccade.Model, error) {
	m, err := openModel(path)
	if err != nil || !f.said {
		return m, err
	}
	return m.WithMinConfidence(f.p)
}
