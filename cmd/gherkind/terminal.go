package main

import (
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/report/terminal"
)

// newTerminal is the live display of a run and of what prepares it. The command to run a
// scenario again begins with the words given last; without any, none is shown.
func newTerminal(quiet bool, again []string) *terminal.Terminal {
	options := terminal.OptionsFor(os.Stdout, os.Getenv)
	options.Quiet, options.Again = quiet, again
	return terminal.New(here().writer(os.Stdout), options)
}

// people is the standard output of what only a person reads.
func people(c *cobra.Command) io.Writer { return here().writer(c.OutOrStdout()) }

// newProgress is the display of a long preparation, on the standard error.
func newProgress() *terminal.Terminal {
	return terminal.NewProgress(here().writer(os.Stderr), terminal.OptionsFor(os.Stderr, os.Getenv))
}

// withProgress shows a long preparation on the standard error, so that the
// standard output holds the answer only.
func withProgress(do func(terminal.Progress) error) error {
	progress := newProgress()
	err := do(progress)
	progress.Close()
	return err
}
