package steps

import (
	"slices"
	"testing"

	"github.com/gherkind/gherkind/steps/step"
)

func TestSaidIn(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]string{
		`pod "mem2/web" does not exist`:                                   {"web"},
		`there are 0 pods labelled "app=web,tier" in namespace "default"`: {"app=web", "tier", "default"},
		`node "worker2" is labelled "disk=ssd"`:                           {"disk=ssd"},
		`pod "a" is on the same node as pod "b"`:                          {"a", "b"},
	} {
		m, err := c.Match(text, step.NoArgument)
		if err != nil {
			t.Fatal(err)
		}
		if got := SaidIn(m.Plan(step.Argument{}, step.Place{})); !slices.Equal(got, want) {
			t.Errorf("%s: %q", text, got)
		}
	}
}
