package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
)

func newSteps() *cobra.Command {
	var markdown bool
	c := &cobra.Command{
		Use:   "steps [WORD]...",
		Short: "Print every step that a scenario may use, or those that contain the words",
		RunE: func(c *cobra.Command, args []string) error {
			catalogue, err := steps.Catalogue()
			if err != nil {
				return fmt.Errorf("build the step catalogue: %w", err)
			}
			if markdown {
				return step.WriteMarkdown(c.OutOrStdout(), catalogue)
			}
			return step.WriteText(c.OutOrStdout(), catalogue, strings.Join(args, " "))
		},
	}
	c.Flags().BoolVar(&markdown, "markdown", false, "write the catalogue as a Markdown page")
	return c
}
