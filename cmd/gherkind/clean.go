package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/cluster/clean"
	"github.com/gherkind/gherkind/scenarios"
)

func newClean() *cobra.Command {
	var force bool
	c := &cobra.Command{
		Use:   "clean",
		Short: "Remove all that gherkind made: clusters, built images, caches, its set-up of Docker",
		Args:  usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			begunOf(c.Context()).willChange()
			terminal := newTerminal(c.Context(), false, []string{})
			defer terminal.Close()
			if err := clean.All(c.Context(), terminal, force); err != nil {
				return err
			}
			if err := os.RemoveAll(scenarios.StateDir); err != nil {
				return fmt.Errorf("remove %s: %w", scenarios.StateDir, err)
			}
			return nil
		},
	}
	c.Flags().BoolVar(&force, "force", false, "also clusters that runs use")
	return c
}
