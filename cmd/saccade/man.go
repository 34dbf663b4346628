package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/saccade-go/saccade/internal/atomicfile"
)

func manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write the manual pages",
		Long: `Man writes a manual page for the program and one for each command to the folder DIR: saccade.1, saccade-train.1 …
The pages are the same for the same program. They have no date, unless SOURCE_DATE_EPOCH, seconds since 1970, gives one.`,
		Example: `  saccade man /usr/local/share/man/man1
  saccade man . && man ./saccade-train.1`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return writePages(cmd.Root(), args[0]) },
	}
}

func writePages(root *cobra.Command, dir string) error {
	date, err := dateOfPages()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return at(dir, err)
	}
	for _, c := range append([]*cobra.Command{root}, verbs(root)...) {
		text := manPage(c, date)
		err := atomicfile.Write(filepath.Join(dir, pageName(c)+".1"), func(w io.Writer) error {
			_, err := w.Write(text)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// verbs are the commands of the program but for help.
func verbs(root *cobra.Command) (all []*cobra.Command) {
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() && c.Name() != "help" {
			all = append(all, c)
		}
	}
	return all
}

// dateOfPages is the day that SOURCE_DATE_EPOCH says, as reproducible builds do, or "".
func dateOfPages() (string, error) {
	text, ok := os.LookupEnv("SOURCE_DATE_EPOCH")
	if !ok {
		return "", nil
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil || seconds < 0 {
		return "", fmt.Errorf("SOURCE_DATE_EPOCH: wanted seconds since 1970, found %q", text)
	}
	return time.Unix(seconds, 0).UTC().Format(time.DateOnly), nil
}

func pageName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// manWidth is what is left of 80 columns for lines that man doesn't break.
const manWidth = 72

// manPage writes a page in the language of troff (man(7)): .SH begins a section, .PP a paragraph, .TP a term with its
// explanation, and lines from .nf to .fi stay as they are.
func manPage(c *cobra.Command, date string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, ".TH \"%s\" 1 \"%s\" \"saccade %s\" \"Saccade\"\n", troff(strings.ToUpper(pageName(c))), date, troff(version()))
	b.WriteString(".nh\n.ad l\n") // words are names: neither hyphens nor wide spaces
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", troff(pageName(c)), troff(c.Short))
	rest, _ := strings.CutPrefix(useLine(c), c.CommandPath())
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.HP\n\\fB%s\\fR%s\n", troff(c.CommandPath()), troff(rest))
	b.WriteString(".SH DESCRIPTION\n")
	manText(&b, c)
	manFlags(&b, c)
	if c.HasExample() {
		fmt.Fprintf(&b, ".SH EXAMPLES\n.nf\n%s\n.fi\n", troff(example(c, manWidth)))
	}
	fmt.Fprintf(&b, ".SH \"SEE ALSO\"\n%s\n", strings.Join(manLinks(c), ",\n"))
	return b.Bytes()
}

func manText(b *bytes.Buffer, c *cobra.Command) {
	for _, p := range paragraphs(c.Long, manWidth) {
		if isTable(p) {
			fmt.Fprintf(b, ".PP\n.nf\n%s\n.fi\n", troff(p))
		} else {
			fmt.Fprintf(b, ".PP\n%s\n", troff(p))
		}
	}
}

// manFlags writes a section for each group of flags; a program with commands has a list of them before.
func manFlags(b *bytes.Buffer, c *cobra.Command) {
	if c.HasAvailableSubCommands() {
		b.WriteString(".SH COMMANDS\n")
		for _, verb := range verbs(c) {
			fmt.Fprintf(b, ".TP 13\n\\fB%s\\fR\n%s\n", troff(verb.Name()), troff(verb.Short))
		}
	}
	b.WriteString(".SH OPTIONS\n")
	groups := groupsOf(c)
	for _, g := range groups {
		if len(groups) > 1 {
			fmt.Fprintf(b, ".SS %s\n", troff(g.title))
		}
		g.VisitAll(func(f *pflag.Flag) { manFlag(b, f) })
	}
}

func manFlag(b *bytes.Buffer, f *pflag.Flag) {
	b.WriteString(".TP\n")
	if f.Shorthand != "" {
		fmt.Fprintf(b, "\\fB\\-%s\\fR, ", f.Shorthand)
	}
	value, text := pflag.UnquoteUsage(f)
	fmt.Fprintf(b, "\\fB\\-\\-%s\\fR", troff(f.Name))
	if value != "" {
		fmt.Fprintf(b, " \\fI%s\\fR", troff(value))
	}
	fmt.Fprintf(b, "\n%s\n", troff(text+defaultOf(f)))
}

// defaultOf is what pflag's own help has behind the text of a flag.
func defaultOf(f *pflag.Flag) string {
	one := pflag.NewFlagSet("", pflag.ContinueOnError)
	one.AddFlag(f)
	for _, shown := range []string{f.DefValue, strconv.Quote(f.DefValue)} {
		if strings.HasSuffix(one.FlagUsages(), " (default "+shown+")\n") {
			return " (default " + f.DefValue + ")"
		}
	}
	return ""
}

func manLinks(c *cobra.Command) (links []string) {
	link := func(c *cobra.Command) { links = append(links, fmt.Sprintf("\\fB%s\\fR(1)", troff(pageName(c)))) }
	if c.HasParent() {
		link(c.Parent())
		return links
	}
	for _, verb := range verbs(c) {
		link(verb)
	}
	return links
}

// troff writes a text so that it is printed as it is: a point or an apostrophe that begins a line would be a request, a - a
// hyphen, which nobody can copy into a shell.
func troff(text string) string {
	lines := strings.Split(troffCharacters.Replace(text), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

var troffCharacters = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`, `"`, `\(dq`)
