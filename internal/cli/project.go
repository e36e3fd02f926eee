package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gherkind/gherkind/internal/project"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// profileFlag registers the flag that selects a profile of the project file.
func profileFlag(flags *pflag.FlagSet) {
	flags.String("profile", "", "use this profile of "+project.FileName+" (default: that of "+project.ProfileVariable+")")
}

// settle sets the settings without a flag from the environment and the project file. all means that the command has all
// settings.
func settle(c *cobra.Command, s *project.Settings, all bool) (*project.Project, error) {
	profile, err := c.Flags().GetString("profile")
	if err != nil {
		return nil, fmt.Errorf("read --profile: %w", err)
	}
	p, err := project.Resolve(project.Request{Dir: ".", Profile: profile, Getenv: os.Getenv, Flags: c.Flags(), Settings: s, All: all})
	if wrong := (project.Error{}); errors.As(err, &wrong) {
		return nil, &commandError{err}
	}
	return p, err
}

// settleCluster is settle for a command about one cluster, whose flags are in o.
func settleCluster(c *cobra.Command, o *cluster.Options) error {
	s := project.Defaults()
	s.Cluster = o
	p, err := settle(c, s, false)
	if err != nil {
		return err
	}
	if p.File != nil && p.File.Dir() != "." {
		below, err := scenarios.OfProject(p)
		if err != nil {
			return err
		}
		o.StateDir = below.Cluster.StateDir
	}
	return oneVersion(p, o)
}

// projectOptions returns the options of a command for one cluster. paths, if any, take precedence over the settings.
func projectOptions(c *cobra.Command, s *project.Settings, paths []string) (scenarios.Options, error) {
	p, err := settle(c, s, false)
	if err != nil {
		return scenarios.Options{}, err
	}
	opts, err := scenarios.OfProject(p)
	if err != nil {
		return opts, err
	}
	opts.Version, opts.Steps = version(), ownSteps(c.Context())
	if len(paths) > 0 {
		opts.Paths = paths
	}
	return opts, oneVersion(p, &opts.Cluster)
}

// oneVersion uses the Kubernetes version in the settings, if there is no flag for it.
func oneVersion(p *project.Project, o *cluster.Options) error {
	switch from := p.Origin("kubernetes"); {
	case from.From == project.ByFlag, len(p.Kubernetes) == 0:
	case len(p.Kubernetes) > 1:
		return &commandError{fmt.Errorf("%s: several versions of Kubernetes, each with a cluster of its own: say with --kubernetes which one is meant", from)}
	default:
		o.Kubernetes = p.Kubernetes[0]
	}
	return nil
}
