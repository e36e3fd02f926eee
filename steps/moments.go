package steps

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// startedAt is when the container's first run began, as far as the status
// still knows; nil when it never ran.
func startedAt(s *corev1.ContainerStatus) *metav1.Time {
	switch {
	case s.LastTerminationState.Terminated != nil:
		return &s.LastTerminationState.Terminated.StartedAt
	case s.State.Terminated != nil:
		return &s.State.Terminated.StartedAt
	case s.State.Running != nil:
		return &s.State.Running.StartedAt
	}
	return nil
}

func finishedAt(s *corev1.ContainerStatus) *metav1.Time {
	switch {
	case s.LastTerminationState.Terminated != nil:
		return &s.LastTerminationState.Terminated.FinishedAt
	case s.State.Terminated != nil:
		return &s.State.Terminated.FinishedAt
	}
	return nil
}

// succeededAt is when a run of the container ended with exit code 0; nil when
// none did, or a later run has taken its place in the status.
func succeededAt(s *corev1.ContainerStatus) *metav1.Time {
	for _, t := range []*corev1.ContainerStateTerminated{s.State.Terminated, s.LastTerminationState.Terminated} {
		if t != nil && t.ExitCode == 0 {
			return &t.FinishedAt
		}
	}
	return nil
}
