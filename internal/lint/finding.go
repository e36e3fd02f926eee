package lint

import (
	"cmp"
	"slices"

	"github.com/gherkind/gherkind/internal/rules"
)

// Finding is a problem with its position.
type Finding struct {
	Rule     string         `json:"rule"`
	Severity rules.Severity `json:"severity"`
	File     string         `json:"file"`
	Range
	Message string `json:"message"`
	// Hint says what to do; may be empty.
	Hint string `json:"hint,omitempty"`
	// From is the step because of which a manifest was checked; zero if there is none.
	From Place `json:"from,omitzero"`
	// Fix is nil if the intended text cannot be known.
	Fix *Fix `json:"fix,omitempty"`

	refused bool // whether a run would refuse it
}

// Range is a part of one line. Lines and columns are counted from 1, columns in characters. EndColumn is the column after the
// last character.
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

// Fix replaces parts of a file.
type Fix struct {
	Edits []Edit `json:"edits"`
}

// Edit replaces a part of a line.
type Edit struct {
	Range
	Text string `json:"text"`
}

// Report is the result of lint.
type Report struct {
	Findings  []Finding
	Files     int // number of features checked
	Scenarios int
	Ignored   int // number of findings that a comment suppresses
}

// Count returns the number of findings of a severity.
func (r *Report) Count(s rules.Severity) int {
	n := 0
	for _, f := range r.Findings {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// sorted returns the findings by file, line and column, without duplicates.
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
		if f.Rule == rules.NotRun { // a misspelt keyword and a step without a keyword may be the same problem
			key.message, key.at = "", Range{Line: f.Line}
		}
		was := seen[key]
		seen[key] = true
		return was
	})
}
