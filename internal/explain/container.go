package explain

import (
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/say"
)

// container combines the spec of a container with the status that its kubelet reports.
type container struct {
	corev1.Container
	status   corev1.ContainerStatus // zero until the kubelet has reported
	noun     string                 // "container", "init container", "sidecar"
	path     string                 // where its status is: `status.containerStatuses[0]`
	position say.Text               // "1 of 2" among init containers
}

func (c container) String() string { return c.Text().String() }

// Text implements say.Texter.
func (c container) Text() say.Text {
	switch c.noun {
	case "init container":
		return say.Textf("init container %q", c.Name)
	case "sidecar":
		return say.Textf("sidecar %q", c.Name)
	}
	return say.Textf("container %q", c.Name)
}

// init reports whether c runs before the app containers and must end before they start.
func (c container) init() bool { return c.noun == "init container" }

// lastEnd returns how the container ended last: now, or before its current run.
func (c container) lastEnd() *corev1.ContainerStateTerminated {
	if t := c.status.State.Terminated; t != nil {
		return t
	}
	return c.status.LastTerminationState.Terminated
}

// well reports whether the container runs and is ready.
func (c container) well() bool { return c.status.State.Running != nil && c.status.Ready }

// startedAt returns the start of the current run, or zero if the container does not run.
func (c container) startedAt() time.Time {
	if c.status.State.Running == nil {
		return time.Time{}
	}
	return c.status.State.Running.StartedAt.Time
}

// waitingFor returns the kubelet's reason and message for not running the container.
func (c container) waitingFor() (reason, message string) {
	if w := c.status.State.Waiting; w != nil {
		return w.Reason, w.Message
	}
	return "", ""
}

// containers returns init containers and sidecars in their order, then the others.
func containers(pod *corev1.Pod) []container {
	var out []container
	for i, spec := range pod.Spec.InitContainers {
		noun := "init container"
		if restartable(spec) {
			noun = "sidecar"
		}
		c := withStatus(spec, pod.Status.InitContainerStatuses, "status.initContainerStatuses")
		c.noun, c.position = noun, say.Textf("%d of %d", i+1, len(pod.Spec.InitContainers))
		out = append(out, c)
	}
	for _, spec := range pod.Spec.Containers {
		c := withStatus(spec, pod.Status.ContainerStatuses, "status.containerStatuses")
		c.noun = "container"
		out = append(out, c)
	}
	return out
}

func withStatus(spec corev1.Container, statuses []corev1.ContainerStatus, path string) container {
	for i, s := range statuses {
		if s.Name == spec.Name {
			return container{Container: spec, status: s, path: fmt.Sprintf("%s[%d]", path, i)}
		}
	}
	return container{Container: spec, path: path}
}

// restartable reports whether c is a native sidecar: an init container that keeps running.
func restartable(c corev1.Container) bool {
	return c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways
}
