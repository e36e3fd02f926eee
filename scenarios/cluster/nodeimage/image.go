// Package nodeimage provides the image for the nodes of a kind cluster: the one that kind publishes or, if no image registry
// answers, one that is built on this machine from Go modules and Debian packages.
//
// [Ensure] chooses and, if necessary, builds. Package recipe and the nested Go module in kind-config/node-image define the
// content of a built image. This package decides when to build, and makes sure that a build is cached by its content, never runs
// twice at the same time, and can be killed at any time.
package nodeimage

import (
	"fmt"

	"github.com/gherkind/gherkind/internal/cluster/registry"
)

// Source says where a node image comes from.
type Source string

// The sources. Auto uses the published image if Docker already has it or a registry answers within seconds, otherwise a built
// one.
const (
	Auto      Source = "auto"
	Published Source = "published"
	Built     Source = "built"
)

// ParseSource parses the value of a flag; "" is Auto.
func ParseSource(s string) (Source, error) {
	switch source := Source(s); source {
	case "":
		return Auto, nil
	case Auto, Published, Built:
		return source, nil
	}
	return "", fmt.Errorf("node image source %q: want %s, %s or %s", s, Auto, Published, Built)
}

// Options are the options of Ensure.
type Options struct {
	Source Source // "" is Auto
	// Kubernetes is a minor version, such as "v1.36"; "" is the default. See Supported.
	Kubernetes string
	// Checkout is the folder that contains kind-config/node-image. If it is empty, the working folder and its parents are searched.
	// It is only needed to build.
	Checkout string
	// Ref is the name of a published image, or of one that gherkind has built. It takes precedence over Source and Kubernetes. "" is
	// the image for this version of kind.
	Ref string
	// Mirror is the registry from which the published image is pulled; "" is the original one.
	Mirror   registry.Mirror
	Progress Progress // may be nil
}

// Image is a node image.
type Image struct {
	Ref               string // in Docker
	Name              string // identifies the image in the mark of a cluster, independent of the registry
	Source            Source // Published or Built
	KubernetesVersion string // "v1.37.2"
	// Contents are the workload images that are included in every node: logical name ("busybox") → name in the node. It is empty for
	// a published image.
	Contents map[string]string
	// About describes what the images in the node really are, by their names there.
	About map[string]string
}
