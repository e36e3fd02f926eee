// Package nodeimage supplies the image that the nodes of a kind cluster run:
// the one that kind publishes, or, where no image registry answers, one built
// here out of Go modules and Debian packages.
//
// [Ensure] chooses and, if need be, builds. What goes into a built image is
// package recipe's and the nested Go module's in kind-config/node-image; this
// package decides when to build, and sees to it that a build is cached by its
// content, never runs twice at once, and can be killed at any time.
package nodeimage

import (
	"fmt"

	"github.com/gherkind/gherkind/internal/cluster/registry"
)

// Source is where a node image comes from.
type Source string

// The sources. Auto takes the published image when it is in Docker already or
// a registry answers within seconds, else a built one.
const (
	Auto      Source = "auto"
	Published Source = "published"
	Built     Source = "built"
)

// ParseSource reads a source as a flag has it; "" is Auto.
func ParseSource(s string) (Source, error) {
	switch source := Source(s); source {
	case "":
		return Auto, nil
	case Auto, Published, Built:
		return source, nil
	}
	return "", fmt.Errorf("node image source %q: want %s, %s or %s", s, Auto, Published, Built)
}

// Options of Ensure.
type Options struct {
	Source Source // "" is Auto
	// Kubernetes is a minor version, such as "v1.36"; "" is the default. See Supported.
	Kubernetes string
	// Checkout is the folder that has kind-config/node-image in it. Empty:
	// found by walking up from the working folder. Only a build needs it.
	Checkout string
	// Ref names a published image, or one that gherkind has built, whatever Source and Kubernetes are; "" is the one that
	// belongs to this version of kind.
	Ref string
	// Mirror is the registry that the published image comes from; "" is where it is published.
	Mirror   registry.Mirror
	Progress Progress // may be nil
}

// Image is a node image.
type Image struct {
	Ref               string // in Docker
	Name              string // what a cluster of it is known by: the same from whichever registry it has come
	Source            Source // Published or Built
	KubernetesVersion string // "v1.37.2"
	// Contents are the workload images that lie ready in every node: logical
	// name ("busybox") → name in the node. Empty for a published image.
	Contents map[string]string
	// About says what an image in the node really is, by its name there.
	About map[string]string
}
