package cluster

import (
	"slices"
	"testing"
)

func TestOnlyMarkedClustersAreCleaned(t *testing.T) {
	all := []container{
		{Cluster: "gherkind", Image: markOf("multi-node", "0a1b2c")},
		{Cluster: "gherkind", Image: markOf("multi-node", "0a1b2c")},
		{Cluster: "somebodys", Image: "kindest/node:v1.37.0"},
		{Cluster: "gherkind-lifecycle", Image: markOf("one-node", "99")},
		{Cluster: "gherkind-ha", Image: "kindest/haproxy:v1", Role: "external-load-balancer"},
	}
	if got := markedClusters(all); !slices.Equal(got, []string{"gherkind", "gherkind-lifecycle"}) {
		t.Errorf("got %q", got)
	}
	if got := markedClusters(nil); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}
