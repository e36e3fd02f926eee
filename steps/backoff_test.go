package steps

import (
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/viewtest"
)

// Versions of a pod whose container exits at once, as the kubelet reports them. Some versions are missing, as when two changes
// are reported together.
func TestPauseBeforeARestart(t *testing.T) {
	version := func(uid, status string) string {
		return "{kind: Pod, metadata: {namespace: mine, name: p, uid: " + uid + "}, status: {containerStatuses: [{name: c, " + status + "}]}}"
	}
	v := viewtest.See(t,
		version("old", "restartCount: 5, state: {running: {startedAt: '2026-01-01T00:09:00Z'}}"),
		version("new", "restartCount: 0, state: {waiting: {reason: ContainerCreating}}"),
		version("new", "restartCount: 0, state: {running: {startedAt: '2026-01-01T00:00:01Z'}}"),
		version("new", "restartCount: 1, state: {running: {startedAt: '2026-01-01T00:00:03Z'}}, "+
			"lastState: {terminated: {startedAt: '2026-01-01T00:00:01Z', finishedAt: '2026-01-01T00:00:02Z'}}"),
		version("new", "restartCount: 1, state: {waiting: {reason: CrashLoopBackOff}}, "+
			"lastState: {terminated: {startedAt: '2026-01-01T00:00:03Z', finishedAt: '2026-01-01T00:00:04Z'}}"),
		version("new", "restartCount: 2, state: {terminated: {startedAt: '2026-01-01T00:00:14Z', finishedAt: '2026-01-01T00:00:15Z'}}, "+
			"lastState: {terminated: {startedAt: '2026-01-01T00:00:03Z', finishedAt: '2026-01-01T00:00:04Z'}}"),
		version("new", "restartCount: 3, state: {terminated: {reason: StartError, startedAt: '1970-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:36Z'}}, "+
			"lastState: {terminated: {startedAt: '2026-01-01T00:00:14Z', finishedAt: '2026-01-01T00:00:15Z'}}"),
		version("new", "restartCount: 5, state: {running: {startedAt: '2026-01-01T00:01:30Z'}}"),
	)
	runs := objects.Runs(v, kube.ContainerRef{Pod: viewtest.PodRef("mine", "p"), Name: "c"})
	for name, c := range map[string]struct {
		restart int
		least   time.Duration
		saw     string
	}{
		"the first comes at once":  {1, time.Second, ""},
		"and not later":            {1, 2 * time.Second, "restart 1 came 1s after the run before it had ended"},
		"the second waits":         {2, 10 * time.Second, ""},
		"but not so long":          {2, 11 * time.Second, "restart 2 came 10s after the run before it had ended"},
		"the third never began":    {3, 20 * time.Second, ""},
		"nor was it so late":       {3, 22 * time.Second, "restart 3 came 21s after the run before it had ended"},
		"one that was not seen":    {4, time.Second, "restart 4 has not been seen"},
		"an end that was not seen": {5, time.Second, "the end of the run before restart 5 has not been seen"},
		"one that is to come":      {6, time.Second, "restart 6 has not been seen"},
	} {
		got := objects.PauseBefore(runs, c.restart, c.least)
		viewtest.Verdict(t, name, got, c.saw)
		if final := c.saw != "" && c.restart < 4; (got.FailsFast != nil) != final {
			t.Errorf("%s: it fails fast: %v", name, got.FailsFast)
		}
	}
}
