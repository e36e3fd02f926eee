package report

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/gherkind/gherkind/internal/plaintext"
)

// Warning says of a step that it may have proven less than it seems to, whether it passed or not: a name that nothing
// ever had is absent, but so is what was misspelt.
type Warning struct {
	Step *Step // nil: of the clean-up
	Text string
}

// Warn adds a warning, each once. The step is one of the scenario's, or nil for what its clean-up did.
func (s *Scenario) Warn(step *Step, text string) {
	if w := (Warning{step, text}); !slices.Contains(s.Warnings, w) {
		s.Warnings = append(s.Warnings, w)
	}
}

// Warnings counts those of all scenarios, by their last attempts.
func (r *Run) Warnings() int {
	n := 0
	for _, s := range r.Scenarios {
		n += len(s.Warnings)
	}
	return n
}

// warning is a Warning in the reports, fit to print.
type warning struct {
	Line int    `json:"line" yaml:"line"` // of the step; of the scenario for the clean-up
	Text string `json:"text" yaml:"text"`
}

// warnings are the first of the entry's; the last of the list says how many there were more, and where they are.
func (e entry) warnings() []warning {
	return e.firstWarnings(maxItems, "… (%d more; --report json:FILE has 30)")
}

// firstWarnings are up to so many of them, and a last one about the rest.
func (e entry) firstWarnings(most int, rest string) []warning {
	var out []warning
	for i, w := range e.Warnings {
		if i == most {
			return append(out, warning{Line: e.Line, Text: fmt.Sprintf(rest, len(e.Warnings)-i)})
		}
		shown := warning{Line: e.Line, Text: plaintext.Line(w.Text, maxItem)}
		if w.Step != nil {
			shown.Line = w.Step.Line
		}
		out = append(out, shown)
	}
	return out
}

// String is the warning with its place in the feature: "line 14: no pod ever …".
func (w warning) String() string { return "line " + strconv.Itoa(w.Line) + ": " + w.Text }
