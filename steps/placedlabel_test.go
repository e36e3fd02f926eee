package steps

import (
	"testing"

	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/internal/viewtest"
)

func TestPlacesOnlyOnLabelledNodes(t *testing.T) {
	ssd := placeholder.Label{Key: "disk", Value: "ssd"}
	for name, c := range map[string]struct {
		on   map[string]int
		good []string
		saw  string
	}{
		"all":              {map[string]int{"a": 2, "b": 1}, []string{"a", "b", "c"}, ""},
		"one of them":      {map[string]int{"a": 2, "b": 1}, []string{"a"}, `node "b" is not labelled disk=ssd; 2 pods on "a", 1 pod on "b"`},
		"no such node":     {map[string]int{"a": 1}, nil, `node "a" is not labelled disk=ssd; 1 pod on "a"`},
		"no pods, no news": {map[string]int{}, []string{"a"}, "there are no pods"},
	} {
		viewtest.Verdict(t, name, onlyOn(objects.Places{On: c.on}, c.good, ssd), c.saw)
	}
}
