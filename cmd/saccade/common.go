package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/saccade-go/saccade/dataset"
)

// addCommon gives cmd the flags that all commands have which work on many images.
func addCommon(cmd *cobra.Command, workers *int, quiet *bool) {
	cmd.Flags().IntVar(workers, "workers", 0, "work on `N` images at a time (0: one for each processor); results don't depend on it")
	cmd.Flags().BoolVar(quiet, "quiet", false, "print answers and errors only")
}

func checkWorkers(n int) error {
	if n < 0 {
		return fmt.Errorf("--workers: wanted 0 or more, found %d", n)
	}
	return nil
}

// named puts a sample's name before its error, unless the error begins with it.
func named(name string, err error) error {
	if strings.HasPrefix(err.Error(), name) {
		return err
	}
	return fmt.Errorf("%s: %w", name, err)
}

// someFailed is how a run ends in which n inputs failed.
func someFailed(stderr io.Writer, n int, what string) error {
	if n == 0 {
		return nil
	}
	if n > 1 {
		what += "s"
	}
	fmt.Fprintf(stderr, "saccade: %d %s failed\n", n, what)
	return errSomeFailed
}

// noteSkipped says what of a data set is left out.
func noteSkipped(stderr io.Writer, d *dataset.Dataset, quiet bool) {
	if quiet {
		return
	}
	for _, line := range d.Summary() {
		fmt.Fprintln(stderr, line)
	}
}
