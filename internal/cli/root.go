package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
)

// commandError is a usage error on the command line.
type commandError struct{ error }

// maxError limits how many bytes of an error are printed. It may quote a bundle, a manifest, or a response, whose control
// characters must not reach the terminal.
const maxError = 64 << 10

// said formats an error for printing, in the language.
func said(l *say.Language, text string) string {
	return "gherkind: " + here().of(plaintext.Lines(l.Retell(text), maxError))
}

// run executes one command line and returns the exit code. All errors are printed here, once.
func run(ctx context.Context, args []string) int {
	root := newRoot() //nolint:contextcheck // cobra hands it to the verbs
	speech, err := languageOf(args, os.Getenv)
	speakHelp(speech, root)
	wordingOf(os.Args[0], root.Commands()).help(root)
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) { // for all variants of the request, with and without descriptions
		completeAll(root)
	}
	root.SetArgs(args)
	if err == nil {
		err = root.ExecuteContext(inLanguage(ctx, speech))
	}
	switch {
	case ctx.Err() == nil && unread(err): // the output has no reader
		return codeOf(syscall.SIGPIPE)
	case err != nil && ctx.Err() != nil && !errors.Is(err, errFailed): // whatever the error is, the signal ended the program
		err = errors.Join(interruptedBy(ctx), err)
		for _, line := range leftBehind(err) {
			fmt.Fprintln(os.Stderr, said(speech, line))
		}
	case err != nil && !errors.Is(err, errFailed):
		fmt.Fprintln(os.Stderr, said(speech, err.Error()))
	}
	return exitCode(err)
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "gherkind",
		Short: "Test how applications behave on Kubernetes",
		Long: `gherkind runs plain-language scenarios (Gherkin) on a real multi-node kind
cluster. It sets up what is missing, even without an image registry.

Exit codes: 0 all passed · 1 scenarios failed · 2 a command, feature or
manifest is invalid · 3 the cluster or the host was at fault · 128 plus the
number of the signal that interrupted it: 130 for ^C, 143 for SIGTERM`,
		Example: `  gherkind init            start a project
  gherkind doctor          what this machine lacks, and how to fix it
  gherkind steps pod       the steps about pods; gherkind steps prints all
  gherkind lint            find mistakes in your features, without a cluster
  gherkind run             run features/, or gherkind's own features if there is none`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          usage(cobra.NoArgs),
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return &commandError{fmt.Errorf("%s; see %s --help", plainFlagError(err), c.CommandPath())}
	})
	registerLanguage(root.PersistentFlags())
	root.SetHelpCommand(newHelp())
	root.AddCommand(newRun(), newInit(), newConfig(), newCluster(), newSteps(), newExplain(), newRecord(), newImport(), newReplay(), newRBAC(), newMutate(), newLab(), newDoctor(), newClean(), newVersion())
	root.AddCommand(newLint(), newPreflight(), newFmt(), newLSP(), newGrade(), newReport(), newRunner())
	return root
}

// usage wraps a command's argument check, so that its error exits with 2.
func usage(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			return &commandError{fmt.Errorf("%w; see %s --help", err, c.CommandPath())}
		}
		return nil
	}
}

// plainFlagError says what a value must be, instead of which function parsed it.
func plainFlagError(err error) string {
	text := regexp.MustCompile(`strconv\.(\w+): parsing (".*"): .*`).ReplaceAllStringFunc(err.Error(), func(found string) string {
		if strings.HasPrefix(found, "strconv.ParseBool") {
			return "it is true or false"
		}
		return "it must be a whole number"
	})
	return text
}

// newHelp is cobra's help, but an unknown command is a usage error.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [VERB]",
		Short: "Help about any verb",
		RunE: func(c *cobra.Command, args []string) error {
			about, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return &commandError{fmt.Errorf("there is no verb %q; gherkind --help lists them", strings.Join(args, " "))}
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}
