package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

func newCluster() *cobra.Command {
	c := &cobra.Command{
		Use:   "cluster",
		Short: "Bring the cluster up or down, or show what it is",
		Args:  usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			return &commandError{fmt.Errorf("say what to do with the cluster: up, down or status")}
		},
	}
	c.AddCommand(newClusterUp(), newClusterDown(), newClusterStatus())
	return c
}

// clusterFlags are the ways to say which cluster is meant.
func clusterFlags(flags *pflag.FlagSet, o *cluster.Options) {
	flags.StringVar(&o.Kubeconfig, "kubeconfig", "", "use the cluster of this kubeconfig instead of an own one; it is never changed or deleted")
	flags.StringVar(&o.Context, "context", "", "use this context of the kubeconfig")
	ownClusterFlags(flags, o)
}

// ownClusterFlags say what an own cluster is, besides its version.
func ownClusterFlags(flags *pflag.FlagSet, o *cluster.Options) {
	nameFlags(flags, o)
	flags.StringVar(&o.Topology, "topology", "", "topology of the cluster: a name in kind-config, or a file (default multi-node)")
	flags.StringVar(&o.Checkout, "checkout", "", "checkout of gherkind that the node image is built from (default: found upwards from here)")
	flags.StringVar(&o.Registry, "registry", "", "registry that published images come from, HOST or HOST/PATH, instead of Docker Hub and the like")
	flags.Var((*sourceFlag)(&o.Source), "images", "where images come from: published, built, or auto")
}

// nameFlags are the ways to name an own cluster: by its name, or by what it was made with.
func nameFlags(flags *pflag.FlagSet, o *cluster.Options) {
	flags.StringVar(&o.Name, "name", "", "name of the kind cluster (default gherkind, with the version or the image behind it when one is named)")
	flags.StringVar(&o.NodeImage, "node-image", "", "image of the nodes, in place of --kubernetes and --images: one that kind can use")
}

// versionFlag is the version of one cluster; a run can have several.
func versionFlag(flags *pflag.FlagSet, o *cluster.Options) {
	flags.StringVar(&o.Kubernetes, "kubernetes", "", "version of Kubernetes, such as v1.36; each has a cluster of its own (default "+cluster.DefaultKubernetes()+")")
}

func newClusterUp() *cobra.Command {
	var o cluster.Options
	c := &cobra.Command{
		Use:   "up",
		Short: "Set up what is missing, and create, start or reuse the cluster",
		Args:  usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			begunOf(c.Context()).willChange()
			var up *cluster.Cluster
			err := withProgress(func(p terminal.Progress) (err error) {
				o.Progress = p
				up, err = cluster.Up(c.Context(), o)
				return err
			})
			if err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "cluster %s is ready: %s, Kubernetes %s, %d nodes\n  export KUBECONFIG=%s\n",
				up.Name, up.How, up.Kubernetes, len(up.Nodes), up.KubeconfigPath)
			return nil
		},
	}
	ownClusterFlags(c.Flags(), &o)
	versionFlag(c.Flags(), &o)
	return c
}

func newClusterDown() *cobra.Command {
	var o cluster.Options
	c := &cobra.Command{
		Use:   "down",
		Short: "Delete the cluster that gherkind created",
		Args:  usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			begunOf(c.Context()).willChange()
			return withProgress(func(p terminal.Progress) error {
				o.Progress = p
				return cluster.Down(c.Context(), o)
			})
		},
	}
	nameFlags(c.Flags(), &o)
	versionFlag(c.Flags(), &o)
	return c
}

func newClusterStatus() *cobra.Command {
	var o cluster.Options
	c := &cobra.Command{
		Use:   "status",
		Short: "Show the cluster's nodes, version, topology and age",
		Args:  usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			status, err := cluster.State(c.Context(), o)
			if err != nil {
				return err
			}
			fmt.Fprint(c.OutOrStdout(), status)
			return nil
		},
	}
	clusterFlags(c.Flags(), &o)
	versionFlag(c.Flags(), &o)
	return c
}

// sourceFlag reads cluster.Source from the command line.
type sourceFlag cluster.Source

func (s *sourceFlag) String() string { return string(*s) }
func (*sourceFlag) Type() string     { return "SOURCE" }

// Set accepts the names of the sources.
func (s *sourceFlag) Set(text string) error {
	switch text {
	case "auto", "published", "built":
		*s = sourceFlag(text)
		return nil
	}
	return fmt.Errorf("%q is none of auto, published, built", text)
}

// askFromFlag reads cluster.AskFrom from the command line.
type askFromFlag cluster.AskFrom

func (f *askFromFlag) String() string { return string(*f) }
func (*askFromFlag) Type() string     { return "WHERE" }

// Set accepts the names of the places.
func (f *askFromFlag) Set(text string) error {
	switch where := cluster.AskFrom(text); where {
	case cluster.AskAuto, cluster.AskHost, cluster.AskContainer:
		*f = askFromFlag(where)
		return nil
	}
	return fmt.Errorf("%q is none of host, container, auto", text)
}
