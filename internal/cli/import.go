package cli

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/starter"
	"github.com/gherkind/gherkind/internal/translate"
	"github.com/gherkind/gherkind/internal/words"
)

func newImport() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "import chainsaw|kuttl DIR",
		Short: "Translate tests of Chainsaw or KUTTL into features and manifests",
		Long: `import reads the tests in DIR and below it, and writes a feature with its manifests for
each of them to this folder or --out. It needs no cluster. Existing files are never
changed.

What has no equivalent, such as a long script or an expression, becomes a comment in the
scenario and is listed with its file and line, and so is each field that is not used.
Operations that only collect logs and events are omitted: the evidence of each failed
scenario contains them.`,
		Example: `  gherkind import chainsaw tests/e2e
  gherkind import kuttl tests/e2e --out shop`,
		Args: usage(cobra.ExactArgs(2)),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return []string{"chainsaw", "kuttl"}, cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(c *cobra.Command, args []string) error {
			suite, err := readTests(args[0], args[1])
			if err != nil {
				return &commandError{err}
			}
			return writeTranslation(people(c), suite, out)
		},
	}
	c.Flags().StringVarP(&out, "out", "o", ".", "folder to write features and manifests to")
	return c
}

func readTests(tool, dir string) (*translate.Suite, error) {
	switch tool {
	case "chainsaw":
		return translate.Chainsaw(dir)
	case "kuttl":
		return translate.KUTTL(dir)
	}
	return nil, fmt.Errorf("%q is not known: import chainsaw or kuttl", tool)
}

// writeTranslation writes the files, and prints what must be done manually.
func writeTranslation(out io.Writer, suite *translate.Suite, dir string) error {
	var files []starter.File
	for _, f := range suite.Files() {
		files = append(files, starter.File{Name: f.Name, Data: f.Data})
	}
	written, err := starter.Write(dir, files)
	for _, name := range written.New {
		fmt.Fprintln(out, "wrote  "+filepath.Join(dir, filepath.FromSlash(name)))
	}
	for _, name := range written.Kept {
		fmt.Fprintln(out, "kept   "+filepath.Join(dir, filepath.FromSlash(name))+", which already exists")
	}
	if err != nil {
		return err
	}
	skipped := suite.Skipped()
	fmt.Fprintf(out, "\n%s, %s", words.Times("test", len(suite.Cases)), words.Times("step", suite.Steps()))
	if len(skipped) > 0 {
		fmt.Fprintf(out, "; not translated:\n")
		for _, s := range skipped {
			fmt.Fprintf(out, "  %s\n", s)
		}
	} else {
		fmt.Fprintln(out)
	}
	if len(files) == 0 {
		return &commandError{errors.New("nothing could be translated: see above")}
	}
	run := "gherkind run " + filepath.Join(dir, "features")
	if n := suite.Commands(); n > 0 {
		run += " --allow-commands"
		fmt.Fprintf(out, "\n%s run a command on this machine, which needs --allow-commands, or allow-commands: true in gherkind.yaml\n", words.Times("step", n))
	}
	fmt.Fprintf(out, "\nReview the files, then run them:\n  gherkind lint %s\n  %s\n", filepath.Join(dir, "features"), run)
	return nil
}
