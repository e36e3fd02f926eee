package explain

import (
	"strings"
	"testing"
)

// TestAPreStopHook: while the hook runs, no signal has been sent.
func TestAPreStopHook(t *testing.T) {
	for lifecycle, want := range map[string]string{
		`{preStop: {exec: {command: [sleep, "60"]}}}`: `still running: "web"; SIGTERM comes only after the preStop hook of container "web" (exec: sleep 60)`,
		`{preStop: {sleep: {seconds: 60}}}`:           `preStop hook of container "web" (sleep 60s)`,
		`{postStart: {exec: {command: [sleep]}}}`:     `still running: "web"`,
	} {
		facts := moment{objects: strings.Replace(`
apiVersion: v1
kind: Pod
metadata: {name: polite, namespace: demo, uid: p, deletionTimestamp: "2026-11-28T12:00:40Z", deletionGracePeriodSeconds: 20}
spec: {nodeName: worker, containers: [{name: web, image: nginx, lifecycle: HOOK}]}
status: {phase: Running, containerStatuses: [{name: web, ready: true, containerID: x, state: {running: {startedAt: "2026-11-28T12:00:00Z"}}}]}
`, "HOOK", lifecycle, 1)}.facts(t)
		found := Why(facts, Subject{"Pod", "demo", "polite"})
		if len(found) != 1 || found[0].Code != PodTerminating || !strings.HasSuffix(found[0].Sentence, want) ||
			strings.Contains(found[0].Hint, "let its process end on SIGTERM") == strings.Contains(want, "preStop") {
			t.Errorf("%s: %+v", lifecycle, found)
		}
	}
}
