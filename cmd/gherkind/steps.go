package main

import (
	"errors"
	"fmt"
	"io"
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
			return printSteps(c.OutOrStdout(), catalogue, strings.Join(args, " "))
		},
	}
	c.Flags().BoolVar(&markdown, "markdown", false, "write the catalogue as a Markdown page")
	return c
}

// printSteps prints those that contain the words. Words that no step has are a mistake, unless they say what a step
// says otherwise.
func printSteps(out io.Writer, catalogue *step.Catalogue, words string) error {
	err := step.WriteText(out, catalogue, words)
	if !errors.As(err, new(*step.NoStepError)) {
		return err
	}
	if hint := catalogue.Answer(step.RoleAny, words); hint != "" {
		err = fmt.Errorf("%w; %s", err, hint)
	}
	return &commandError{err}
}
