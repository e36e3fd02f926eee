package explain

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/say"
)

// PodContainerExited is a code; its meaning is in podContainerExitedDoc.
const PodContainerExited = "POD_CONTAINER_EXITED"

var podContainerExitedDoc = Code{
	Code:    PodContainerExited,
	Meaning: "A container has ended, successfully or with an error.",
	Example: `container "web" ended with exit 1 (Error), 1 restart; last log line: panic: no config`,
}

// podContainerExited reports app containers and sidecars that ended without a better explanation: not a crash loop yet, or
// never restarted.
func podContainerExited(p podCase) []finding {
	var out, well []finding
	for _, c := range p.containers {
		t := c.lastEnd()
		if t == nil || c.init() || p.loops(c) || explainedElsewhere(t) || !p.counts(c) {
			continue
		}
		if c.noun == "sidecar" && p.over() {
			continue // sidecars end after the app containers
		}
		found := finding{
			Code:     PodContainerExited,
			Sentence: p.withLastWords(p.exited(c, t), c),
			Hint:     p.exitHint(c, t),
			Evidence: []string{p.describe(c)},
		}
		if t.ExitCode == 0 && t.Signal == 0 {
			well = append(well, found)
			continue
		}
		out = append(out, found)
	}
	if len(out) == 0 {
		return well // a container that ended well explains nothing if another did not
	}
	return out
}

// explainedElsewhere reports whether an end has its own code.
func explainedElsewhere(t *corev1.ContainerStateTerminated) bool {
	switch t.Reason {
	case reasonOOMKilled, "StartError", "ContainerCannotRun":
		return true
	}
	return false
}

func (p podCase) exited(c container, t *corev1.ContainerStateTerminated) say.Text {
	text := say.Textf("%s ended with %s", c, outcome(t))
	if n := c.status.RestartCount; n > 0 {
		return withRestarts(text, n)
	}
	if p.over() {
		return say.Textf("%s and is not started again (restartPolicy %s)", text, p.pod.Spec.RestartPolicy)
	}
	return text
}

// over reports whether the pod has reached a final phase.
func (p podCase) over() bool {
	return p.pod.Status.Phase == corev1.PodSucceeded || p.pod.Status.Phase == corev1.PodFailed
}
