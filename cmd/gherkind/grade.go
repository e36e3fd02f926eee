package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newGrade() *cobra.Command {
	c := &cobra.Command{
		Use:   "grade",
		Short: "Pass marks of exercises on to other systems, and check the log of attempts",
		Long: `Marks of exercises are exported for Gradescope, Moodle, Canvas, nbgrader and LTI,
and shown on pages. The log of attempts is checked for changes.
docs/labs-grading.md describes both.`,
		Args: usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			return &commandError{fmt.Errorf("say what to do; gherkind grade --help lists it")}
		},
	}
	c.AddCommand(gradeFiles()...)
	return c
}
