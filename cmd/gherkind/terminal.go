package main

import (
	"os"

	"github.com/gherkind/gherkind/scenarios/report"
)

// newTerminal is the live display of a run and of what prepares it. The command to run a
// scenario again begins with the words given last; without any, none is shown.
func newTerminal(quiet bool, again []string) *report.Terminal {
	options := report.OptionsFor(os.Stdout, os.Getenv)
	options.Quiet, options.Again = quiet, again
	return report.NewTerminal(os.Stdout, options)
}

// withProgress shows a long preparation on the standard error, so that the
// standard output holds the answer only.
func withProgress(do func(report.Progress) error) error {
	progress := report.NewProgress(os.Stderr, report.OptionsFor(os.Stderr, os.Getenv))
	err := do(progress)
	progress.Close()
	return err
}
