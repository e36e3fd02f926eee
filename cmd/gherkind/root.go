package main

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

// commandError is a mistake on the command line itself.
type commandError struct{ error }

// maxError is how much of an error is printed, in bytes. It may quote a bundle, a manifest, or an
// answer of a server, whose text the terminal must not obey.
const maxError = 64 << 10

// said is an error as it is printed, in the language.
func said(l *say.Language, text string) string {
	return "gherkind: " + here().of(plaintext.Lines(l.Retell(text), maxError))
}

// run executes one command line and returns the exit code. Errors are printed
// here, once, and nowhere below.
func run(ctx context.Context, args []string) int {
	root := newRoot() //nolint:contextcheck // cobra hands it to the verbs
	speech, err := languageOf(args, os.Getenv)
	speakHelp(speech, root)
	wordingOf(os.Args[0], root.Commands()).help(root)
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) { // also without descriptions
		completeAll(root)
	}
	root.SetArgs(args)
	if err == nil {
		err = root.ExecuteContext(inLanguage(ctx, speech))
	}
	switch {
	case ctx.Err() == nil && unread(err): // what it has to say has no reader
		return codeOf(syscall.SIGPIPE)
	case err != nil && ctx.Err() != nil && !errors.Is(err, errFailed): // whatever it says, the signal ended it
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

// plainFlagError says of a value what it must be, instead of which function read it.
func plainFlagError(err error) string {
	text := regexp.MustCompile(`strconv\.(\w+): parsing (".*"): .*`).ReplaceAllStringFunc(err.Error(), func(found string) string {
		if strings.HasPrefix(found, "strconv.ParseBool") {
			return "it is true or false"
		}
		return "it must be a whole number"
	})
	return text
}

// newHelp is cobra's help, but asking about a verb that does not exist is a mistake.
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
