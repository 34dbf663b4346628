package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpWidth is how many columns the help takes.
const helpWidth = 80

// A flagGroup is flags that belong together in the help.
type flagGroup struct {
	title string
	*pflag.FlagSet
}

func newGroup(title string) flagGroup {
	g := flagGroup{title, pflag.NewFlagSet(title, pflag.ContinueOnError)}
	g.SortFlags = false
	return g
}

// groupKey is where a flag has the title of its group.
const groupKey = "saccade_group"

// addGroups gives cmd the flags, which its help shows group by group.
func addGroups(cmd *cobra.Command, groups ...flagGroup) {
	for _, g := range groups {
		g.VisitAll(func(f *pflag.Flag) {
			if f.Annotations == nil {
				f.Annotations = map[string][]string{}
			}
			f.Annotations[groupKey] = []string{g.title}
			cmd.Flags().AddFlag(f)
		})
	}
}

// Titles of groups that no verb names.
const (
	otherFlags = "Flags"
	everyFlag  = "Every command"
)

// groupsOf returns the flags of a command as its help shows them: what it has itself, in the order in which it was added, and
// what all commands have.
func groupsOf(c *cobra.Command) (groups []flagGroup) {
	every := newGroup(everyFlag)
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		switch {
		case f.Hidden:
		case c.PersistentFlags().Lookup(f.Name) != nil:
			every.AddFlag(f)
		default:
			title := otherFlags
			if of := f.Annotations[groupKey]; of != nil {
				title = of[0]
			}
			if n := len(groups); n == 0 || groups[n-1].title != title {
				groups = append(groups, newGroup(title))
			}
			groups[len(groups)-1].AddFlag(f)
		}
	})
	every.AddFlagSet(c.InheritedFlags())
	return append(groups, every)
}

// addHelp gives a program with commands cobra's command help, for which a command that isn't there is an error.
func addHelp(root *cobra.Command) {
	root.SetHelpFunc(help)
	root.SetUsageFunc(usage)
	root.InitDefaultHelpCmd()
	for _, c := range root.Commands() {
		if c.Name() != "help" {
			continue
		}
		c.Run = nil
		c.RunE = func(_ *cobra.Command, args []string) error {
			of, _, err := root.Find(args)
			if err != nil {
				return err
			}
			return of.Help()
		}
	}
}

// help writes all of a command's help.
func help(c *cobra.Command, _ []string) {
	w := c.OutOrStdout()
	long := c.Long
	if long == "" {
		long = c.Short
	}
	for _, p := range paragraphs(long, helpWidth) {
		fmt.Fprintf(w, "%s\n\n", p)
	}
	fmt.Fprint(w, c.UsageString())
}

// usage writes what stands behind the long text of a command's help.
func usage(c *cobra.Command) error {
	w := c.OutOrStderr()
	fmt.Fprintf(w, "Usage:\n%s\n", wrap(useLine(c), helpWidth, 2, 6))
	if c.HasExample() {
		fmt.Fprintf(w, "\nExamples:\n%s\n", example(c, helpWidth))
	}
	if c.HasAvailableSubCommands() {
		usageOfVerbs(w, c)
	}
	for _, g := range groupsOf(c) {
		fmt.Fprintf(w, "\n%s:\n%s", g.title, g.FlagUsagesWrapped(helpWidth))
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(w, "\n\"%s COMMAND --help\" says more about a command.\n", c.CommandPath())
	}
	return nil
}

func useLine(c *cobra.Command) string {
	if c.HasAvailableSubCommands() {
		return c.CommandPath() + " COMMAND [flags]"
	}
	return c.UseLine()
}

func usageOfVerbs(w io.Writer, c *cobra.Command) {
	fmt.Fprint(w, "\nCommands:\n")
	for _, verb := range c.Commands() {
		if verb.IsAvailableCommand() || verb.Name() == "help" {
			fmt.Fprintf(w, "  %-*s  %s\n", verb.NamePadding(), verb.Name(), verb.Short)
		}
	}
}

// example returns a command's examples in lines for a shell, which are no longer than width if they can be broken at flags.
func example(c *cobra.Command, width int) string {
	var lines []string
	for line := range strings.SplitSeq(c.Example, "\n") {
		words := strings.Split(line, " --")
		line = words[0]
		for _, word := range words[1:] {
			if utf8.RuneCountInString(line+" --"+word) > width-2 {
				lines = append(lines, line+" \\")
				line = "     "
			}
			line += " --" + word
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// paragraphs divides a long text at its empty lines, and at those where lines begin or end to be indented, and breaks it into
// lines of at most width.
func paragraphs(long string, width int) (all []string) {
	var lines []string
	end := func() {
		if lines != nil && isTable(lines[0]) {
			all = append(all, strings.Join(lines, "\n"))
		} else if lines != nil {
			all = append(all, wrap(strings.Join(lines, " "), width, 0, 0))
		}
		lines = nil
	}
	for line := range strings.SplitSeq(long, "\n") {
		if len(lines) > 0 && isTable(line) != isTable(lines[0]) || line == "" {
			end()
		}
		if isTable(line) {
			line = breakRow(line, width)
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	end()
	return all
}

// isTable reports whether a line's breaks and spaces are meant, as it is indented.
func isTable(line string) bool { return strings.HasPrefix(line, "  ") }

var firstColumn = regexp.MustCompile(`^ +\S+( \S+)*  +`)

// breakRow breaks a line of a table that is too long in its last column.
func breakRow(line string, width int) string {
	first := firstColumn.FindString(line)
	if first == "" || utf8.RuneCountInString(line) <= width {
		return line
	}
	n := utf8.RuneCountInString(first)
	return first + strings.TrimLeft(wrap(line[len(first):], width, n, n), " ")
}

// wrap breaks a text into lines of at most width, the first one indented by so many spaces, the others by more.
func wrap(text string, width, first, others int) string {
	lines := []string{strings.Repeat(" ", first)}
	for i, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		switch {
		case i == 0:
			*last += word
		case utf8.RuneCountInString(*last)+1+utf8.RuneCountInString(word) <= width:
			*last += " " + word
		default:
			lines = append(lines, strings.Repeat(" ", others)+word)
		}
	}
	return strings.Join(lines, "\n")
}
