package grade

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/scenarios/report"
)

// countedBy finds the number that a counting step saw, by the name of its definition. What these steps say begins with it, and
// is not the student's.
var countedBy = map[string]*regexp.Regexp{
	"workload-ready-replicas": regexp.MustCompile(`^(\d+) of \d+ replicas are ready`),
	"object-count":            regexp.MustCompile(`^there (?:is|are) (\d+):`),
	"service-ready-endpoints": regexp.MustCompile(`^the service has (\d+) ready endpoints?\b`),
}

// credit gives a part of the points of a criterion that is tagged @partial: when its last step is one that counts, and it saw some
// of what it wanted and not more, the points are earned in that proportion. All other misses earn nothing.
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

// wantedCount is the number in the text of a counting step.
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
