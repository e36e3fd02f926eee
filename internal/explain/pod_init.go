package explain

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/words"
)

// PodInitBlocked is a code; its meaning is in podInitBlockedDoc.
const PodInitBlocked = "POD_INIT_BLOCKED"

var podInitBlockedDoc = Code{
	Code:    PodInitBlocked,
	Meaning: "An init container is still running, and the app containers wait for it.",
	Example: `init container "init-myservice" (1 of 2) is still running after 45s, and the app containers wait for it; last log line: waiting for myservice`,
}

// PodInitFailed is a code; its meaning is in podInitFailedDoc.
const PodInitFailed = "POD_INIT_FAILED"

var podInitFailedDoc = Code{
	Code:    PodInitFailed,
	Meaning: "An init container ended with an error.",
	Example: `init container "migrate" (1 of 1) failed: exit 1 (Error), 2 restarts, back-off 20s`,
}

// podInitFailed finds the init container that ended with an error: the app
// containers wait for it, or the pod has failed with it.
func podInitFailed(p podCase) []Finding {
	c, ok := p.initAtWork()
	if !ok {
		return nil
	}
	t := c.lastEnd()
	reason, message := c.waitingFor()
	failing := c.init() && t != nil && (t.ExitCode != 0 || t.Signal != 0) && !explainedElsewhere(t)
	if !failing || (reason != "" && reason != reasonCrashLoop && reason != "PodInitializing") {
		return nil
	}
	sentence := fmt.Sprintf("%s (%s) failed: %s", c, c.position, outcome(t))
	if n := c.status.RestartCount; n > 0 {
		sentence += ", " + words.Times("restart", n)
	}
	if b := backOff(message); b != "" {
		sentence += ", back-off " + b
	}
	if p.pod.Status.Phase == corev1.PodFailed {
		sentence += fmt.Sprintf(", and is not started again (restartPolicy %s)", p.pod.Spec.RestartPolicy)
	}
	return []Finding{{
		Code:     PodInitFailed,
		Sentence: sentence + p.lastWords(c),
		Hint:     p.exitHint(c, t),
		Evidence: append([]string{p.describe(c)}, p.eventLines(c, "BackOff")...),
	}}
}

// podInitBlocked finds the init container (or the sidecar that has not started yet)
// that the app containers wait for.
func podInitBlocked(p podCase) []Finding {
	c, ok := p.initAtWork()
	if !ok || c.status.State.Running == nil || p.over() {
		return nil
	}
	sentence := fmt.Sprintf("%s (%s) is still running", c, c.position)
	if a := p.age(c.startedAt()); a != "" {
		sentence += " after " + a
	}
	if c.noun == "sidecar" {
		sentence = fmt.Sprintf("%s (%s) has not passed its startup probe yet", c, c.position)
	}
	return []Finding{{
		Code:     PodInitBlocked,
		Sentence: sentence + ", and the app containers wait for it" + p.presentWords(c),
		Hint:     p.blockedHint(c),
		Evidence: []string{p.describe(c)},
	}}
}

// initAtWork is the first init container or sidecar that is not done.
func (p podCase) initAtWork() (container, bool) {
	for _, c := range p.containers {
		t := c.status.State.Terminated
		switch {
		case c.noun == "container":
			return container{}, false
		case c.noun == "sidecar" && started(c), c.init() && t != nil && t.ExitCode == 0:
			continue
		}
		return c, true
	}
	return container{}, false
}

// presentWords is the last line that a running container has logged.
func (p podCase) presentWords(c container) string {
	line := logLine(p.Logs[p.pod.Namespace+"/"+p.pod.Name+"/"+c.Name])
	if line == "" {
		return ""
	}
	return "; last log line: " + line
}

func (p podCase) blockedHint(c container) string {
	return "create what it waits for, or read what it says: " + p.logsOf(c, false)
}
