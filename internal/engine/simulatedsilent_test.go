package engine

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestSimulatedNodesThatWereSilent: a simulated node that was not ready during a scenario is found, also if it is ready again when the
// scenario fails, and although kwok keeps the time of the last transition.
func TestSimulatedNodesThatWereSilent(t *testing.T) {
	node := func(name, ready string) string {
		return fmt.Sprintf(`{apiVersion: v1, kind: Node, metadata: {name: %s}, status: {conditions: [{type: Ready, status: "%s", lastTransitionTime: "2026-01-01T00:00:00Z"}]}}`, name, ready)
	}
	gone := `{apiVersion: v1, kind: Node, metadata: {name: simulated-1, annotations: {gone: ""}}}`
	for name, c := range map[string]struct {
		before, during []string
		silent         bool
	}{
		"ready":                        {[]string{node("simulated-1", "True")}, []string{node("simulated-1", "True")}, false},
		"not ready for a while":        {[]string{node("simulated-1", "True")}, []string{node("simulated-1", "Unknown"), node("simulated-1", "True")}, true},
		"not ready at the beginning":   {[]string{node("simulated-1", "Unknown")}, []string{node("simulated-1", "True")}, true},
		"not ready long before":        {[]string{node("simulated-1", "Unknown"), node("simulated-1", "True")}, []string{node("simulated-1", "True")}, false},
		"made before":                  {[]string{node("simulated-1", "False"), node("simulated-1", "True")}, nil, false},
		"a former node with that name": {[]string{node("simulated-1", "Unknown"), gone, node("simulated-1", "True")}, []string{node("simulated-1", "True")}, false},
		"a real node":                  {nil, []string{node("worker", "Unknown"), node("worker", "True")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			view := viewtest.See(t, append(append([]string{}, c.before...), c.during...)...)
			began := time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC)
			for i := range view {
				view[i].At = began.Add(time.Duration(i-len(c.before)) * time.Second)
			}
			if why := silentMeanwhile(view, began); strings.HasPrefix(why, "node simulated-1 was not ready for a while") != c.silent {
				t.Errorf("got %q", why)
			}
		})
	}
}

// TestAtFaultOfSilentNodes: it is asked when a wait has timed out.
func TestAtFaultOfSilentNodes(t *testing.T) {
	_, client := answeringServer(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) })
	timedOut := &observe.Missed{Saw: "Pending", Cause: context.DeadlineExceeded}
	for status, lost := range map[string]bool{"Unknown": true, "True": false} {
		view := viewtest.See(t, `{apiVersion: v1, kind: Node, metadata: {name: simulated-1}, status: {conditions: [{type: Ready, status: "`+status+`"}]}}`)
		w := viewtest.Open(t, view)
		w.Run.Client = client
		_, nodes := twoNodes(t)
		r := &runner{session: &session{cluster: &cluster.Cluster{Name: "c"}, run: w.Run, simulation: &simulation{nodes: nodes}}}
		fault := r.atFault(t.Context(), w.World, &report.Scenario{}, timedOut)
		if lost != (fault != nil && strings.Contains(fault.Error(), "the simulated nodes do not work: node simulated-1 was not ready for a while")) {
			t.Errorf("%s: %v", status, fault)
		}
	}
}
