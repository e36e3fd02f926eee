package tags_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/tags"
)

// TestWhatTagsAskFor: a tag matches as a whole, or by its prefix.
func TestWhatTagsAskFor(t *testing.T) {
	for name, c := range map[string]struct {
		tags     []string
		topology string
		nodes    []string
	}{
		"none":                {nil, "", nil},
		"others":              {[]string{"@slow", "@addon:metallb", "@exclusively", "@nodes"}, "", nil},
		"exclusive":           {[]string{"@slow", tags.Exclusive}, "", nil},
		"two nodes":           {[]string{"@node:worker", "@node:worker2"}, "", []string{"worker", "worker2"}},
		"a topology":          {[]string{"@topology:ha"}, "ha", nil},
		"the first topology":  {[]string{"@topology:ha", "@topology:single"}, "ha", nil},
		"a name with a colon": {[]string{"@node:a:b"}, "", []string{"a:b"}},
	} {
		nodes := tags.Values(c.tags, tags.Node)
		if got := tags.TopologyOf(c.tags); got != c.topology || !slices.Equal(nodes, c.nodes) {
			t.Errorf("%s: topology %q, nodes %q", name, got, nodes)
		}
	}
	if tags.Has([]string{"@slower"}, tags.Slow) || !tags.Has([]string{"@a", "@slow"}, tags.Slow) {
		t.Error("a tag counts as a whole")
	}
}

// TestSimulatedNodes: the tag is a number, and asks for the add-on that it needs.
func TestSimulatedNodes(t *testing.T) {
	for text, want := range map[string]int{
		"":                      0,
		"@simulated-nodes":      0,
		"@simulated-nodes:many": 0,
		"@simulated-nodes:40":   40,
		"@simulated-nodes:9 @simulated-nodes:500": 500,
	} {
		if got := tags.Simulated(strings.Fields(text)); got != want {
			t.Errorf("%q: %d", text, got)
		}
	}
	for text, want := range map[string]string{
		"@addon:metallb":                         "metallb",
		"@simulated-nodes:3":                     "kwok",
		"@addon:metallb @simulated-nodes:3":      "metallb kwok",
		"@simulated-nodes:3 @addon:kwok":         "kwok",
		"@simulated-nodes:3 @simulated-nodes:40": "kwok",
	} {
		if got := strings.Join(tags.AddOns(strings.Fields(text)), " "); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
}
