package assert

import (
	"testing"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// TestNamespacesInTheScenariosWords: nobody knows the names that are made up for a run.
func TestNamespacesInTheScenariosWords(t *testing.T) {
	hub, tape := observe.Replay(t.Context(), observe.Recording{})
	t.Cleanup(hub.Stop)
	w := (&world.Run{Hub: hub}).Replay(tape, world.Scenario{}, world.State{Namespaces: map[string]string{"": "gherkind-a-1", "mem2": "gherkind-a-2"}}, nil)
	for text, want := range map[string]string{
		`there is no pod "wbe" in namespace "gherkind-a-1"; there is "web"`: `there is no pod "wbe" in the scenario's namespace; there is "web"`,
		`there is no pod "wbe" in namespace "gherkind-a-2"`:                 `there is no pod "wbe" in namespace "mem2"`,
		`there is no pod "wbe" in namespace "mem2", but in "gherkind-a-1"`:  `there is no pod "wbe" in namespace "mem2", but in the scenario's namespace`,
		"look at its events: kubectl describe pod/web -n gherkind-a-1":      "look at its events: kubectl describe pod/web -n gherkind-a-1",
	} {
		if got := inScenarioWords(w, text); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}
