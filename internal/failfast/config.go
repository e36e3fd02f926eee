package failfast

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// ConfigGrace is how long a container may lack its configuration, or fail to be
// started, within a wait. The kubelet tries again within 15 seconds (its back-off
// of 10s with a jitter of a half), so what a controller makes late is found.
const ConfigGrace = 20 * time.Second

// missing is how the kubelet names a ConfigMap, a Secret, or a key of one of them.
var missing = regexp.MustCompile(`(?i)\b(configmap|secret) "[^"]+" not found|couldn't find key \S+ in (ConfigMap|Secret) \S+`)

// badConfig finds a container whose ConfigMap, Secret, or key is not there.
func (c *kase) badConfig(obj *unstructured.Unstructured, _ *corev1.Pod, s corev1.ContainerStatus) Reason {
	lack := lacks(s)
	if lack == "" {
		return Reason{}
	}
	began := c.unbroken(obj, func(p *corev1.Pod) bool {
		now := statusOf(p, s.Name)
		return lacks(now) == lack
	})
	return c.after(ConfigGrace, fmt.Sprintf("container %q: %s, unchanged for %s", s.Name, lack, ConfigGrace), began)
}

// lacks is what a container lacks, "" for nothing.
func lacks(s corev1.ContainerStatus) string {
	reason, message := waitingFor(s)
	if reason != "CreateContainerConfigError" {
		return ""
	}
	return missing.FindString(message)
}

// cannotStart finds a container that the runtime never could start: its program
// or its directory is not in the image.
func (c *kase) cannotStart(obj *unstructured.Unstructured, _ *corev1.Pod, s corev1.ContainerStatus) Reason {
	if !neverStarts(s) {
		return Reason{}
	}
	began := c.unbroken(obj, func(p *corev1.Pod) bool {
		now := statusOf(p, s.Name)
		return neverStarts(now)
	})
	return c.after(ConfigGrace, fmt.Sprintf("container %q cannot be started, unchanged for %s", s.Name, ConfigGrace), began)
}

// neverStarts holds through the back-off between two attempts.
func neverStarts(s corev1.ContainerStatus) bool {
	reason, _ := waitingFor(s)
	if reason == "RunContainerError" {
		return true
	}
	ended := s.State.Terminated
	if reason == "CrashLoopBackOff" {
		ended = s.LastTerminationState.Terminated
	}
	return ended != nil && strings.EqualFold(ended.Reason, "StartError")
}
