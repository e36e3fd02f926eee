package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/format"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/scenarios"
)

func newFmt() *cobra.Command {
	var check, differ bool
	c := &cobra.Command{
		Use:   "fmt [PATH]...",
		Short: "Format feature files: indentation, tables, tags and empty lines",
		Long: `fmt rewrites feature files with the usual indentation, aligned tables and one empty line
between scenarios. The content stays the same, including comments and the text of doc
strings. It prints the files that it has changed. With - it reads standard input and
writes to standard output.

With --check or --diff it changes nothing. It exits with 1 if --check finds a file that
is not formatted, and with 2 if a file is not a valid feature; other files are still
formatted.`,
		Example: `  gherkind fmt
  gherkind fmt --check features/shop
  gherkind fmt - < shop.feature`,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] == "-" {
				return formatStream(c.InOrStdin(), c.OutOrStdout())
			}
			changed, err := formatFiles(args, formatter{c.OutOrStdout(), check, differ})
			if err == nil && check && changed > 0 {
				fmt.Fprintln(os.Stderr, said(speaking(c.Context()), fmt.Sprintf("%s not formatted; run gherkind fmt", words.Times("file", changed))))
				return errFailed
			}
			return err
		},
	}
	c.Flags().BoolVar(&check, "check", false, "change nothing, and exit with 1 if a file is not formatted")
	c.Flags().BoolVar(&differ, "diff", false, "change nothing, and print what would change")
	return c
}

// formatStream formats one text.
func formatStream(in io.Reader, out io.Writer) error {
	data, err := io.ReadAll(in)
	if err != nil {
		return fmt.Errorf("read the standard input: %w", err)
	}
	laidOut, err := format.Source("-", data)
	if err != nil {
		return &scenarios.UsageError{Err: err}
	}
	_, err = out.Write(laidOut)
	return err
}

// formatter says what to do with a file that is not formatted.
type formatter struct {
	out           io.Writer
	check, differ bool
}

// formatFiles formats the features of the paths, and counts those that were not formatted.
func formatFiles(paths []string, f formatter) (changed int, err error) {
	dir, err := os.Getwd()
	if err != nil {
		return 0, fmt.Errorf("find the working folder: %w", err)
	}
	files, paths, err := tree.Rooted(dir, paths)
	if err != nil {
		return 0, &scenarios.UsageError{Err: err}
	}
	if len(paths) == 0 {
		paths = []string{tree.DefaultPath}
	}
	for _, asked := range paths {
		if _, lines := gherkin.SplitLines(asked); len(lines) > 0 {
			return 0, &commandError{fmt.Errorf("%s: fmt formats whole files; omit the line", asked)}
		}
	}
	features, err := gherkin.Load(files, paths)
	if err != nil {
		err = &scenarios.UsageError{Err: err}
	}
	for _, one := range features {
		differs, wrong := f.file(dir, files, one.URI)
		if differs {
			changed++
		}
		err = errors.Join(err, wrong)
	}
	return changed, err
}

// file formats one file, and reports whether it was not formatted.
func (f formatter) file(dir string, files fs.FS, name string) (differs bool, err error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return false, fmt.Errorf("read %s: %w", name, err)
	}
	laidOut, err := format.Source(name, data)
	if err != nil || bytes.Equal(laidOut, data) {
		return false, err
	}
	switch {
	case f.differ:
		_, err = f.out.Write(diff.Diff(name, data, name, laidOut))
		return true, err
	case !f.check:
		if err := rewrite(dir, name, laidOut); err != nil {
			return true, err
		}
	}
	_, err = fmt.Fprintln(f.out, plaintext.Line(name, maxError))
	return true, err
}
