// Package addon brings add-ons into a cluster that is up: what Kubernetes
// leaves to others and a scenario asks for with a tag, such as @addon:metallb.
//
// An add-on stays in the cluster for the next run. What was wanted of it is
// noted in its namespace when all is ready, so that the next run finds it there,
// and one that was interrupted or is of another version is brought again.
package addon

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// Target is the cluster that gets an add-on.
type Target struct {
	Cluster string // its name
	Node    string // the container of a control plane that runs
	Network string // the Docker network of its nodes
	// Built says that no registry answers: what runs is compiled here.
	Built bool
	// Checkout is the folder that holds kind-config; "" is found from the working folder upwards.
	Checkout string
	// Load brings an image of Docker, pulled if need be, into the nodes that lack it.
	Load     func(ctx context.Context, image string) error
	Progress host.Progress // must not be nil
}

var addons = map[string]func(context.Context, Target) error{
	"metallb": ensureMetalLB,
}

// Names lists the add-ons there are.
func Names() []string { return slices.Sorted(maps.Keys(addons)) }

// Ensure returns when the cluster has the add-on, ready to be used. Nobody else
// may change the cluster meanwhile. Its errors are a *host.EnvironmentError,
// except for a name that is none.
func Ensure(ctx context.Context, name string, target Target) error {
	ensure, ok := addons[name]
	if !ok {
		return fmt.Errorf("no add-on %q; there are: %s", name, strings.Join(Names(), ", "))
	}
	if err := ensure(ctx, target); err != nil {
		return &host.EnvironmentError{
			Doing:  fmt.Sprintf("bring the add-on %s into cluster %s", name, target.Cluster),
			Advice: fmt.Sprintf("it takes Go and a checkout of gherkind; --tags 'not @addon:%s' leaves out the scenarios that need it", name),
			Err:    err,
		}
	}
	return nil
}
