package main

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
		Short: "Lay out feature files: indentation, tables, tags and empty lines",
		Long: `fmt writes feature files anew with the usual indentation, aligned tables and one empty
line between scenarios. What a file says stays the same, comments and the text of doc
strings as well. It prints the files that it has changed. With - it reads the standard
input and writes the standard output.

With --check or --diff it changes nothing. It exits with 1 when --check finds a file
that is not laid out, and with 2 when a file cannot be read as a feature; the others
are laid out all the same.`,
		Example: `  gherkind fmt
  gherkind fmt --check features/shop
  gherkind fmt - < shop.feature`,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] == "-" {
				return formatStream(c.InOrStdin(), c.OutOrStdout())
			}
			changed, err := formatFiles(args, formatter{c.OutOrStdout(), check, differ})
			if err == nil && check && changed > 0 {
				fmt.Fprintln(os.Stderr, said(words.Times("file", changed)+" not laid out; gherkind fmt does it"))
				return errFailed
			}
			return err
		},
	}
	c.Flags().BoolVar(&check, "check", false, "change nothing, and exit with 1 when a file is not laid out")
	c.Flags().BoolVar(&differ, "diff", false, "change nothing, and print what would be changed")
	return c
}

// formatStream lays out one text.
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

// formatter is what to do with a file that is not laid out.
type formatter struct {
	out           io.Writer
	check, differ bool
}

// formatFiles lays out the features of the paths, and counts those that were not.
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
			return 0, &commandError{fmt.Errorf("%s: fmt lays out whole files; leave the line out", asked)}
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

// file lays out one file, and reports whether it was not.
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
