// Package addon has what all add-ons have in common. An add-on is something that Kubernetes does not include and that a scenario
// requires with a tag, such as @addon:metallb.
//
// Each add-on is a package below this one with an [AddOn]; package registered lists them. To add one, add a package and a line
// there.
//
// An add-on stays in the cluster for the next run. When it is ready, its version is recorded in its namespace, see
// [Kubectl.Installed]. The next run then finds it there. An interrupted installation, or another version, is installed again.
package addon

import (
	"context"

	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// AddOn is an add-on that clusters can have.
type AddOn interface {
	// Name is the NAME of the tag @addon:NAME.
	Name() string
	// Ensure installs the add-on if necessary, and returns when it is ready to be used. The caller makes sure that no other run
	// changes the cluster at the same time.
	Ensure(ctx context.Context, target Target) error
	// RemoveImages removes the images that were built for the add-on on this machine. Pulled images are kept. Docker must answer.
	RemoveImages(ctx context.Context) error
}

// Target is the cluster that gets an add-on.
type Target struct {
	Cluster string
	Node    string // the container of a running control plane
	Network string // the Docker network of its nodes
	// Built says that no registry is used: programs are compiled on this machine.
	Built bool
	// Checkout is the folder that contains kind-config; if it is "", it is searched for from the working folder upwards.
	Checkout string
	// Load loads an image from Docker, which pulls it if necessary, into the nodes that do not have it.
	Load     func(ctx context.Context, image string) error
	Progress host.Progress // must not be nil
}

// NamespacesWithout returns a selector of the namespaces of scenarios that do not need an add-on. An add-on that concerns all
// objects of a kind leaves these out, so that a verdict does not depend on which scenarios ran before in the cluster.
func NamespacesWithout(name string) string { return "gherkind/run,!" + tags.AddOnLabel(name) }
