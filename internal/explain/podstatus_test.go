package explain

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// TestPodStatus covers states that a live cluster rarely has; TestPodStatusAgreesWithServer compares the others with the server
// itself.
func TestPodStatus(t *testing.T) {
	for _, c := range []struct{ name, status, ready, pod string }{
		{"no status", "", "0/1", `spec: {containers: [{name: a}]}`},
		{"phase", "Pending", "0/1", `{spec: {containers: [{name: a}]}, status: {phase: Pending}}`},
		{"reason before phase", "Evicted", "0/1", `{spec: {containers: [{name: a}]}, status: {phase: Failed, reason: Evicted}}`},
		{"gated", "SchedulingGated", "0/1", `{spec: {containers: [{name: a}]}, status: {phase: Pending, conditions: [{type: PodScheduled, status: "False", reason: SchedulingGated}]}}`},
		{"signal", "Signal:9", "0/1", `{spec: {containers: [{name: a}]}, status: {phase: Failed, containerStatuses: [{name: a, state: {terminated: {signal: 9}}}]}}`},
		{"exit code", "ExitCode:3", "0/1", `{spec: {containers: [{name: a}]}, status: {phase: Failed, containerStatuses: [{name: a, state: {terminated: {exitCode: 3}}}]}}`},
		{"init signal", "Init:Signal:15", "0/1", `{spec: {initContainers: [{name: i}], containers: [{name: a}]}, status: {phase: Pending, initContainerStatuses: [{name: i, state: {terminated: {exitCode: 143, signal: 15}}}]}}`},
		{"init exit code", "Init:ExitCode:3", "0/1", `{spec: {initContainers: [{name: i}], containers: [{name: a}]}, status: {phase: Pending, initContainerStatuses: [{name: i, state: {terminated: {exitCode: 3}}}]}}`},
		{"init not begun", "Init:0/2", "0/1", `{spec: {initContainers: [{name: i}, {name: j}], containers: [{name: a}]}, status: {phase: Pending, initContainerStatuses: [{name: i, state: {waiting: {reason: PodInitializing}}}, {name: j, state: {waiting: {reason: PodInitializing}}}]}}`},
		{"init done", "PodInitializing", "0/1", `{spec: {initContainers: [{name: i}], containers: [{name: a}]}, status: {phase: Pending, conditions: [{type: Initialized, status: "True"}], initContainerStatuses: [{name: i, state: {terminated: {exitCode: 0, reason: Completed}}}], containerStatuses: [{name: a, state: {waiting: {reason: PodInitializing}}}]}}`},
		{"restarted init, initialised before", "Running", "1/1", `{spec: {initContainers: [{name: i}], containers: [{name: a}]}, status: {phase: Running, conditions: [{type: Initialized, status: "True"}, {type: Ready, status: "True"}], initContainerStatuses: [{name: i, state: {terminated: {exitCode: 0}}}], containerStatuses: [{name: a, ready: true, state: {running: {}}}]}}`},
		{"sidecar ready, init running", "Init:1/2", "1/2", `{spec: {initContainers: [{name: s, restartPolicy: Always}, {name: j}], containers: [{name: a}]}, status: {phase: Pending, initContainerStatuses: [{name: s, started: true, ready: true, state: {running: {}}}, {name: j, state: {running: {}}}]}}`},
		{"sidecar not started", "Init:0/1", "0/2", `{spec: {initContainers: [{name: s, restartPolicy: Always}], containers: [{name: a}]}, status: {phase: Pending, initContainerStatuses: [{name: s, started: false, state: {running: {}}}]}}`},
		{"one ended badly, one well", "Error", "0/2", `{spec: {containers: [{name: a}, {name: b}]}, status: {phase: Failed, containerStatuses: [{name: a, state: {terminated: {exitCode: 0, reason: Completed}}}, {name: b, state: {terminated: {exitCode: 1, reason: Error}}}]}}`},
		{"one waits, one ended badly", "CrashLoopBackOff", "0/2", `{spec: {containers: [{name: a}, {name: b}]}, status: {phase: Running, containerStatuses: [{name: a, state: {waiting: {reason: CrashLoopBackOff}}}, {name: b, state: {terminated: {exitCode: 1, reason: Error}}}]}}`},
		{"one done, one runs, pod ready", "Running", "1/2", `{spec: {containers: [{name: a}, {name: b}]}, status: {phase: Running, conditions: [{type: Ready, status: "True"}], containerStatuses: [{name: a, state: {terminated: {exitCode: 0, reason: Completed}}}, {name: b, ready: true, state: {running: {}}}]}}`},
		{"one done, one runs, pod not ready", "NotReady", "1/2", `{spec: {containers: [{name: a}, {name: b}]}, status: {phase: Running, containerStatuses: [{name: a, state: {terminated: {exitCode: 0, reason: Completed}}}, {name: b, ready: true, state: {running: {}}}]}}`},
		{"deleted", "Terminating", "0/1", `{metadata: {deletionTimestamp: "2026-01-01T00:00:00Z"}, spec: {containers: [{name: a}]}, status: {phase: Running}}`},
		{"deleted, node lost", "Unknown", "0/1", `{metadata: {deletionTimestamp: "2026-01-01T00:00:00Z"}, spec: {containers: [{name: a}]}, status: {phase: Running, reason: NodeLost}}`},
		{"node lost", "NodeLost", "0/1", `{spec: {containers: [{name: a}]}, status: {phase: Running, reason: NodeLost}}`},
		{"deleted when done", "Completed", "0/1", `{metadata: {deletionTimestamp: "2026-01-01T00:00:00Z"}, spec: {containers: [{name: a}]}, status: {phase: Succeeded, containerStatuses: [{name: a, state: {terminated: {exitCode: 0, reason: Completed}}}]}}`},
	} {
		var pod corev1.Pod
		if err := yaml.UnmarshalStrict([]byte(c.pod), &pod); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := PodStatus(&pod); got != c.status {
			t.Errorf("%s: status %q, want %q", c.name, got, c.status)
		}
		if got := PodReady(&pod); got != c.ready {
			t.Errorf("%s: ready %q, want %q", c.name, got, c.ready)
		}
	}
}
