package failfast

import (
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// Pulls is the number of failed pulls of an image after which a wait fails fast: a registry may be down for a moment, and
// the kubelet tries again.
const Pulls = 3

// badImageName returns a reason if the name of an image is invalid.
func (e *evaluator) badImageName(obj *unstructured.Unstructured, pod *corev1.Pod, s corev1.ContainerStatus) Reason {
	image := imageOf(pod, s.Name)
	invalid := func(p *corev1.Pod) bool {
		now := statusOf(p, s.Name)
		reason, _ := waitingFor(now)
		return reason == "InvalidImageName" && imageOf(p, s.Name) == image
	}
	reason, message := waitingFor(s)
	if reason != "InvalidImageName" || !strings.Contains(message, image) { // the message is about an earlier image
		return Reason{}
	}
	return e.terminal(fmt.Sprintf("container %q: %q is not a valid image name", s.Name, image), e.unbroken(obj, invalid))
}

// noImage returns a reason if pulling an image has failed several times. The last failure must be within the wait, as the cause
// of earlier ones may have been fixed.
func (e *evaluator) noImage(obj *unstructured.Unstructured, pod *corev1.Pod, s corev1.ContainerStatus) Reason {
	if reason, _ := waitingFor(s); reason != "ErrImagePull" && reason != "ImagePullBackOff" {
		return Reason{}
	}
	image := imageOf(pod, s.Name)
	failed, last := e.failedPulls(obj, s.Name, image)
	if failed < Pulls || last.Before(e.since) {
		return Reason{}
	}
	return Reason{Why: fmt.Sprintf("container %q: image %q could not be pulled, %d times", s.Name, image, failed), From: last}
}

// failedPulls counts failed pulls in the kubelet's events and in the container's status. Either may be incomplete.
func (e *evaluator) failedPulls(obj *unstructured.Unstructured, container, image string) (int, time.Time) {
	byStatus, last := e.pullErrors(obj, container, image)
	byEvent, lastEvent := e.pullEvents(obj, container, image)
	if lastEvent.After(last) {
		last = lastEvent
	}
	return max(byStatus, byEvent), last
}

func (e *evaluator) pullErrors(obj *unstructured.Unstructured, container, image string) (n int, last time.Time) {
	before := ""
	for _, o := range e.view.History(e.ref(obj)) {
		pod := kube.As[corev1.Pod](o.Object)
		if pod == nil || o.Object.GetUID() != obj.GetUID() || imageOf(pod, container) != image {
			continue
		}
		s := statusOf(pod, container)
		reason, _ := waitingFor(s)
		if reason == "ErrImagePull" && before != reason {
			n, last = n+1, o.At
		}
		before = reason
	}
	return n, last
}

func (e *evaluator) pullEvents(obj *unstructured.Unstructured, container, image string) (n int, last time.Time) {
	counts := map[string]int{} // by the event's name; its last version has the count
	for _, o := range observe.EventsOf(e.view, observe.Subject{Kind: "Pod", Namespace: obj.GetNamespace(), Name: obj.GetName()}) {
		e := kube.As[corev1.Event](o.Object)
		if e == nil || e.InvolvedObject.UID != obj.GetUID() || e.Reason != "Failed" ||
			!strings.HasPrefix(e.Message, fmt.Sprintf("Failed to pull image %q", image)) ||
			!strings.HasSuffix(e.InvolvedObject.FieldPath, "{"+container+"}") {
			continue
		}
		if now := max(int(e.Count), 1); now > counts[e.Name] {
			counts[e.Name], last = now, o.At
		}
	}
	for _, count := range counts {
		n += count
	}
	return n, last
}

func imageOf(pod *corev1.Pod, container string) string {
	for _, list := range [][]corev1.Container{pod.Spec.InitContainers, pod.Spec.Containers} {
		for _, c := range list {
			if c.Name == container {
				return c.Image
			}
		}
	}
	return ""
}
