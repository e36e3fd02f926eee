// Package mark identifies the clusters that gherkind created by the image name of their nodes:
// gherkind.local/cluster:TOPOLOGY-HASH. kind cannot set other labels on a container, and a label or ConfigMap in Kubernetes
// cannot be read while the nodes are stopped or incomplete. The image name exists from the creation of the container to its
// removal, and docker ps shows it.
package mark

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

const repository = "gherkind.local/cluster"

// Of returns the name of the image for the nodes of a topology. The hash is that of everything in the cluster.
func Of(topology, hash string) string { return fmt.Sprintf("%s:%s-%s", repository, topology, hash) }

// Read parses a mark; ok is false for an image of another origin.
func Read(image string) (topology, hash string, ok bool) {
	tag, ours := strings.CutPrefix(image, repository+":")
	at := strings.LastIndex(tag, "-")
	if !ours || at < 1 {
		return "", "", false
	}
	return tag[:at], tag[at+1:], true
}

// IsOn reports whether gherkind created a container.
func IsOn(c docker.Container) bool {
	_, _, ours := Read(c.Image)
	return ours
}

// NotOurs reports whether one of the nodes was not created by gherkind.
func NotOurs(containers []docker.Container) bool {
	return slices.ContainsFunc(containers, func(c docker.Container) bool { return c.IsNode() && !IsOn(c) })
}

// Images returns the marks of the containers, each once.
func Images(containers []docker.Container) []string {
	return distinct(containers, func(c docker.Container) string { return c.Image })
}

// Clusters returns the names of the clusters with a marked container, each once.
func Clusters(containers []docker.Container) []string {
	return distinct(containers, func(c docker.Container) string { return c.Cluster })
}

func distinct(containers []docker.Container, of func(docker.Container) string) []string {
	var values []string
	for _, c := range containers {
		if value := of(c); IsOn(c) && !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	return values
}
