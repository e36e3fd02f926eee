package main

import (
	"os"

	"github.com/gherkind/gherkind/internal/report/terminal"
)

// newTerminal is the live display of a run and of what prepares it. The command to run a
// scenario again begins with the words given last; without any, none is shown.
func newTerminal(quiet bool, again []string) *terminal.Terminal {
	options := terminal.OptionsFor(os.Stdout, os.Getenv)
	options.Quiet, options.Again = quiet, again
	return terminal.New(os.Stdout, options)
}

// withProgress shows a long preparation on the standard error, so that the
// standard output holds the answer only.
func withProgress(do func(terminal.Progress) error) error {
	progress := terminal.NewProgress(os.Stderr, terminal.OptionsFor(os.Stderr, os.Getenv))
	err := do(progress)
	progress.Close()
	return err
}
