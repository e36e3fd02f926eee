package terminal

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// passes is how often a repeated scenario has passed.
type passes struct {
	scenario     *report.Scenario // its first run
	passed, runs int
}

// passesOf counts the runs of each repeated scenario, those with most failures first. Runs that did not start do not count.
func passesOf(r *report.Run) []passes {
	var all []passes
	at := map[string]int{}
	for _, s := range r.Scenarios {
		if s.Repetitions == 0 {
			continue
		}
		i, known := at[s.Place()]
		if !known {
			i = len(all)
			at[s.Place()] = i
			all = append(all, passes{scenario: s})
		}
		if s.Outcome().Ran() {
			all[i].runs++
		}
		if s.Outcome().Passed() {
			all[i].passed++
		}
	}
	slices.SortStableFunc(all, func(a, b passes) int { return cmp.Compare(b.runs-b.passed, a.runs-a.passed) })
	return all
}

// repeated returns how often repeated scenarios passed.
func (t *Terminal) repeated(r *report.Run) []string {
	all := passesOf(r)
	if len(all) == 0 {
		return nil
	}
	lines := []string{t.opts.paint(bold, t.opts.Language.Sayf("passed:"))}
	for _, p := range all[:min(len(all), show.MaxItems)] {
		colour := green
		if p.passed < p.runs {
			colour = red
		}
		name := strings.TrimSuffix(p.scenario.Name, p.scenario.Repeated())
		lines = append(lines, "  "+t.opts.paint(colour, t.opts.Language.Sayf("%d of %d", p.passed, p.runs))+
			"  "+plaintext.Line(p.scenario.Place(), show.MaxText)+"  "+plaintext.Line(name, show.MaxText))
	}
	if more := len(all) - show.MaxItems; more > 0 {
		lines = append(lines, "  "+t.opts.Language.Sayf("and %d more", more))
	}
	return append(lines, "")
}
