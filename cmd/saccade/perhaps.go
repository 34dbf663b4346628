package main

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/internal/spell"
)

// withFlag adds to an error about flags which one was perhaps meant, and where all are. It may have been written with one -.
func withFlag(c *cobra.Command, err error) error {
	perhaps := ""
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		word, _, _ := strings.Cut(cmp.Or(unknown.GetSpecifiedShortnames(), unknown.GetSpecifiedName()), "=")
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if name := spell.Nearest(word, names); name != "" {
			perhaps = "perhaps --" + name + "; "
		}
	}
	return fmt.Errorf("%w (%ssee %s --help)", err, perhaps, c.CommandPath())
}

// verbsOfOthers are what other programs call what a verb does.
var verbsOfOthers = map[string]string{
	"fit": "train", "learn": "train", "predict": "classify", "infer": "classify", "answer": "classify", "test": "evaluate",
	"score": "evaluate", "convert": "preprocess", "explain": "plan", "show": "inspect", "join": "merge", "divide": "split",
	"version": "--version",
}

// withVerb adds to cobra's error about an unknown verb which one was perhaps meant, and where all are.
func withVerb(root *cobra.Command, err error) error {
	rest, unknown := strings.CutPrefix(err.Error(), "unknown command ")
	quoted, noWord := strconv.QuotedPrefix(rest)
	if !unknown || noWord != nil {
		return err
	}
	word, noWord := strconv.Unquote(quoted)
	if noWord != nil {
		return err
	}
	var names []string
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	perhaps := ""
	if name := cmp.Or(verbsOfOthers[word], spell.Nearest(word, names)); name != "" {
		perhaps = "perhaps " + name + "; "
	}
	return fmt.Errorf("%w (%ssee %s --help)", err, perhaps, root.Name())
}

// withPreset adds to an error about a name that is no file's which preset was perhaps meant.
func withPreset(name string, err error) error {
	if preset := spell.Nearest(name, saccade.PresetNames()); preset != "" {
		return fmt.Errorf("%w (perhaps the preset %s)", err, preset)
	}
	return err
}
