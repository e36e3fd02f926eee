package show

import (
	"fmt"
	"strconv"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
)

// Warning is a Warning in the reports, fit to print.
type Warning struct {
	Line int    `json:"line" yaml:"line"` // of the step; of the scenario for the clean-up
	Text string `json:"text" yaml:"text"`
}

// ShownWarnings are the first of the entry's; the last of the list says how many there were more, and where they are.
func (e Entry) ShownWarnings() []Warning { return e.WarningsIn(nil) }

// WarningsIn are ShownWarnings in a language.
func (e Entry) WarningsIn(l *say.Language) []Warning {
	all := e.FirstWarnings(MaxItems, "… (%d more; --report json:FILE has 30)")
	for i := range all {
		all[i].Text = l.Retell(all[i].Text)
	}
	return all
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
