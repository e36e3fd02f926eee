package tags_test

import (
	"slices"
	"testing"

	"github.com/gherkind/gherkind/internal/tags"
)

// TestWhatTagsAskFor: a tag counts as a whole, or by what follows its prefix.
func TestWhatTagsAskFor(t *testing.T) {
	for name, c := range map[string]struct {
		tags     []string
		topology string
		nodes    []string
		breaks   bool
	}{
		"none":                {nil, "", nil, false},
		"others":              {[]string{"@slow", "@addon:metallb", "@exclusively", "@nodes"}, "", nil, false},
		"exclusive":           {[]string{"@slow", tags.Exclusive}, "", nil, true},
		"two nodes":           {[]string{"@node:worker", "@node:worker2"}, "", []string{"worker", "worker2"}, true},
		"a topology":          {[]string{"@topology:ha"}, "ha", nil, false},
		"the first topology":  {[]string{"@topology:ha", "@topology:single"}, "ha", nil, false},
		"a name with a colon": {[]string{"@node:a:b"}, "", []string{"a:b"}, true},
	} {
		nodes := tags.Values(c.tags, tags.Node)
		if got := tags.TopologyOf(c.tags); got != c.topology || !slices.Equal(nodes, c.nodes) || tags.BreaksNodes(c.tags) != c.breaks {
			t.Errorf("%s: topology %q, nodes %q, breaks nodes: %v", name, got, nodes, tags.BreaksNodes(c.tags))
		}
	}
	if tags.Has([]string{"@slower"}, tags.Slow) || !tags.Has([]string{"@a", "@slow"}, tags.Slow) {
		t.Error("a tag counts as a whole")
	}
}
