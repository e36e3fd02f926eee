package steps

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

func lastEnd(status *corev1.ContainerStatus) string {
	t := status.LastTerminationState.Terminated
	if t == nil {
		return "its last end is not recorded"
	}
	return fmt.Sprintf("it last ended with reason %s, exit code %d", t.Reason, t.ExitCode)
}

// containerIn finds a container's status, init and ephemeral ones included.
// Without one, it returns what to say instead.
func containerIn(pod *corev1.Pod, name string) (*corev1.ContainerStatus, string) {
	if pod == nil {
		return nil, "there is no such pod"
	}
	for _, list := range [][]corev1.ContainerStatus{
		pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses, pod.Status.EphemeralContainerStatuses,
	} {
		for i := range list {
			if list[i].Name == name {
				return &list[i], ""
			}
		}
	}
	return nil, notInPod(pod, name)
}

func notInPod(pod *corev1.Pod, name string) string {
	var names []string
	for _, c := range append(append([]corev1.Container{}, pod.Spec.InitContainers...), pod.Spec.Containers...) {
		if c.Name == name {
			return fmt.Sprintf("container %q has not been reported yet; the pod is %s", name, pod.Status.Phase)
		}
		names = append(names, fmt.Sprintf("%q", c.Name))
	}
	return fmt.Sprintf("the pod has no container %q; it has %s", name, strings.Join(names, ", "))
}

func restarts(pod *corev1.Pod) int {
	n := 0
	for _, c := range pod.Status.ContainerStatuses {
		n += int(c.RestartCount)
	}
	return n
}

// eventsAbout lists the events whose subject is the object, and not a former one
// of the same name, in order seen, each in its last version.
func eventsAbout(v observe.View, ref kube.Ref) []*corev1.Event {
	var events []*corev1.Event
	at := map[string]int{}
	former := formerLives(v, ref)
	for _, o := range observe.EventsOf(v, observe.Subject{Kind: ref.Kind.GVK.Kind, Namespace: eventNamespace(ref), Name: ref.Name}) {
		e := kube.As[corev1.Event](o.Object)
		if e == nil || ofFormer(former, e) || ofOtherGroup(ref, e) {
			continue
		}
		if i, seen := at[e.Name]; seen {
			events[i] = e
			continue
		}
		at[e.Name] = len(events)
		events = append(events, e)
	}
	return events
}

// ofOtherGroup tells of an event about an object whose kind is only called as this one's is. One that names no group may be
// about either.
func ofOtherGroup(ref kube.Ref, e *corev1.Event) bool {
	about := schema.FromAPIVersionAndKind(e.InvolvedObject.APIVersion, e.InvolvedObject.Kind)
	return e.InvolvedObject.APIVersion != "" && about.Group != ref.Kind.GVK.Group
}

// eventNamespace is where events about an object are kept: its own namespace,
// or "default" for objects that have none.
func eventNamespace(ref kube.Ref) string {
	if ref.Namespace == "" {
		return "default"
	}
	return ref.Namespace
}
