package terminal

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// versionRow is a scenario on all versions; nil for versions on which it did not run.
type versionRow struct {
	first *report.Scenario
	on    []*report.Scenario
}

// VersionTable returns the runs as one table for people: a line for each scenario, a column for each version. Quiet omits
// scenarios that passed on all versions.
func VersionTable(runs []report.VersionRun, o Options) string {
	rows := versionRows(runs)
	name := func(r versionRow) string {
		return plaintext.Clip(show.Attr(r.first.Feature+": "+r.first.Name), versionNameWidth, o.ellipsis())
	}
	head := o.Language.Word("behaviour")
	width := plaintext.Width(head)
	for _, r := range rows {
		width = max(width, plaintext.Width(name(r)))
	}
	var b strings.Builder
	line := func(first string, cells []string) {
		text := "  " + plaintext.Pad(first, width) + "  " + strings.Join(cells, "  ")
		b.WriteString(strings.TrimRight(text, " ") + "\n")
	}
	heads := make([]string, 0, len(runs))
	for _, r := range runs {
		heads = append(heads, plaintext.Pad(show.Attr(r.Kubernetes), cellWidth(rows, o)))
	}
	line(head, heads)
	for _, r := range rows {
		if o.Quiet && r.good() {
			continue
		}
		line(name(r), r.cells(o, cellWidth(rows, o)))
	}
	for _, r := range runs {
		b.WriteString(o.Language.Sayf("%s: %s", show.Attr(r.Kubernetes), o.outcomeOf(r)) + "\n")
	}
	return b.String()
}

const (
	versionNameWidth = 76
	versionCellWidth = 12 // minimum
)

// cellWidth returns the width of the widest cell.
func cellWidth(rows []versionRow, o Options) int {
	width := versionCellWidth
	for _, r := range rows {
		for _, s := range r.on {
			if s != nil {
				width = max(width, cellText(s, o))
			}
		}
	}
	return width
}

// cellText returns the width of a cell's text.
func cellText(s *report.Scenario, o Options) int {
	o.Color = false
	return plaintext.Width(o.markOf(s) + " " + o.versionWord(s))
}

func versionRows(runs []report.VersionRun) []versionRow {
	var rows []versionRow
	for _, on := range report.ByScenario(runs) {
		first := slices.IndexFunc(on, func(s *report.Scenario) bool { return s != nil })
		rows = append(rows, versionRow{on[first], on})
	}
	return rows
}

func (r versionRow) good() bool {
	return !slices.ContainsFunc(r.on, func(s *report.Scenario) bool { return s == nil || !s.Outcome().Passed() })
}

func (r versionRow) cells(o Options, width int) []string {
	cells := make([]string, 0, len(r.on))
	for _, s := range r.on {
		if s == nil {
			cells = append(cells, plaintext.Pad("", width))
			continue
		}
		space := strings.Repeat(" ", max(0, width-cellText(s, o)))
		cells = append(cells, o.markOf(s)+" "+o.versionWord(s)+space)
	}
	return cells
}

// versionWord returns what is shown after the mark: the duration or the outcome.
func (o Options) versionWord(s *report.Scenario) string {
	if s.Outcome() == report.OutcomePassed {
		return s.Duration().Round(100 * time.Millisecond).String()
	}
	return o.word(s.Outcome())
}

// outcomeOf returns the summary line of a version.
func (o Options) outcomeOf(v report.VersionRun) string {
	var parts []string
	if v.Run != nil {
		version := cmp.Or(show.Attr(v.Run.Cluster.Kubernetes), o.Language.Word("of an unknown version"))
		parts = append(parts, o.Language.Sayf("%s on Kubernetes %s", o.Language.Text(v.Run.Counts().Text()), version))
		if v.Run.Err != "" {
			parts = append(parts, show.Attr(v.Run.Err))
		}
	}
	if v.Err != nil {
		parts = append(parts, show.Attr(v.Err.Error()))
	}
	return strings.Join(parts, o.Language.Word("; "))
}
