// Package mark tells the clusters that gherkind created from all others, by the name of the image that their nodes were made
// of: gherkind.local/cluster:TOPOLOGY-HASH. kind offers no label of our own on a container, and a label or ConfigMap inside
// Kubernetes cannot be read while the nodes are stopped or half made. The name is there from the container's first moment,
// survives a restart, goes with it, and docker ps shows it.
package mark

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

const repository = "gherkind.local/cluster"

// Of is the name of the image for the nodes of a topology; hash is over all that the cluster is made of.
func Of(topology, hash string) string { return fmt.Sprintf("%s:%s-%s", repository, topology, hash) }

// Read takes a mark apart; ok is false for an image that is not ours.
func Read(image string) (topology, hash string, ok bool) {
	tag, ours := strings.CutPrefix(image, repository+":")
	at := strings.LastIndex(tag, "-")
	if !ours || at < 1 {
		return "", "", false
	}
	return tag[:at], tag[at+1:], true
}

// IsOn reports whether gherkind made a container.
func IsOn(c docker.Container) bool {
	_, _, ours := Read(c.Image)
	return ours
}

// NotOurs reports whether one of the nodes was not created by gherkind.
func NotOurs(containers []docker.Container) bool {
	return slices.ContainsFunc(containers, func(c docker.Container) bool { return c.IsNode() && !IsOn(c) })
}

// Images are the marks of the containers, each once.
func Images(containers []docker.Container) []string {
	return distinct(containers, func(c docker.Container) string { return c.Image })
}

// Clusters are the names of the clusters that have a marked container, each once.
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
