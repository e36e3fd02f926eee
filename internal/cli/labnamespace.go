package cli

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/scenarios"
)

func newLabNamespace() *cobra.Command {
	var user string
	c := &cobra.Command{
		Use:   "namespace EXERCISE NAME",
		Short: "Print a namespace for a student to work in, with limits and permissions",
		Long: `Print manifests of a namespace in which a student works on an exercise: with the Pod
Security level, quota, limits and network policy that a submission gets, and with a role
for what a submission may contain. No cluster is contacted.`,
		Example: `  gherkind lab namespace labs/broken-service student-7 | kubectl apply -f -
  gherkind lab namespace labs/broken-service student-7 --user ann@example.org`,
		Args: usage(cobra.ExactArgs(2)),
		RunE: func(c *cobra.Command, args []string) error {
			e, err := loadExercise(args[0], exercise.Options{})
			if err != nil {
				return err
			}
			text, err := grade.Workplace(e, args[1], cmp.Or(user, args[1]))
			if err != nil {
				return &scenarios.UsageError{Err: err}
			}
			fmt.Fprint(c.OutOrStdout(), commentsIn(speaking(c.Context()), text))
			return nil
		},
	}
	c.Flags().StringVar(&user, "user", "", "name by which the cluster knows the student (default: that of the namespace)")
	return c
}
