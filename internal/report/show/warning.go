package show

import (
	"fmt"
	"strconv"

	"github.com/gherkind/gherkind/internal/plaintext"
)

// Warning is a Warning in the reports, fit to print.
type Warning struct {
	Line int    `json:"line" yaml:"line"` // of the step; of the scenario for the clean-up
	Text string `json:"text" yaml:"text"`
}

// ShownWarnings are the first of the entry's; the last of the list says how many there were more, and where they are.
func (e Entry) ShownWarnings() []Warning {
	return e.FirstWarnings(MaxItems, "… (%d more; --report json:FILE has 30)")
}

// FirstWarnings are up to so many of them, and a last one about the rest.
func (e Entry) FirstWarnings(most int, rest string) []Warning {
	var out []Warning
	for i, w := range e.Warnings {
		if i == most {
			return append(out, Warning{Line: e.Line, Text: fmt.Sprintf(rest, len(e.Warnings)-i)})
		}
		shown := Warning{Line: e.Line, Text: plaintext.Line(w.Text, MaxItem)}
		if w.Step != nil {
			shown.Line = w.Step.Line
		}
		out = append(out, shown)
	}
	return out
}

// String is the warning with its place in the feature: "line 14: no pod ever …".
func (w Warning) String() string { return "line " + strconv.Itoa(w.Line) + ": " + w.Text }
