package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/lsp"
)

func newLSP() *cobra.Command {
	c := &cobra.Command{
		Use:   "lsp",
		Short: "Answer an editor on standard input and output (Language Server Protocol)",
		Long: `lsp is the language server for feature files. An editor starts it: it shows what
gherkind lint finds, completes steps and names, documents steps, finds manifests, renames
objects and lays files out. docs/editors.md says how to set up editors.`,
		Args: usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			dir, err := os.Getwd()
			if err != nil {
				return fmt.Errorf("find the working folder: %w", err)
			}
			stream := pipes{c.InOrStdin(), c.OutOrStdout()}
			return lsp.Serve(c.Context(), stream, dir, version(), os.Stderr)
		},
	}
	c.Flags().Bool("stdio", true, "talk on standard input and output, which is the only way")
	return c
}

// pipes are the two streams of a client as one.
type pipes struct {
	io.Reader
	io.Writer
}

// Close closes those that can be.
func (p pipes) Close() error {
	var errs []error
	for _, s := range []any{p.Reader, p.Writer} {
		if c, is := s.(io.Closer); is {
			errs = append(errs, c.Close())
		}
	}
	return errors.Join(errs...)
}
