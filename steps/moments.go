package steps

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// occasion is something that happened to one run of a container.
type occasion struct {
	at metav1.Time // in whole seconds, as the kubelet notes it
	id string      // of that run, as the container runtime knows it: containerd://…
}

// startOf is the start of the earliest run that the status still shows; nil when there was none.
func startOf(s *corev1.ContainerStatus) *occasion {
	for _, t := range []*corev1.ContainerStateTerminated{s.LastTerminationState.Terminated, s.State.Terminated} {
		if t != nil && hasBegun(t) {
			return &occasion{t.StartedAt, t.ContainerID}
		}
	}
	if r := s.State.Running; r != nil {
		return &occasion{r.StartedAt, s.ContainerID}
	}
	return nil
}

// hasBegun reports whether the run ever was one: of a container that the runtime
// could not start (reason StartError) the kubelet says that it started in 1970.
func hasBegun(t *corev1.ContainerStateTerminated) bool {
	return t.StartedAt.Unix() > 0
}

// endOf is the earliest end that the status still shows.
func endOf(s *corev1.ContainerStatus) *occasion {
	switch {
	case s.LastTerminationState.Terminated != nil:
		return endedAs(s.LastTerminationState.Terminated)
	case s.State.Terminated != nil:
		return endedAs(s.State.Terminated)
	}
	return nil
}

// successOf is when a run of the container ended with exit code 0; nil when
// none did, or a later run has taken its place in the status.
func successOf(s *corev1.ContainerStatus) *occasion {
	for _, t := range []*corev1.ContainerStateTerminated{s.State.Terminated, s.LastTerminationState.Terminated} {
		if t != nil && t.ExitCode == 0 {
			return endedAs(t)
		}
	}
	return nil
}

func endedAs(t *corev1.ContainerStateTerminated) *occasion {
	return &occasion{t.FinishedAt, t.ContainerID}
}
