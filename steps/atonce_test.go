package steps

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
)

// TestWarnAtOnce: what is not so right after an action, and was never seen to be otherwise, warns.
func TestWarnAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		passing  bool
		ending   step.Ending
		verdicts []bool
		err      error
		warns    bool
	}{
		"at once, after an action":     {true, step.Ending{}, []bool{true}, nil, true},
		"after a wait":                 {true, step.Ending{}, []bool{false, true}, nil, false},
		"at once, later on":            {false, step.Ending{}, []bool{true}, nil, false},
		"for a span":                   {true, step.Ending{For: time.Second}, []bool{true}, nil, false},
		"at once, with a time to wait": {true, step.Ending{Within: time.Second}, []bool{true}, nil, true},
		"it failed":                    {true, step.Ending{}, []bool{true}, errors.New("x"), false},
	} {
		w, warnings := shownTo(t, see(t, dbPod)), []string{}
		w.Warned = func(text string) { warnings = append(warnings, text) }
		w.Scenario.InPassing = map[string]bool{step.Text(t.Context()): c.passing}
		looked := 0
		check, met := warnAtOnce(t.Context(), w.World, c.ending, func(observe.View) observe.Verdict {
			looked++
			return observe.Verdict{Met: c.verdicts[looked-1]}
		})
		for range c.verdicts {
			check(nil)
		}
		if err := met(c.err); !errors.Is(err, c.err) {
			t.Errorf("%s: %v", name, err)
		}
		if (len(warnings) == 1) != c.warns || c.warns && !strings.Contains(warnings[0], "write `for 3s`") {
			t.Errorf("%s: %q", name, warnings)
		}
	}
}
