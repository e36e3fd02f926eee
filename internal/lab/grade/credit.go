package grade

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/scenarios/report"
)

// countedBy extracts the number that a counting step saw, by the name of its definition. The observations of these steps begin
// with it, and students cannot influence it.
var countedBy = map[string]*regexp.Regexp{
	"workload-ready-replicas": regexp.MustCompile(`^(\d+) of \d+ replicas are ready`),
	"object-count":            regexp.MustCompile(`^there (?:is|are) (\d+):`),
	"service-ready-endpoints": regexp.MustCompile(`^the service has (\d+) ready endpoints?\b`),
}

// credit gives a part of the points of a criterion with the tag @partial: if its last step is a counting one, and it saw some
// of what it expected and not more, the criterion earns points in that proportion. All other misses earn nothing.
func (r *runner) credit(m *marks.Criterion, s *report.Scenario) {
	step := s.FailedStep()
	if step == nil || step != s.Steps[len(s.Steps)-1] || step.Failure == nil {
		return
	}
	pattern := countedBy[step.Definition]
	if pattern == nil {
		return
	}
	found := pattern.FindStringSubmatch(step.Failure.Saw)
	if found == nil {
		return
	}
	have, err := strconv.Atoi(found[1])
	want := wantedCount(step)
	if err != nil || have <= 0 || have >= want {
		return
	}
	if earned := marks.Part(m.Points, have, want); earned > 0 {
		m.Verdict, m.Earned, m.Credit = marks.Partial, earned, fmt.Sprintf("%d of %d", have, want)
	}
}

// wantedCount returns the number in the text of a counting step.
func wantedCount(step *report.Step) int {
	for _, v := range step.Values {
		if v.Type == "count" {
			n, err := strconv.Atoi(v.Text)
			if err == nil {
				return n
			}
		}
	}
	return 0
}
