package cli

import (
	"context"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/internal/say"
)

// newTerminal returns the live display of a run and its preparation. again is the beginning of the command that runs a scenario
// again; if it is empty, no command is shown.
func newTerminal(ctx context.Context, quiet bool, again []string) *terminal.Terminal {
	options := terminal.OptionsFor(os.Stdout, os.Getenv)
	options.Quiet, options.Again, options.Language = quiet, again, speaking(ctx)
	return terminal.New(here().writer(os.Stdout), options) //nolint:contextcheck // here only finds out what the output is
}

// people returns standard output for texts that only people read.
func people(c *cobra.Command) io.Writer {
	return toldTo{speaking(c.Context()), here().writer(c.OutOrStdout())}
}

// toldTo translates each text written to it.
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

// newProgress returns the display of a long preparation, on standard error.
func newProgress(ctx context.Context) *terminal.Terminal {
	options := terminal.OptionsFor(os.Stderr, os.Getenv)
	options.Language = speaking(ctx)
	return terminal.NewProgress(here().writer(os.Stderr), options) //nolint:contextcheck // here only finds out what the output is
}

// withProgress shows a long preparation on standard error, so that standard output contains only the result.
func withProgress(ctx context.Context, do func(terminal.Progress) error) error {
	progress := newProgress(ctx)
	err := do(progress)
	progress.Close()
	return err
}
