package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/doctor"
	"github.com/gherkind/gherkind/internal/project"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/scenarios"
)

func newPreflight() *cobra.Command {
	s := project.Defaults()
	var format string
	c := &cobra.Command{
		Use:   "preflight [PATH[:LINE]]...",
		Short: "Report, before a run, everything that would prevent scenarios from running on their cluster",
		Long: `Report everything that would prevent scenarios from running, all at once: mistakes in features
and manifests; nodes, kinds and fields that the cluster does not have; objects that its API server
would reject; permissions that the kubeconfig's user lacks; images that no node has; pods that fit
on no node. The cluster is brought up as for a run, and nothing is created in it.

  ok        no action needed
  warning   a scenario may intend this, or may fail
  problem   a run would not work, or a scenario would certainly fail

It exits with 0 if a run would work, with 2 if there is a problem, and with 3 if the cluster cannot
be used.`,
		Example: `  gherkind preflight
  gherkind preflight features/shop --context staging
  gherkind preflight --format json`,
		RunE: func(c *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return &commandError{fmt.Errorf("--format %s: it is text or json", format)}
			}
			opts, err := projectOptions(c, s, args)
			if err != nil {
				return err
			}
			return preflight(c, opts, format)
		},
	}
	c.Flags().StringVar(&format, "format", "text", "text for people, or json for programs")
	project.Register(c.Flags(), s, "manifests", "values", "tags", "allow-changes", "allow-node-changes", "allow-commands", "kubeconfig", "context", "name",
		"node-image", "topology", "checkout", "registry", "image-source")
	versionFlag(c.Flags(), s.Cluster)
	profileFlag(c.Flags())
	return c
}

// errPreflight means that a run would not work; the findings have already shown why.
var errPreflight = &commandError{errors.New("a run would not work: see the problems above")}

func preflight(c *cobra.Command, opts scenarios.Options, format string) error {
	begunOf(c.Context()).willChange() // the cluster may have to be started
	progress := newProgress(c.Context())
	opts.Cluster.Progress = progress
	found, err := scenarios.Preflight(c.Context(), opts)
	progress.Close()
	if c.Context().Err() != nil {
		return interruptedBy(c.Context())
	}
	if err != nil {
		return err
	}
	if format == "json" {
		err = found.WriteJSON(c.OutOrStdout())
	} else {
		shown := terminal.OptionsFor(os.Stdout, os.Getenv)
		err = found.WriteText(people(c), doctor.Look{Width: shown.Width, Color: shown.Color, Language: speaking(c.Context())})
	}
	if err != nil {
		return fmt.Errorf("write the findings: %w", err)
	}
	if found.Status == doctor.Problem {
		return errPreflight
	}
	return nil
}
