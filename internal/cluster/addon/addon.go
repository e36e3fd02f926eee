// Package addon is what all add-ons have in common. An add-on is what Kubernetes leaves to others and a scenario asks for with
// a tag, such as @addon:metallb.
//
// Each is a package below this one with an [AddOn]; package registered lists them. A new one is one more package and one more
// line there.
//
// An add-on stays in the cluster for the next run. What it was installed as is noted in its namespace when all is ready, see
// [Kubectl.Installed], so that the next run finds it there, and one that was interrupted or is of another version is installed
// again.
package addon

import (
	"context"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// AddOn is one that clusters can have.
type AddOn interface {
	// Name is what the tag @addon:NAME says.
	Name() string
	// Ensure returns when the cluster has the add-on, ready to be used. Nobody else changes the cluster meanwhile.
	Ensure(ctx context.Context, target Target) error
	// RemoveImages removes the images that were made for the add-on on this machine. Pulled ones stay. Docker answers.
	RemoveImages(ctx context.Context) error
}

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
