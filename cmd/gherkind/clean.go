package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/scenarios"
)

func newClean() *cobra.Command {
	return &cobra.Command{
		Use:   "clean",
		Short: "Remove what gherkind keeps in the working folder; `cluster down` deletes the cluster",
		Args:  usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			if err := os.RemoveAll(scenarios.StateDir); err != nil {
				return fmt.Errorf("remove %s: %w", scenarios.StateDir, err)
			}
			return nil
		},
	}
}
