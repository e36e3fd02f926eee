package world

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

func TestStarting(t *testing.T) {
	for text, want := range map[string]bool{
		"{spec: {nodeName: a}, status: {phase: Pending}}":                                                                                                                      true,
		"{spec: {nodeName: a}, status: {phase: Pending, containerStatuses: [{state: {waiting: {reason: ContainerCreating}}}]}}":                                                true,
		"{spec: {nodeName: a}, status: {phase: Pending, initContainerStatuses: [{state: {waiting: {reason: PodInitializing}}}]}}":                                              true,
		"{spec: {}, status: {phase: Pending}}":                                                                                                                                 false,
		"{spec: {nodeName: a}, status: {phase: Running}}":                                                                                                                      false,
		"{metadata: {deletionTimestamp: '2026-01-01T00:00:00Z'}, spec: {nodeName: a}, status: {phase: Pending}}":                                                               false,
		"{spec: {nodeName: a}, status: {phase: Pending, containerStatuses: [{state: {waiting: {reason: ImagePullBackOff}}}]}}":                                                 false,
		"{spec: {nodeName: a}, status: {phase: Pending, initContainerStatuses: [{state: {running: {}}}], containerStatuses: [{state: {waiting: {reason: PodInitializing}}}]}}": false,
	} {
		pod := &corev1.Pod{}
		if err := yaml.Unmarshal([]byte(text), pod); err != nil {
			t.Fatal(err)
		}
		if got := starting(pod); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
