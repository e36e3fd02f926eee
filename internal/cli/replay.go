package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
)

func newReplay() *cobra.Command {
	var opts scenarios.ReplayOptions
	var reports []string
	var extract string
	c := &cobra.Command{
		Use:   "replay BUNDLE",
		Short: "Re-evaluate a failed scenario against its recording, without a cluster",
		Long: `replay evaluates the steps of a failed scenario against what was recorded, without
a cluster and without waiting. Times are those of the recording.

The text may be edited: --extract writes the contents of the bundle to a folder, and
--feature uses the edited text. Checks may be changed, added and removed. Steps that act
on the cluster must stay the same. A check that needs more than was recorded is
undecided: it neither passes nor fails, and the exit code is 1.`,
		Example: `  gherkind replay .gherkind/last/memory-14.tgz
  gherkind replay memory-14.tgz --extract memory
  gherkind replay memory-14.tgz --feature memory/files/features/memory.feature`,
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if extract != "" {
				return extractBundle(c, args[0], extract)
			}
			writers, err := parseReports(speaking(c.Context()), reports)
			if err != nil {
				return err
			}
			opts.Bundle, opts.Version, opts.Steps = args[0], version(), ownSteps(c.Context())
			return replayBundle(c.Context(), opts, writers)
		},
	}
	flags := c.Flags()
	flags.StringVar(&opts.Feature, "feature", "", "use the text of this file instead of the recorded feature")
	flags.StringVar(&extract, "extract", "", "only write the contents of the bundle to this folder")
	flags.StringArrayVar(&reports, "report", nil, "also write a report, as FORMAT:FILE; see gherkind run --help")
	return c
}

func extractBundle(c *cobra.Command, file, dir string) error {
	b, err := bundle.Read(file)
	if err == nil {
		err = bundle.Extract(file, dir)
	}
	if err != nil {
		return &commandError{err}
	}
	fmt.Fprintf(people(c), "%s: timeline.txt, events.txt, objects.yaml, logs/, files/\nedit the text, then: %s\n",
		dir, plaintext.ShellLine("gherkind", "replay", file, "--feature", dir+"/files/"+b.Scenario.URI))
	return nil
}

func replayBundle(ctx context.Context, opts scenarios.ReplayOptions, writers []report.Listener) error {
	terminal := newTerminal(ctx, false, []string{})
	opts.Listeners = append([]report.Listener{terminal}, writers...)
	result, err := scenarios.Replay(ctx, opts)
	terminal.Close()
	return ended(ctx, result, err)
}
