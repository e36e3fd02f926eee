package assert

import (
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
)

// TestWarnAtOnce: what is not so right after an action, and was never seen to be otherwise, warns.
func TestWarnAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		passing  bool
		ending   step.Ending
		verdicts []bool
		warns    bool
	}{
		"at once, after an action":     {true, step.Ending{}, []bool{true}, true},
		"after a wait":                 {true, step.Ending{}, []bool{false, true}, false},
		"at once, later on":            {false, step.Ending{}, []bool{true}, false},
		"for a span":                   {true, step.Ending{For: time.Second}, []bool{true}, false},
		"at once, with a time to wait": {true, step.Ending{Within: time.Second}, []bool{true}, true},
	} {
		w, warnings := viewtest.Open(t, viewtest.See(t, "{kind: Pod, metadata: {name: db-0, namespace: a, uid: u1}}")), []string{}
		w.Warned = func(text string) { warnings = append(warnings, text) }
		w.Scenario.InPassing = map[string]bool{step.Text(t.Context()): c.passing}
		looked, waited := 0, false
		check := notMet(func(observe.View) observe.Verdict {
			looked++
			return observe.Verdict{Met: c.verdicts[looked-1]}
		}, &waited)
		for range c.verdicts {
			check(nil)
		}
		if !waited {
			warnMetAtOnce(t.Context(), w.World, c.ending)
		}
		if (len(warnings) == 1) != c.warns || c.warns && !strings.Contains(warnings[0], "write `for 3s`") {
			t.Errorf("%s: %q", name, warnings)
		}
	}
}
