package cluster

import (
	"errors"
	"fmt"
	"os"
	"regexp"

	"github.com/gherkind/gherkind/internal/cluster/registry"
	"github.com/gherkind/gherkind/internal/cluster/topology"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// OptionError says that an option is invalid: a kubeconfig, a context, a
// topology, a name. Neither the host nor a cluster is at fault. The command line
// exits with 2.
type OptionError struct{ Err error }

func (e *OptionError) Error() string { return e.Err.Error() }
func (e *OptionError) Unwrap() error { return e.Err }

// named matches names that are valid for kind as the name of a cluster, and for Docker as the beginning of a container's name.
var named = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*$`)

// longestName is the maximum length of a cluster's name, which leaves room for the names of its nodes.
const longestName = 40

// Check validates the options as far as possible without touching anything. Its error is an [*OptionError].
func (o Options) Check() error { return o.withDefaults().asked() }

// asked is Check for options with their defaults.
func (o Options) asked() error {
	switch {
	case !named.MatchString(o.Name):
		return &OptionError{fmt.Errorf("--name %q: the name of a cluster is made of lower case letters, digits, '-' and '.', and does not begin with a sign", o.Name)}
	case len(o.Name) > longestName:
		return &OptionError{fmt.Errorf("--name %q: it has %d letters, and the names of its nodes leave room for %d", o.Name, len(o.Name), longestName)}
	case o.Foreign() && o.Topology != "":
		return &OptionError{errors.New("--topology is for a cluster that gherkind makes, not for that of --kubeconfig or --context: leave it out")}
	case o.Foreign() && o.AskFrom == AskContainer:
		return &OptionError{errors.New("--ask-from container is for a cluster that gherkind makes, not for that of --kubeconfig or --context, whose network it does not know: leave it out")}
	case o.Foreign() && (o.Kubernetes != "" || o.NodeImage != ""):
		return &OptionError{errors.New("--kubernetes and --node-image are for a cluster that gherkind makes, not for that of --kubeconfig or --context: leave them out")}
	}
	if err := o.askedVersion(); err != nil {
		return &OptionError{err}
	}
	if _, err := registry.ParseMirror(o.Registry); err != nil {
		return &OptionError{fmt.Errorf("--registry: %w", err)}
	}
	if o.Registry != "" && o.Source == nodeimage.Built {
		return &OptionError{errors.New("--registry is where published images come from, and --images built wants none: use only one of them")}
	}
	if info, err := os.Stat(o.Checkout); o.Checkout != "" && (err != nil || !info.IsDir()) {
		return &OptionError{fmt.Errorf("--checkout %s: there is no such folder", o.Checkout)}
	}
	return o.checkImages()
}

// shape reads the requested topology.
func (o Options) shape() (*topology.Topology, error) {
	t, err := topology.Load(o.Topology)
	if err != nil {
		return nil, &OptionError{err}
	}
	return t, nil
}
