package explain

import (
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/say"
)

// PodSandboxFailed is a code; its meaning is in podSandboxFailedDoc.
const PodSandboxFailed = "POD_SANDBOX_FAILED"

// PodSandboxInvalid is a code; its meaning is in podSandboxInvalidDoc.
const PodSandboxInvalid = "POD_SANDBOX_INVALID"

var podSandboxInvalidDoc = Code{
	Code:    PodSandboxInvalid,
	Meaning: "The pod's sandbox cannot be created as the pod's spec requires: its node has no such kernel parameter or value, runtime, or security profile.",
	Example: `the pod's sandbox cannot be made with its sysctls: open /proc/sys/net/ipv4/ip_local_port_range: invalid argument`,
}

var podSandboxFailedDoc = Code{
	Code:    PodSandboxFailed,
	Meaning: "The pod's sandbox, usually its network, cannot be created on its node.",
	Example: `the pod gets no network: no IP addresses available in range set: 10.244.1.1-10.244.1.254`,
}

// podSandboxFailed reports a pod whose sandbox (its network namespace and pause container) cannot be created, while no
// container has ever started.
func podSandboxFailed(p podCase) []finding {
	if p.over() || p.anyStarted() {
		return nil
	}
	e := latest(p.events, withReason("FailedCreatePodSandBox", "NetworkNotReady"))
	if e == nil || p.passedAfter(*e) {
		return nil
	}
	message := strings.TrimPrefix(strings.TrimPrefix(e.message, combined), "Failed to create pod sandbox: ")
	f := finding{
		Code:     PodSandboxFailed,
		Sentence: say.Textf("the pod's sandbox cannot be made: %s", lastPart(message)),
		Hint:     say.Textf("look at the container runtime of the node: journalctl -u containerd"),
		Evidence: []string{e.line(p.Now)},
	}
	low := strings.ToLower(message)
	if limit := p.anyMemoryLimit(); limit != "" && strings.Contains(low, "oom-killed") {
		f.Code = PodOOMKilled
		f.Sentence = say.Textf("the pod's sandbox was killed at its memory limit of %s: %s", limit, lastPart(message))
		f.Hint = say.Textf("raise resources.limits.memory: it is less than it takes to start a container")
		return []finding{f}
	}
	if asked := askedOfSandbox(p.pod.Spec, low); asked != "" {
		f.Code = PodSandboxInvalid
		f.Sentence = say.Textf("the pod's sandbox cannot be made with its %s: %s", asked, lastPart(message))
		f.Hint = say.Textf("correct %s in the pod's spec, or provide it on node %s", asked, p.nodeOrOwn())
		return []finding{f}
	}
	if strings.Contains(low, "cni") || strings.Contains(low, "network") {
		f.Sentence = say.Textf("the pod gets no network: %s", lastPart(message))
		f.Hint = say.Textf("look at the network plugin's pod on node %s: kubectl get pods -n kube-system -o wide", p.nodeOrOwn())
	}
	return []finding{f}
}

// nodeOrOwn returns the name of the pod's node, if it has one.
func (p podCase) nodeOrOwn() say.Text {
	if p.pod.Spec.NodeName == "" {
		return say.Textf("of the pod")
	}
	return say.Literal(p.pod.Spec.NodeName)
}

// askedOfSandbox returns the field of the spec because of which a sandbox could not be created, or "" if the message is about
// none: then the node is the cause. The message is in lower case.
func askedOfSandbox(spec corev1.PodSpec, message string) string {
	security := spec.SecurityContext
	if security == nil {
		security = &corev1.PodSecurityContext{}
	}
	switch {
	case len(security.Sysctls) > 0 && (strings.Contains(message, "/proc/sys/") || strings.Contains(message, "sysctl")):
		return "sysctls"
	case spec.RuntimeClassName != nil && strings.Contains(message, "no runtime for "):
		return "runtimeClassName"
	case security.SeccompProfile != nil && security.SeccompProfile.LocalhostProfile != nil && strings.Contains(message, "seccomp"):
		return "seccompProfile"
	case security.AppArmorProfile != nil && security.AppArmorProfile.LocalhostProfile != nil && strings.Contains(message, "apparmor"):
		return "appArmorProfile"
	}
	return ""
}

// anyMemoryLimit returns the first memory limit of the pod and its containers, or "" if there is none.
func (p podCase) anyMemoryLimit() string {
	for _, c := range p.containers {
		if limit, _ := p.memoryLimit(c); limit != "" {
			return limit
		}
	}
	return ""
}

// passedAfter reports whether the kubelet got past volumes and sandbox after all: later events about an image or a container
// prove it.
func (p podCase) passedAfter(e event) bool {
	later := latest(p.events, func(o event) bool {
		return o.container() != "" && !o.last.Before(e.last)
	})
	return later != nil
}
