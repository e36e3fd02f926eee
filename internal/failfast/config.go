package failfast

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// ConfigGrace is how long, within a wait, a container may lack its configuration or fail to start. The kubelet tries again
// within 15 seconds (a back-off of 10s with 50 % jitter), so configuration that a controller creates late is found.
const ConfigGrace = 20 * time.Second

// missing matches the kubelet's messages about a missing ConfigMap or Secret, or a key of one.
var missing = regexp.MustCompile(`(?i)\b(configmap|secret) "[^"]+" not found|couldn't find key \S+ in (ConfigMap|Secret) \S+`)

// badConfig returns a reason if the ConfigMap, the Secret, or the key of a container does not exist.
func (e *evaluator) badConfig(obj *unstructured.Unstructured, _ *corev1.Pod, s corev1.ContainerStatus) Reason {
	lack := lacks(s)
	if lack == "" {
		return Reason{}
	}
	began := e.unbroken(obj, func(p *corev1.Pod) bool {
		now := statusOf(p, s.Name)
		return lacks(now) == lack
	})
	return e.after(ConfigGrace, fmt.Sprintf("container %q: %s, unchanged for %s", s.Name, lack, ConfigGrace), began)
}

// lacks returns what is missing for a container; "" if nothing is.
func lacks(s corev1.ContainerStatus) string {
	reason, message := waitingFor(s)
	if reason != "CreateContainerConfigError" {
		return ""
	}
	return missing.FindString(message)
}

// cannotStart returns a reason if the runtime has never been able to start the container: its program or working directory is
// not in the image.
func (e *evaluator) cannotStart(obj *unstructured.Unstructured, _ *corev1.Pod, s corev1.ContainerStatus) Reason {
	if !neverStarts(s) {
		return Reason{}
	}
	began := e.unbroken(obj, func(p *corev1.Pod) bool {
		now := statusOf(p, s.Name)
		return neverStarts(now)
	})
	return e.after(ConfigGrace, fmt.Sprintf("container %q cannot be started, unchanged for %s", s.Name, ConfigGrace), began)
}

// neverStarts also holds during the back-off between two attempts.
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
