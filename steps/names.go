package steps

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/steps/world"
)

// inScenarioWords gives the namespaces in a sentence the names that the scenario has for them: the real ones are made up
// for each run. Commands, which need those, have them without quotes, and keep them.
func inScenarioWords(w *world.World, text string) string {
	for alias, real := range w.Namespaces() {
		is := fmt.Sprintf("%q", alias)
		if alias == "" {
			is = "the scenario's namespace"
			text = strings.ReplaceAll(text, fmt.Sprintf("namespace %q", real), is)
		}
		text = strings.ReplaceAll(text, fmt.Sprintf("%q", real), is)
	}
	return text
}
