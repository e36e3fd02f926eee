package cli

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
		Short: "Run the language server for editors on standard input and output",
		Long: `lsp is the language server for feature files, started by an editor. It shows the findings
of gherkind lint, completes steps and names, documents steps, finds manifests, renames
objects and formats files. docs/editors.md describes how to set up editors.`,
		Args: usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			dir, err := os.Getwd()
			if err != nil {
				return fmt.Errorf("find the working folder: %w", err)
			}
			catalogue, err := catalogueOf(c.Context())
			if err != nil {
				return err
			}
			stream := pipes{c.InOrStdin(), c.OutOrStdout()}
			return lsp.ServeIn(c.Context(), speaking(c.Context()), catalogue, stream, dir, version(), os.Stderr)
		},
	}
	c.Flags().Bool("stdio", true, "communicate on standard input and output; there is no other way")
	return c
}

// pipes combines the two streams of a client.
type pipes struct {
	io.Reader
	io.Writer
}

// Close closes those that can be closed.
func (p pipes) Close() error {
	var errs []error
	for _, s := range []any{p.Reader, p.Writer} {
		if c, is := s.(io.Closer); is {
			errs = append(errs, c.Close())
		}
	}
	return errors.Join(errs...)
}
