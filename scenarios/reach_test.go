package scenarios_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/proven"
	"github.com/gherkind/gherkind/steps/step"
)

// past are the ways in which a step reaches what its scenario has not created, as they appear in the source, and how far each
// reaches.
var past = map[string]step.Reach{
	"w.ChangeNode(": step.ReachNodes,
	"w.Act(":        step.ReachMachines,
	"w.Start(":      step.ReachMachines,
	"Nodes.Exec(":   step.ReachMachines,
	"Etcd.Exec(":    step.ReachMachines,
}

// atLeisure are the definitions that use a machine where allowed, and do without it elsewhere.
var atLeisure = []string{"container-started-after-", "container-running-when-finished"}

// TestDefinitionsSayHowFarTheyReach checks all definitions: one that changes nodes, or works on machines, must declare that, so
// that it can be refused on an external cluster before it runs. One that acts must use functions that check whose object it is.
func TestDefinitionsSayHowFarTheyReach(t *testing.T) {
	source, err := proven.ReadSource(os.DirFS(".."), proven.StepFolders()...)
	if err != nil {
		t.Fatal(err)
	}
	gone := maps.Clone(past)
	for _, def := range definitions(vocabulary(t)) {
		text, err := source.Of(def.Name)
		if err != nil {
			t.Error(err)
			continue
		}
		var found step.Reach
		for way, reach := range past {
			if strings.Contains(text, way) {
				found = max(found, reach)
				delete(gone, way)
			}
		}
		asksWhereItMay := slices.ContainsFunc(atLeisure, func(name string) bool { return strings.HasPrefix(def.Name, name) })
		if found != def.Reach && !asksWhereItMay {
			t.Errorf("%s: its Reach is %d, its source says %d", def.Name, def.Reach, found)
		}
		if local := strings.Contains(text, "Run.Commands("); local != def.Local {
			t.Errorf("%s: that it runs a command on this machine is %v by its definition, and %v by its source", def.Name, def.Local, local)
		}
		guarded := def.Local || found > step.ReachObjects || strings.Contains(text, "w.Write(") || strings.Contains(text, "w.Apply(") || strings.Contains(text, "w.Create(") ||
			strings.Contains(text, "w.Patch(") || strings.Contains(text, "w.Make(") || strings.Contains(text, "InContainer(")
		if def.Acts && !guarded {
			t.Errorf("%s acts in a way that this test does not know: is it limited to what the scenario has created?", def.Name)
		}
	}
	for way := range gone {
		t.Errorf("no step has %s in its source any more: what is used instead?", way)
	}
}
