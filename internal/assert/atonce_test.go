package assert

import (
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
)

// TestWarnAtOnce: what is not so right after an action, and was never seen to be otherwise, warns. How long the step waited does
// not decide.
func TestWarnAtOnce(t *testing.T) {
	const pending, running = "{kind: Pod, metadata: {name: db-0, namespace: a, uid: u1}, status: {phase: Pending}}", "{kind: Pod, metadata: {name: db-0, namespace: a, uid: u1}, status: {phase: Running}}"
	const former = "{kind: Pod, metadata: {name: db-0, namespace: a, uid: u0}, status: {phase: Running}}"
	for name, c := range map[string]struct {
		passing bool
		ending  step.Ending
		seen    []string
		warns   bool
	}{
		"after an action, never otherwise": {true, step.Ending{}, []string{pending}, true},
		"after an action, once otherwise":  {true, step.Ending{}, []string{running, pending}, false},
		"another one of the name":          {true, step.Ending{}, []string{former, pending}, true},
		"later on":                         {false, step.Ending{}, []string{pending}, false},
		"for a span":                       {true, step.Ending{For: time.Second}, []string{pending}, false},
		"with a time to wait":              {true, step.Ending{Within: time.Second}, []string{pending}, true},
	} {
		w, warnings := viewtest.Open(t, viewtest.See(t, c.seen...)), []string{}
		w.Warned = func(text string) { warnings = append(warnings, text) }
		w.Scenario.InPassing = map[string]bool{step.Text(t.Context()): c.passing}
		runs := func(obj *unstructured.Unstructured) bool {
			phase, _, err := unstructured.NestedString(obj.Object, "status", "phase")
			return err == nil && phase == "Running"
		}
		ref := w.Ref("Pod", "db-0")
		warnAtOnce(t.Context(), w.World, w.Timeline, c.ending, Ever(ref, runs))
		if (len(warnings) == 1) != c.warns || c.warns && !strings.Contains(warnings[0], "write `for 3s`") {
			t.Errorf("%s: %q", name, warnings)
		}
		warnings = nil
		warnAtOnce(t.Context(), w.World, w.Timeline, c.ending, nil)
		if want := c.passing && c.ending.For == 0; (len(warnings) == 1) != want {
			t.Errorf("%s, and nothing tells: %q", name, warnings)
		}
	}
}
