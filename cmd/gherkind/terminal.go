package main

import (
	"context"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/internal/say"
)

// newTerminal is the live display of a run and of what prepares it. The command to run a
// scenario again begins with the words given last; without any, none is shown.
func newTerminal(ctx context.Context, quiet bool, again []string) *terminal.Terminal {
	options := terminal.OptionsFor(os.Stdout, os.Getenv)
	options.Quiet, options.Again, options.Language = quiet, again, speaking(ctx)
	return terminal.New(here().writer(os.Stdout), options) //nolint:contextcheck // here only finds out what the output is
}

// people is the standard output of what only a person reads.
func people(c *cobra.Command) io.Writer {
	return toldTo{speaking(c.Context()), here().writer(c.OutOrStdout())}
}

// toldTo tells each text that is written as a whole in a language.
type toldTo struct {
	in  *say.Language
	out io.Writer
}

func (w toldTo) Write(text []byte) (int, error) {
	if _, err := io.WriteString(w.out, linesIn(w.in, string(text))); err != nil {
		return 0, err
	}
	return len(text), nil
}

// newProgress is the display of a long preparation, on the standard error.
func newProgress(ctx context.Context) *terminal.Terminal {
	options := terminal.OptionsFor(os.Stderr, os.Getenv)
	options.Language = speaking(ctx)
	return terminal.NewProgress(here().writer(os.Stderr), options) //nolint:contextcheck // here only finds out what the output is
}

// withProgress shows a long preparation on the standard error, so that the
// standard output holds the answer only.
func withProgress(ctx context.Context, do func(terminal.Progress) error) error {
	progress := newProgress(ctx)
	err := do(progress)
	progress.Close()
	return err
}
