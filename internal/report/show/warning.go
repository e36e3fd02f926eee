package show

import (
	"fmt"
	"strconv"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
)

// Warning is a warning in a report, in printable form.
type Warning struct {
	Line int    `json:"line" yaml:"line"` // of the step, or of the scenario for warnings of the clean-up
	Text string `json:"text" yaml:"text"`
}

// ShownWarnings returns the first warnings of the entry; the last item says how many more there are, and where.
func (e Entry) ShownWarnings() []Warning { return e.WarningsIn(nil) }

// WarningsIn is ShownWarnings in a language.
func (e Entry) WarningsIn(l *say.Language) []Warning {
	all := e.FirstWarnings(MaxItems, "… (%d more; --report json:FILE has 30)")
	for i := range all {
		all[i].Text = l.Retell(all[i].Text)
	}
	return all
}

// FirstWarnings returns up to this number of warnings, and a last one about the rest.
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

// String returns the warning with its line: "line 14: no pod ever …".
func (w Warning) String() string { return "line " + strconv.Itoa(w.Line) + ": " + w.Text }
