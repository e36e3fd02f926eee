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

// Pulls is how many failed pulls of an image are seen before it is given up: a
// registry may be down for a moment, and the kubelet tries again by itself.
const Pulls = 3

// badImageName finds an image whose name no registry can have.
func (c *kase) badImageName(obj *unstructured.Unstructured, pod *corev1.Pod, s corev1.ContainerStatus) Reason {
	image := imageOf(pod, s.Name)
	invalid := func(p *corev1.Pod) bool {
		now := statusOf(p, s.Name)
		reason, _ := waitingFor(now)
		return reason == "InvalidImageName" && imageOf(p, s.Name) == image
	}
	reason, message := waitingFor(s)
	if reason != "InvalidImageName" || !strings.Contains(message, image) { // else it is about an earlier one
		return Reason{}
	}
	return c.terminal(fmt.Sprintf("container %q: %q is no valid image name", s.Name, image), c.unbroken(obj, invalid))
}

// noImage finds an image that could not be pulled, again and again. The last
// failure must fall into the wait: what made the others fail may be put right.
func (c *kase) noImage(obj *unstructured.Unstructured, pod *corev1.Pod, s corev1.ContainerStatus) Reason {
	if reason, _ := waitingFor(s); reason != "ErrImagePull" && reason != "ImagePullBackOff" {
		return Reason{}
	}
	image := imageOf(pod, s.Name)
	failed, last := c.failedPulls(obj, s.Name, image)
	if failed < Pulls || last.Before(c.since) {
		return Reason{}
	}
	return Reason{Why: fmt.Sprintf("container %q: image %q could not be pulled, %d times", s.Name, image, failed), From: last}
}

// failedPulls counts by the kubelet's events and by the container's status: each
// may miss what the other has.
func (c *kase) failedPulls(obj *unstructured.Unstructured, container, image string) (int, time.Time) {
	byStatus, last := c.pullErrors(obj, container, image)
	byEvent, lastEvent := c.pullEvents(obj, container, image)
	if lastEvent.After(last) {
		last = lastEvent
	}
	return max(byStatus, byEvent), last
}

func (c *kase) pullErrors(obj *unstructured.Unstructured, container, image string) (n int, last time.Time) {
	before := ""
	for _, o := range c.view.History(c.ref(obj)) {
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

func (c *kase) pullEvents(obj *unstructured.Unstructured, container, image string) (n int, last time.Time) {
	counts := map[string]int{} // by the event's name: its last version has the number
	for _, o := range observe.EventsOf(c.view, observe.Subject{Kind: "Pod", Namespace: obj.GetNamespace(), Name: obj.GetName()}) {
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
