// Package table writes features/README.md: which scenario of this project proves which behaviour.
package table

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// table writes which scenario proves which behaviour.
type table struct{ path string }

// New returns the listener that writes a Markdown page at the end of a run, with a row for each behaviour of each scenario: the
// id of the behaviour, which is a tag with one capital letter and a number (@M6), the feature, the scenario with a link to its
// position, and its duration, or its outcome if it did not pass. The page belongs next to the features: links are relative to its
// folder.
func New(path string) report.Listener { return &table{path} }

func (*table) RunStarted(*report.Run)                      {}
func (*table) ScenarioStarted(*report.Scenario)            {}
func (*table) StepStarted(*report.Scenario, *report.Step)  {}
func (*table) StepFinished(*report.Scenario, *report.Step) {}
func (*table) ScenarioFinished(*report.Scenario)           {}
func (*table) Note(string)                                 {}
func (t *table) RunFinished(r *report.Run) error {
	page, err := withMutation(t.path, tableOf(r, filepath.ToSlash(filepath.Dir(t.path))))
	if err != nil {
		return err
	}
	return show.Put(t.path, page, true)
}

// row is one line of the table.
type row struct {
	letter string
	number int
	s      *report.Scenario
}

var behaviourTag = regexp.MustCompile(`^@([A-Z])([0-9]+)$`)

func rowsOf(r *report.Run) []row {
	var rows []row
	for _, s := range r.Scenarios {
		for _, tag := range s.Tags {
			if m := behaviourTag.FindStringSubmatch(tag); m != nil {
				number, err := strconv.Atoi(m[2])
				if err != nil {
					continue // a number with too many digits for a behaviour
				}
				rows = append(rows, row{m[1], number, s})
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.letter, b.letter), cmp.Compare(a.number, b.number))
	})
	return rows
}

func tableOf(r *report.Run, folder string) []byte {
	var b bytes.Buffer
	b.WriteString("# What is proven\n\nWritten by `make table`; edits are lost. The durations are of the last time, on Kubernetes ")
	fmt.Fprintf(&b, "%s with %d nodes, side by side with all others.\n\n", r.Cluster.Kubernetes, len(r.Cluster.Nodes))
	b.WriteString("| id | behaviour | scenario | took |\n|---|---|---|---:|\n")
	for _, row := range rowsOf(r) {
		fmt.Fprintf(&b, "| %s%d | %s | [%s](%s#L%d) | %s |\n", row.letter, row.number, cell(row.s.Feature), cell(row.s.Name),
			relative(row.s.URI, folder), row.s.Line, took(row.s))
	}
	reasons(&b, r, folder)
	others(&b, r, folder)
	return b.Bytes()
}

// tagExplain marks the scenarios that prove a code of a cause; they have no behaviour's id.
const tagExplain = "@explain"

var reasonStep = regexp.MustCompile(`\bis ([A-Z]+(?:_[A-Z]+)+)\b`)

// reasons writes the second table: which scenario causes which code.
func reasons(b *bytes.Buffer, r *report.Run, folder string) {
	var lines []string
	for _, s := range r.Scenarios {
		if slices.Contains(s.Tags, tagExplain) {
			lines = append(lines, fmt.Sprintf("| %s | [%s](%s#L%d) | %s |\n", codeOf(s), cell(s.Name), relative(s.URI, folder), s.Line, took(s)))
		}
	}
	if len(lines) == 0 {
		return
	}
	slices.Sort(lines)
	b.WriteString("\n## The reasons\n\nThe codes are those of [docs/codes.md](../docs/codes.md).\n\n| code | scenario | took |\n|---|---|---:|\n")
	b.WriteString(strings.Join(lines, ""))
}

// others writes the third table: scenarios that prove neither a behaviour with an id nor a code.
func others(b *bytes.Buffer, r *report.Run, folder string) {
	head := "\n## And more\n\n| behaviour | scenario | took |\n|---|---|---:|\n"
	for _, s := range r.Scenarios {
		if slices.Contains(s.Tags, tagExplain) || slices.ContainsFunc(s.Tags, behaviourTag.MatchString) {
			continue
		}
		fmt.Fprintf(b, "%s| %s | [%s](%s#L%d) | %s |\n", head, cell(s.Feature), cell(s.Name), relative(s.URI, folder), s.Line, took(s))
		head = ""
	}
}

// codeOf returns the first code that the scenario expects.
func codeOf(s *report.Scenario) string {
	for _, step := range s.Steps {
		if m := reasonStep.FindStringSubmatch(step.Text); m != nil {
			return m[1]
		}
	}
	return ""
}

// special matches what has a meaning in Markdown, or would be turned into a link.
var special = regexp.MustCompile("[|\\[\\]<`\\\\*_~&]|://|www\\.")

// cell returns text that cannot end its cell or link. It uses backslashes to keep the source of the page readable. There is no
// HTML in it, in which they would be shown.
func cell(text string) string {
	return special.ReplaceAllStringFunc(show.Attr(text), func(s string) string {
		if s == "www." {
			return `www\.`
		}
		return `\` + s
	})
}

// relative returns the link to a file from a page in a folder.
func relative(uri, folder string) string {
	if short, err := filepath.Rel(folder, uri); err == nil {
		uri = path.Clean(filepath.ToSlash(short))
	}
	return (&url.URL{Path: uri}).String()
}

func took(s *report.Scenario) string {
	if s.Outcome() == report.OutcomeSkipped {
		return "skipped: " + cell(show.FirstLine(s.Err))
	}
	if s.Status != report.Passed {
		return cmp.Or(string(s.Status), "not run")
	}
	took := s.Duration().Round(100 * time.Millisecond).String()
	if s.Outcome() == report.OutcomeFlaky {
		took += " (flaky)"
	}
	return took
}
