package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/project"
	"github.com/gherkind/gherkind/scenarios"
)

func newRBAC() *cobra.Command {
	s := project.Defaults()
	c := &cobra.Command{
		Use:   "rbac [PATH[:LINE]]...",
		Short: "Print the permissions that scenarios need on an external cluster, as RBAC manifests",
		Long: "Print a service account with the permissions that the given features need on an external cluster (--kubeconfig),\n" +
			"and no more, with the reason for each. No cluster is contacted.",
		Example: `  gherkind rbac features/mine | kubectl apply -f -
  kubectl create token gherkind -n gherkind-system`,
		RunE: func(c *cobra.Command, args []string) error {
			p, err := settle(c, s, false)
			if err != nil {
				return err
			}
			opts, err := scenarios.OfProject(p)
			if err != nil {
				return err
			}
			opts.Steps = ownSteps(c.Context())
			if len(args) > 0 {
				opts.Paths = args
			}
			text, err := scenarios.Rights(opts)
			if err != nil {
				return err
			}
			fmt.Fprint(c.OutOrStdout(), commentsIn(speaking(c.Context()), text))
			return nil
		},
	}
	project.Register(c.Flags(), s, "values", "tags")
	profileFlag(c.Flags())
	return c
}
