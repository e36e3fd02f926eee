package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/doctor"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

func newDoctor() *cobra.Command {
	var o cluster.Options
	var format string
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Check the prerequisites of a run and print fixes",
		Long: `doctor checks this machine, its Docker and the cluster as a run would find them, and
prints for each finding whether it is in order and, if not, the fix. It is read-only:
nothing is started, pulled, created or written.

  ok        no action needed
  warning   a run works, but something is degraded or close to a limit
  problem   a run does not work

It exits with 0 if a run would work, and with 3 if it would not.`,
		Example: `  gherkind doctor
  gherkind doctor --format json
  gherkind doctor --kubernetes v1.36 --topology ha
  gherkind doctor --context staging`,
		Args: usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if format != "text" && format != "json" {
				return &commandError{fmt.Errorf("--format %s: it is text or json", format)}
			}
			if err := settleCluster(c, &o); err != nil {
				return err
			}
			if err := o.Check(); err != nil {
				return err
			}
			found := doctor.Run(c.Context(), o)
			if c.Context().Err() != nil {
				return interruptedBy(c.Context())
			}
			shown := terminal.OptionsFor(os.Stdout, os.Getenv)
			write := func() error {
				return found.WriteText(people(c), doctor.Look{Width: shown.Width, Color: shown.Color, Language: speaking(c.Context())})
			}
			if format == "json" {
				write = func() error { return found.WriteJSON(c.OutOrStdout()) }
			}
			if err := write(); err != nil {
				return fmt.Errorf("write the findings: %w", err)
			}
			if found.Status == doctor.Problem {
				return errHindered
			}
			return nil
		},
	}
	c.Flags().StringVar(&format, "format", "text", "text for people, or json for programs")
	clusterFlags(c.Flags(), &o)
	versionFlag(c.Flags(), &o)
	profileFlag(c.Flags())
	return c
}

// errHindered says that a run would not work; the findings have already said why.
var errHindered = errors.New("a run would not work on this machine: see the problems above")
