package cluster

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/cluster/registrytest"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// steps is a Progress that records its steps.
type steps struct{ begun []string }

func (s *steps) Step(what string) { s.begun = append(s.begun, what) }
func (*steps) Done(string)        {}
func (*steps) Info(string)        {}

// TestPublishedWorkloadRefused: an image that the registry does not serve is noticed before a cluster is created, so that no
// incomplete one is left.
func TestPublishedWorkloadRefused(t *testing.T) {
	r := registrytest.New(t)
	const node = "kindest/node:v0.0.1"
	r.Random(t, node, 1<<20)
	var heard steps
	o := Options{
		Name: "gherkind-refused", Topology: "testdata/one-node.yaml", StateDir: t.TempDir(), Progress: &heard,
		Source: nodeimage.Published, NodeImage: node, Registry: r.Host,
	}
	_, err := Up(t.Context(), o)
	if !errors.As(err, new(*EnvironmentError)) || !strings.Contains(err.Error(), "/library/busybox:") || !strings.Contains(err.Error(), "has no such image") {
		t.Errorf("got %v", err)
	}
	for part, want := range map[string]bool{"pull the node image": true, "kind: ": false} {
		if got := slices.ContainsFunc(heard.begun, func(step string) bool { return strings.HasPrefix(step, part) }); got != want {
			t.Errorf("%q: %v; steps: %q", part, got, heard.begun)
		}
	}
	if s := state(t, o); s.Exists {
		t.Errorf("there is a cluster:\n%s", s)
	}
}
