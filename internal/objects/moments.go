package objects

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Occasion is something that happened to one run of a container.
type Occasion struct {
	At metav1.Time // in whole seconds, as the kubelet notes it
	ID string      // of that run, as the container runtime knows it: containerd://…
}

// Start is the start of the earliest run that the status still shows; nil when there was none.
func Start(s *corev1.ContainerStatus) *Occasion {
	for _, t := range []*corev1.ContainerStateTerminated{s.LastTerminationState.Terminated, s.State.Terminated} {
		if t != nil && hasBegun(t) {
			return &Occasion{t.StartedAt, t.ContainerID}
		}
	}
	if r := s.State.Running; r != nil {
		return &Occasion{r.StartedAt, s.ContainerID}
	}
	return nil
}

// hasBegun reports whether the run ever was one: of a container that the runtime
// could not start (reason StartError) the kubelet says that it started in 1970.
func hasBegun(t *corev1.ContainerStateTerminated) bool {
	return t.StartedAt.Unix() > 0
}

// End is the earliest end that the status still shows.
func End(s *corev1.ContainerStatus) *Occasion {
	switch {
	case s.LastTerminationState.Terminated != nil:
		return endedAs(s.LastTerminationState.Terminated)
	case s.State.Terminated != nil:
		return endedAs(s.State.Terminated)
	}
	return nil
}

// Success is when a run of the container ended with exit code 0; nil when
// none did, or a later run has taken its place in the status.
func Success(s *corev1.ContainerStatus) *Occasion {
	for _, t := range []*corev1.ContainerStateTerminated{s.State.Terminated, s.LastTerminationState.Terminated} {
		if t != nil && t.ExitCode == 0 {
			return endedAs(t)
		}
	}
	return nil
}

func endedAs(t *corev1.ContainerStateTerminated) *Occasion {
	return &Occasion{t.FinishedAt, t.ContainerID}
}
