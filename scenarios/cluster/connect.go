package cluster

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/gherkind/gherkind/internal/cluster/images"
	"github.com/gherkind/gherkind/internal/cluster/registry"
	"github.com/gherkind/gherkind/internal/say"
)

// answerTimeout is the time limit for the first request to a cluster: if it takes longer, the cluster counts as unavailable.
const answerTimeout = 10 * time.Second

// connect uses an external cluster.
func connect(ctx context.Context, o Options) (*Cluster, error) {
	if len(o.AddOns) > 0 {
		return nil, fmt.Errorf("install the add-on %s in an external cluster: gherkind changes only clusters that it created", o.AddOns[0])
	}
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = o.Kubeconfig
	loader := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, &clientcmd.ConfigOverrides{CurrentContext: o.Context})
	raw, err := loader.RawConfig()
	if err != nil {
		return nil, badKubeconfig(o, err)
	}
	name := o.Context
	if name == "" {
		name = raw.CurrentContext
	}
	config, err := loader.ClientConfig()
	if err != nil {
		return nil, badKubeconfig(o, err)
	}
	o.Progress.Step(fmt.Sprintf("connect to %s (context %q)", config.Host, name))
	c := &Cluster{Name: name, Context: name, KubeconfigPath: o.Kubeconfig, Config: config, How: "connected", HowText: say.Textf("connected")}
	ctx, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	if err := c.inspect(ctx); err != nil {
		return nil, &EnvironmentError{
			Doing:  fmt.Sprintf("connect to %s (context %q)", config.Host, name),
			Advice: "check with kubectl get nodes that the cluster runs and that this kubeconfig is for it",
			Err:    err,
		}
	}
	entries, err := images.LoadCatalogue()
	if err != nil {
		return nil, err
	}
	c.Images = entries.Resolve(entries.Built(c.present), c.present, registry.Mirror(o.Registry))
	o.Progress.Done(c.Kubernetes)
	return c, nil
}

// badKubeconfig says why there is no cluster to connect to. This is an error in the options only if they name a kubeconfig or
// context.
func badKubeconfig(o Options, err error) error {
	if !o.Foreign() && clientcmd.IsEmptyConfig(err) {
		return &EnvironmentError{
			Doing:  "find a cluster",
			Advice: "gherkind cluster up brings up gherkind's own, or leaves its kubeconfig in this folder; --kubeconfig names another one's",
			Err:    errors.New("no kubeconfig is here, and kubectl has none"),
		}
	}
	return &OptionError{fmt.Errorf("%s: %w", asOption(o), reasonOf(o, err))}
}

func asOption(o Options) string {
	switch {
	case o.Kubeconfig != "":
		return "--kubeconfig " + o.Kubeconfig
	case o.Context != "":
		return "--context " + o.Context
	}
	return "the kubeconfig that kubectl uses"
}

// reasonOf returns the error with what to correct.
func reasonOf(o Options, err error) error {
	if o.Kubeconfig != "" {
		info, statErr := os.Stat(o.Kubeconfig)
		switch {
		case errors.Is(statErr, fs.ErrNotExist):
			return errors.New("there is no such file")
		case statErr == nil && info.IsDir():
			return errors.New("it is a folder; name the file in it")
		case clientcmd.IsEmptyConfig(err), strings.Contains(err.Error(), "version/kind"):
			return errors.New("the file is not a kubeconfig; kubectl config view --raw prints one")
		}
	}
	if o.Context != "" && clientcmd.IsContextNotFound(err) || strings.Contains(err.Error(), "does not exist") {
		return fmt.Errorf("there is no context %q; %s", o.Context, contextsOf(o))
	}
	return fmt.Errorf("it cannot be used: %w", err)
}

// Contexts returns the possible values of Context. There are none if the kubeconfig cannot be read.
func (o Options) Contexts() []string {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = o.Kubeconfig
	config, err := rules.Load()
	if err != nil {
		return nil
	}
	return slices.Sorted(maps.Keys(config.Contexts))
}

// contextsOf lists the possible values of --context.
func contextsOf(o Options) string {
	names := o.Contexts()
	if len(names) == 0 {
		return "the kubeconfig has none"
	}
	return "there are: " + strings.Join(names, ", ")
}

// quick returns a copy of a configuration with a short timeout.
func quick(config *rest.Config) *rest.Config {
	config = rest.CopyConfig(config)
	config.Timeout = answerTimeout
	return config
}
