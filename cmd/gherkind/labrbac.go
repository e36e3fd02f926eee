package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/lab/exercise"
)

func newLabRBAC() *cobra.Command {
	return &cobra.Command{
		Use:   "rbac EXERCISE",
		Short: "Print the rights that grading what only looks needs, as RBAC manifests",
		Long: `Print a service account that may look at what the criteria of an exercise look at, and
may change nothing, with what each right is for. No cluster is asked. Criteria that need
more are named.`,
		Example: `  gherkind lab rbac labs/broken-service | kubectl apply -f -
  kubectl create token gherkind-grader -n gherkind-system`,
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			e, err := loadExercise(args[0], exercise.Options{})
			if err != nil {
				return err
			}
			text, err := e.Rights()
			if err != nil {
				return err
			}
			fmt.Fprint(c.OutOrStdout(), text)
			return nil
		},
	}
}
