package feedback

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

func TestTerminal(t *testing.T) {
	g := &marks.Grade{Criteria: []marks.Criterion{
		{ID: "a", Title: "Runs", Verdict: marks.Passed, Points: 100, Earned: 100},
		{ID: "b", Title: "Scales\x1b[2J", Verdict: marks.Partial, Points: 300, Earned: 200, Credit: "2 of 3", Expected: "3 pods", Seen: "2 pods \x1b]0;x\a", Code: "POD_MISSING", Why: "one is missing", Hint: "scale it"},
		{ID: "c", Title: "Secret", Verdict: marks.Failed, Points: 100, Visibility: marks.Hidden},
	}}
	var b strings.Builder
	if err := Terminal(&b, g, 0, false); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"✓ passed    1 of 1  Runs  (a)", "◐ partial   2 of 3", `Scales\x1b[2J`, "saw   2 pods \\x1b]0;x\\x07 (2 of 3)", "why   POD_MISSING: one is missing", "hint  scale it", "1 criteria are not shown", "3 of 5 points"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("lacks %s:\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "Secret") || strings.ContainsAny(b.String(), "\x1b\a") {
		t.Errorf("%q", b.String())
	}
	if got := Line(nil, g.Criteria[1]); got != "partial: POD_MISSING: one is missing" {
		t.Error(got)
	}
}

// TestAHiddenCriterionIsNotNamed, neither by one that needs it.
func TestAHiddenCriterionIsNotNamed(t *testing.T) {
	g := &marks.Grade{Criteria: []marks.Criterion{
		{ID: "secret", Title: "Secret", Verdict: marks.Failed, Points: 100, Visibility: marks.Hidden},
		{ID: "a", Title: "Runs", Verdict: marks.Blocked, Points: 100, Needs: []string{"secret"}, Why: "it needs secret, which did not pass"},
	}}
	for _, all := range []bool{false, true} {
		var b strings.Builder
		if err := Terminal(&b, g, 0, all); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "it needs secret") != all {
			t.Errorf("all: %v\n%s", all, b.String())
		}
	}
}
