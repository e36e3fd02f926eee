package mark_test

import (
	"slices"
	"testing"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/mark"
)

func TestRead(t *testing.T) {
	tests := []struct {
		image, topology, hash string
		ours                  bool
	}{
		{mark.Of("multi-node", "0123456789ab"), "multi-node", "0123456789ab", true},
		{"kindest/node:v1.37.0", "", "", false},
		{"gherkind.local/cluster:", "", "", false},
		{"elsewhere/gherkind.local/cluster:a-b", "", "", false},
	}
	for _, test := range tests {
		topology, hash, ours := mark.Read(test.image)
		if topology != test.topology || hash != test.hash || ours != test.ours {
			t.Errorf("Read(%q) = %q, %q, %v", test.image, topology, hash, ours)
		}
	}
}

func TestOnlyMarkedClustersAreCleaned(t *testing.T) {
	all := []docker.Container{
		{Cluster: "gherkind", Image: mark.Of("multi-node", "0a1b2c")},
		{Cluster: "gherkind", Image: mark.Of("multi-node", "0a1b2c")},
		{Cluster: "somebodys", Image: "kindest/node:v1.37.0"},
		{Cluster: "gherkind-lifecycle", Image: mark.Of("one-node", "99")},
		{Cluster: "gherkind-ha", Image: "kindest/haproxy:v1", Role: "external-load-balancer"},
	}
	if got := mark.Clusters(all); !slices.Equal(got, []string{"gherkind", "gherkind-lifecycle"}) {
		t.Errorf("got %q", got)
	}
	if got := mark.Clusters(nil); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}
