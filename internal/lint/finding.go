package lint

import (
	"cmp"
	"slices"

	"github.com/gherkind/gherkind/internal/rules"
)

// Finding is something wrong at a place.
type Finding struct {
	Rule     string         `json:"rule"`
	Severity rules.Severity `json:"severity"`
	File     string         `json:"file"`
	Range
	Message string `json:"message"`
	// Hint says what to do; may be empty.
	Hint string `json:"hint,omitempty"`
	// From is the step of a feature because of which a manifest was looked at; zero when there is none.
	From Place `json:"from,omitzero"`
	// Fix fixes it; nil when nobody can know what was meant.
	Fix *Fix `json:"fix,omitempty"`

	refused bool // by a run
}

// Range is a part of one line. Lines and columns are counted from 1, columns in characters; EndColumn is behind the last one.
type Range struct {
	Line      int `json:"line"`
	Column    int `json:"column"`
	EndColumn int `json:"endColumn"`
}

// Place is a line of a file.
type Place struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

// Fix replaces parts of a file by other texts.
type Fix struct {
	Edits []Edit `json:"edits"`
}

// Edit puts a text in place of a part of a line.
type Edit struct {
	Range
	Text string `json:"text"`
}

// Report is all that was found.
type Report struct {
	Findings  []Finding
	Files     int // features that were looked at
	Scenarios int
	Ignored   int // findings that a comment suppresses
}

// Count is the number of findings of a severity.
func (r *Report) Count(s rules.Severity) int {
	n := 0
	for _, f := range r.Findings {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// sorted gives the findings by file, line and column, each once.
func sorted(findings []Finding) []Finding {
	out := slices.Clone(findings)
	slices.SortStableFunc(out, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Rule, b.Rule))
	})
	type same struct {
		rule, file, message string
		at                  Range
	}
	seen := map[same]bool{}
	return slices.DeleteFunc(out, func(f Finding) bool {
		key := same{f.Rule, f.File, f.Message, f.Range}
		if f.Rule == rules.NotRun { // a keyword that is misspelt, and a step without one, may be the same
			key.message, key.at = "", Range{Line: f.Line}
		}
		was := seen[key]
		seen[key] = true
		return was
	})
}
