package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var writeCLI = flag.Bool("write-cli", false, "write docs/cli.md")

// documented are the program and its verbs, as they are when it runs.
func documented() []*cobra.Command {
	root, _ := rootCommand()
	root.InitDefaultCompletionCmd("x") // cobra adds it where there is a command line
	return append([]*cobra.Command{root}, verbs(root)...)
}

// helpOf returns what --help prints.
func helpOf(t *testing.T, c *cobra.Command) string {
	t.Helper()
	stdout, _ := must(t, 0, append(strings.Fields(c.CommandPath())[1:], "--help")...)
	return stdout
}

// TestHelp: no line is longer than a terminal, and each flag is there.
func TestHelp(t *testing.T) {
	for _, c := range documented() {
		text := helpOf(t, c)
		for line := range strings.Lines(text) {
			if utf8.RuneCountInString(strings.TrimSuffix(line, "\n")) > helpWidth {
				t.Errorf("%s: more than %d columns:\n%s", c.CommandPath(), helpWidth, line)
			}
		}
		flags := 0
		for _, g := range groupsOf(c) {
			g.VisitAll(func(*pflag.Flag) { flags++ })
		}
		shown := 0
		for line := range strings.Lines(text) {
			line = strings.TrimSpace(line)
			if _, long, ok := strings.Cut(line, ", --"); ok && strings.HasPrefix(line, "-") {
				line = "--" + long
			}
			if name, ok := strings.CutPrefix(line, "--"); ok {
				name, _, _ = strings.Cut(name, " ")
				if c.Flag(name) != nil {
					shown++
				}
			}
		}
		if !strings.Contains(text, "\n"+everyFlag+":\n") || shown < flags || flags < 4 {
			t.Errorf("%s: %d flags of %d in\n%s", c.CommandPath(), shown, flags, text)
		}
	}
}

// TestHelpCommand: help COMMAND says what COMMAND --help says.
func TestHelpCommand(t *testing.T) {
	for _, c := range documented() {
		args := append([]string{"help"}, strings.Fields(c.CommandPath())[1:]...)
		if got, _ := must(t, 0, args...); got != helpOf(t, c) {
			t.Errorf("saccade %s:\n%s", strings.Join(args, " "), got)
		}
	}
}

func TestParagraphs(t *testing.T) {
	long := "One two three\nfour five.\n\nA table:\n  .a, .b   what is far too long here\n  .c   short\nAnd more.\n\n\nEnd."
	want := []string{"One two three four\nfive.", "A table:", "  .a, .b   what is\n           far too\n           long here\n  .c   short", "And more.", "End."}
	if got := paragraphs(long, 20); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%q", got)
	}
	if got := wrap("averyverylongword that doesn't fit", 10, 2, 4); got != "  averyverylongword\n    that\n    doesn't\n    fit" {
		t.Errorf("%q", got)
	}
	c := &cobra.Command{Example: "  a --bb c --dd e\n  short"}
	if got := example(c, 14); got != "  a --bb c \\\n      --dd e\n  short" {
		t.Errorf("%q", got)
	}
}

// TestCLIDocumentation: docs/cli.md is what the program says of itself. make cli writes it.
func TestCLIDocumentation(t *testing.T) {
	const path = "../../docs/cli.md"
	var want bytes.Buffer
	fmt.Fprint(&want, `# The command line

What each command prints with `+"`--help`"+`; `+"`make cli`"+` writes this page. [Reading data](reading-data.md) says what DATA can be,
[Reliability](reliability.md) what runs promise, and what the messages of `+"`--log-format json`"+` have.
`)
	for _, c := range documented() {
		fmt.Fprintf(&want, "\n## %s\n\n```text\n%s```\n", c.CommandPath(), helpOf(t, c))
	}
	if *writeCLI {
		if err := os.WriteFile(path, want.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s isn't what the program says (%v): make cli", path, err)
	}
}
