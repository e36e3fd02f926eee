package explain

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/say"
)

// PodOOMKilled is a code; its meaning is in podOOMKilledDoc.
const PodOOMKilled = "POD_OOM_KILLED"

var podOOMKilledDoc = Code{
	Code:    PodOOMKilled,
	Meaning: "The kernel killed a container because of its memory usage.",
	Example: `container "ctr" was killed at its memory limit of 100Mi (exit 137)`,
}

const (
	reasonOOMKilled = "OOMKilled"
	exitKilled      = 137 // 128 + SIGKILL, what a shell reports for a killed process
	exitTerminated  = 143 // 128 + SIGTERM
)

// podOOMKilled reports containers that the kernel killed because of their memory. Only the reason proves it: exit 137 alone may
// be any SIGKILL, and if the kernel killed a child of the main process, the main process chooses the exit code.
func podOOMKilled(p podCase) []finding {
	var out []finding
	for _, c := range p.containers {
		if t := c.lastEnd(); t != nil && t.Reason == reasonOOMKilled && p.counts(c) {
			out = append(out, p.oom(c, t))
		}
	}
	return out
}

func (p podCase) oom(c container, t *corev1.ContainerStateTerminated) finding {
	f := finding{
		Code:     PodOOMKilled,
		Hint:     say.Textf("raise resources.limits.memory, or assert the OOMKilled status if that is what you expect"),
		Evidence: []string{p.describe(c), memoryOf(c)},
	}
	how := withRestarts(exit(t), c.status.RestartCount)
	if limit, ofPod := p.memoryLimit(c); limit == "" {
		f.Sentence = say.Textf("%s was killed when its node ran out of memory; it has no limit of its own (%s)", c, how)
		f.Hint = say.Textf("set resources.requests.memory and resources.limits.memory, so that the scheduler leaves room for it")
	} else {
		f.Sentence = say.Textf("%s was killed at its memory limit of %s (%s)", c, limit, how)
		if ofPod {
			f.Sentence = say.Textf("%s was killed at the pod's memory limit of %s (%s)", c, limit, how)
		}
	}
	if t.ExitCode != exitKilled {
		f.Evidence = append(f.Evidence, fmt.Sprintf(
			"exit %d and not %d: the kernel killed a child process, and the main process ended after it", t.ExitCode, exitKilled))
	}
	return f
}

// memoryLimit returns the limit in force: the one that the kubelet reports (it can be changed while the pod runs), that of the
// container, or that of the whole pod.
func (p podCase) memoryLimit(c container) (limit string, ofPod bool) {
	if r := c.status.Resources; r != nil {
		if q, ok := r.Limits[corev1.ResourceMemory]; ok {
			return q.String(), false
		}
	}
	if q, ok := c.Resources.Limits[corev1.ResourceMemory]; ok {
		return q.String(), false
	}
	if r := p.pod.Spec.Resources; r != nil {
		if q, ok := r.Limits[corev1.ResourceMemory]; ok {
			return q.String(), true
		}
	}
	return "", false
}

func memoryOf(c container) string {
	value := func(list corev1.ResourceList) string {
		if q, ok := list[corev1.ResourceMemory]; ok {
			return q.String()
		}
		return "none"
	}
	return fmt.Sprintf("%s: memory request %s, limit %s", c, value(c.Resources.Requests), value(c.Resources.Limits))
}
