// Command saccade trains image classifiers on folders and lets them answer for other folders.
//
// Exit status: 0 all went well; 3 the run ended and some inputs failed, each named; 1 the run could not be done.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// errSomeFailed ends a run in which some inputs failed. Each of them has been named already.
var errSomeFailed = errors.New("some inputs failed")

const (
	statusFailed     = 1
	statusSomeFailed = 3
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the whole program but for the process: it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	cmd, every := rootCommand()
	begun := false // the command; before that, flags may not have been parsed
	cmd.PersistentPreRunE = func(*cobra.Command, []string) error {
		begun = true
		if every.log == logJSON {
			cmd.SetErr(newJSONLog(stderr))
		}
		return every.profiler.start()
	}
	out := &checkedWriter{w: stdout}
	cmd.SetArgs(args)
	cmd.SetOut(out)
	cmd.SetErr(stderr)
	err := cmd.ExecuteContext(withCommand(ctx, append([]string{cmd.Name()}, args...)))
	if out.err != nil && ctx.Err() == nil {
		err = fmt.Errorf("standard output: %w", withoutPath(out.err))
	}
	profiled := every.profiler.stop() // of runs that failed, too
	if !begun && wantsJSON(args) {
		cmd.SetErr(newJSONLog(stderr))
	}
	stderr = cmd.ErrOrStderr()
	if profiled != nil {
		sayError(stderr, visibleError(profiled))
		if err == nil || errors.Is(err, errSomeFailed) {
			return statusFailed
		}
	}
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errSomeFailed):
		return statusSomeFailed
	case ctx.Err() != nil:
		sayError(stderr, "interrupted")
	default:
		sayError(stderr, visibleError(withVerb(cmd, err)))
	}
	return statusFailed
}

// everyFlags are those that every command has.
type everyFlags struct {
	log      logFormat
	profiler profiler
}

func (f *everyFlags) add(flags *pflag.FlagSet) {
	flags.SortFlags = false
	flags.BoolP("help", "h", false, "show what a command does, and its flags")
	f.log = logText
	flags.Var(&f.log, "log-format", "write messages on standard error as `FORMAT`: text, or json, an object a line")
	f.profiler.add(flags)
}

func rootCommand() (*cobra.Command, *everyFlags) {
	cmd := &cobra.Command{
		Use:   "saccade",
		Short: "Folders of images in, answers out",
		Long: `Saccade trains a classifier on a folder of images, one subfolder for each class, and
lets it answer for other images. The model is one file which holds the preprocessing, too,
so that training and answering never differ.

  saccade train photos/train --out flowers.saccade
  saccade classify flowers.saccade holiday/ > answers.csv
  saccade evaluate flowers.saccade photos/test --report report.html

Answers and tables go to standard output, messages and progress to standard error. The exit status is
0 when all went well, 3 when the run has ended and some inputs failed, each of which was named, and 1
when the run could not be done.`,
		Version:       thisBuild().String(),
		SilenceUsage:  true,
		SilenceErrors: true,

		DisableSuggestions: true, // withVerb makes them
	}
	cmd.Flags().BoolP("version", "v", false, "print the version and what it was built from")
	cmd.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	var every everyFlags
	every.add(cmd.PersistentFlags())
	cmd.AddCommand(
		trainCommand(), classifyCommand(), mergeCommand(), evaluateCommand(), preprocessCommand(), planCommand(), inspectCommand(), statsCommand(),
		splitCommand(), exportCommand(), manCommand(),
	)
	cmd.SetFlagErrorFunc(withFlag)
	addHelp(cmd)
	for _, verb := range cmd.Commands() {
		verb.Flags().SortFlags = false
	}
	addCompletion(cmd)
	return cmd, &every
}
