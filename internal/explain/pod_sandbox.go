package explain

import "strings"

// PodSandboxFailed is a code; its meaning is in podSandboxFailedDoc.
const PodSandboxFailed = "POD_SANDBOX_FAILED"

var podSandboxFailedDoc = Code{
	Code:    PodSandboxFailed,
	Meaning: "The pod's sandbox, mostly its network, cannot be made on its node.",
	Example: `the pod gets no network: no IP addresses available in range set: 10.244.1.1-10.244.1.254`,
}

// podSandboxFailed finds a pod whose sandbox (its network namespace and pause
// container) cannot be made, while no container has ever started.
func podSandboxFailed(p podCase) []Finding {
	if p.over() || p.anyStarted() {
		return nil
	}
	e := latest(p.events, withReason("FailedCreatePodSandBox", "NetworkNotReady"))
	if e == nil || p.passedAfter(*e) {
		return nil
	}
	message := strings.TrimPrefix(strings.TrimPrefix(e.message, combined), "Failed to create pod sandbox: ")
	f := Finding{
		Code:     PodSandboxFailed,
		Sentence: "the pod's sandbox cannot be made: " + lastPart(message),
		Hint:     "look at the container runtime of the node: journalctl -u containerd",
		Evidence: []string{e.line(p.Now)},
	}
	low := strings.ToLower(message)
	if limit := p.anyMemoryLimit(); limit != "" && strings.Contains(low, "oom-killed") {
		f.Code = PodOOMKilled
		f.Sentence = "the pod's sandbox was killed at its memory limit of " + limit + ": " + lastPart(message)
		f.Hint = "raise resources.limits.memory: it is less than it takes to start a container"
		return []Finding{f}
	}
	if strings.Contains(low, "cni") || strings.Contains(low, "network") {
		f.Sentence = "the pod gets no network: " + lastPart(message)
		f.Hint = "look at the network plugin's pod on node " + firstNonEmpty(p.pod.Spec.NodeName, "of the pod") + ": kubectl get pods -n kube-system -o wide"
	}
	return []Finding{f}
}

// anyMemoryLimit is the first memory limit of the pod and its containers, "" when there is none.
func (p podCase) anyMemoryLimit() string {
	for _, c := range p.containers {
		if limit, _ := p.memoryLimit(c); limit != "" {
			return limit
		}
	}
	return ""
}

// passedAfter tells whether the kubelet got past volumes and sandbox after all: it says so by
// working on an image or a container.
func (p podCase) passedAfter(e event) bool {
	later := latest(p.events, func(o event) bool {
		return o.container() != "" && !o.last.Before(e.last)
	})
	return later != nil
}
