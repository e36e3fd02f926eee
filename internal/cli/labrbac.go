package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/lab/exercise"
)

func newLabRBAC() *cobra.Command {
	return &cobra.Command{
		Use:   "rbac EXERCISE",
		Short: "Print the permissions of criteria that only read, as RBAC manifests",
		Long: `Print a service account that may read what the criteria of an exercise read and may
change nothing, with the reason for each permission. Criteria that need more are listed.
No cluster is contacted.`,
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
			fmt.Fprint(c.OutOrStdout(), commentsIn(speaking(c.Context()), text))
			return nil
		},
	}
}
