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

// podContainerExited finds app containers and sidecars that ended and have no
// better explanation: not a crash loop yet, or never to be started again.
func podContainerExited(p podCase) []finding {
	var out, well []finding
	for _, c := range p.containers {
		t := c.lastEnd()
		if t == nil || c.init() || p.loops(c) || explainedElsewhere(t) || !p.counts(c) {
			continue
		}
		if c.noun == "sidecar" && p.over() {
			continue // sidecars end when the app containers have
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
		return well // a container that ended well explains nothing beside one that did not
	}
	return out
}

// explainedElsewhere names the ends that have a code of their own.
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

// over reports whether the pod has reached its final phase.
func (p podCase) over() bool {
	return p.pod.Status.Phase == corev1.PodSucceeded || p.pod.Status.Phase == corev1.PodFailed
}
