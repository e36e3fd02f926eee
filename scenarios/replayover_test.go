package scenarios_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/scenarios/report"
)

// TestReplayOfAPodThatIsOver: nobody waits for a pod whose phase is final, and its final state counts.
func TestReplayOfAPodThatIsOver(t *testing.T) {
	const gaveUp = " of 10s: its phase is Failed, and that is final"
	for name, c := range map[string]struct {
		step   string
		status report.Status
		says   string
	}{
		"what it is":                {`pod "hog" is Error within 10s`, report.Passed, ""},
		"what it was":               {`pod "hog" was OOMKilled within 10s`, report.Passed, ""},
		"another status":            {`pod "hog" is CrashLoopBackOff within 10s`, report.Failed, "Error, 0/1 ready, 1 restart; gave up after 6s" + gaveUp},
		"a status that never was":   {`pod "hog" was ImagePullBackOff within 10s`, report.Failed, "gave up after 6s" + gaveUp},
		"kubectl shows no deletion": {`pod "hog" is Terminating within 10s`, report.Failed, "gave up after 6s" + gaveUp},
		"one more restart":          {third, report.Failed, "1 restart; the pod is Error, 0/1 ready, 1 restart; gave up after 6s" + gaveUp},
		"another end":               {`container "app" of pod "hog" was terminated with reason "Completed" within 10s`, report.Failed, "gave up after 6s" + gaveUp},
	} {
		t.Run(name, func(t *testing.T) {
			b := recordedHog(t)
			at := b.Steps[0].Started.Add(6 * time.Second)
			b.Observations = append(b.Observations, hogSeen(t, at, len(b.Observations),
				"phase: Failed, containerStatuses: [{name: app, restartCount: 1, containerID: a, state: {terminated: {reason: Error, exitCode: 3}}, "+
					"lastState: {terminated: {reason: OOMKilled, exitCode: 137}}}]"))
			s := replayed(t, b, strings.Replace(hog, third, c.step, 1))
			said := s.Err
			if s.Failure != nil {
				said += s.Failure.Error()
			}
			if s.Status != c.status || !strings.Contains(said, c.says) {
				t.Errorf("got %s, want %s with %q:\n%s", s.Status, c.status, c.says, said)
			}
		})
	}
}
