package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gherkind/gherkind/internal/project"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

func newCluster() *cobra.Command {
	c := &cobra.Command{
		Use:   "cluster",
		Short: "Bring the cluster up or down, or show its status",
		Args:  usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			return &commandError{fmt.Errorf("specify what to do with the cluster: up, down or status")}
		},
	}
	c.AddCommand(newClusterUp(), newClusterDown(), newClusterStatus())
	return c
}

// clusterFlags registers the flags that select a cluster.
func clusterFlags(flags *pflag.FlagSet, o *cluster.Options) {
	project.Register(flags, &project.Settings{Cluster: o}, "kubeconfig", "context")
	ownClusterFlags(flags, o)
}

// ownClusterFlags registers the flags that describe a cluster of gherkind, apart from its version.
func ownClusterFlags(flags *pflag.FlagSet, o *cluster.Options) {
	nameFlags(flags, o)
	project.Register(flags, &project.Settings{Cluster: o}, "topology", "checkout", "registry", "image-source")
}

// nameFlags registers the flags that identify a cluster of gherkind: by its name, or by its node image.
func nameFlags(flags *pflag.FlagSet, o *cluster.Options) {
	project.Register(flags, &project.Settings{Cluster: o}, "name", "node-image")
}

// versionFlag registers the flag for the version of one cluster; run has a flag for several.
func versionFlag(flags *pflag.FlagSet, o *cluster.Options) {
	flags.StringVar(&o.Kubernetes, "kubernetes", "", "Kubernetes version, such as v1.36; each has its own cluster (default "+cluster.DefaultKubernetes()+")")
}

func newClusterUp() *cobra.Command {
	var o cluster.Options
	c := &cobra.Command{
		Use:   "up",
		Short: "Set up what is missing, and create, start or reuse the cluster",
		Args:  usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := settleCluster(c, &o); err != nil {
				return err
			}
			begunOf(c.Context()).willChange()
			var up *cluster.Cluster
			err := withProgress(c.Context(), func(p terminal.Progress) (err error) {
				o.Progress = p
				up, err = cluster.Up(c.Context(), o)
				return err
			})
			if err != nil {
				return err
			}
			fmt.Fprintf(people(c), "cluster %s is ready: %s, Kubernetes %s, %d nodes\n  export KUBECONFIG=%s\n",
				up.Name, up.How, up.Kubernetes, len(up.Nodes), up.KubeconfigPath)
			return nil
		},
	}
	ownClusterFlags(c.Flags(), &o)
	versionFlag(c.Flags(), &o)
	profileFlag(c.Flags())
	return c
}

func newClusterDown() *cobra.Command {
	var o cluster.Options
	var force bool
	c := &cobra.Command{
		Use:   "down",
		Short: "Delete the cluster that gherkind created",
		Args:  usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := settleCluster(c, &o); err != nil {
				return err
			}
			begunOf(c.Context()).willChange()
			return withProgress(c.Context(), func(p terminal.Progress) error {
				o.Progress = p
				if force {
					return cluster.Down(c.Context(), o)
				}
				users, err := cluster.DownUnused(c.Context(), o)
				return errors.Join(err, cluster.InUse(o.Name, users))
			})
		},
	}
	c.Flags().BoolVar(&force, "force", false, "even if runs use the cluster")
	nameFlags(c.Flags(), &o)
	versionFlag(c.Flags(), &o)
	profileFlag(c.Flags())
	return c
}

func newClusterStatus() *cobra.Command {
	var o cluster.Options
	c := &cobra.Command{
		Use:   "status",
		Short: "Show the cluster's nodes, version, topology and age",
		Args:  usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := settleCluster(c, &o); err != nil {
				return err
			}
			status, err := cluster.State(c.Context(), o)
			if err != nil {
				return err
			}
			fmt.Fprint(people(c), status)
			return nil
		},
	}
	clusterFlags(c.Flags(), &o)
	versionFlag(c.Flags(), &o)
	profileFlag(c.Flags())
	return c
}
