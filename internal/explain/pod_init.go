package explain

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/say"
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

// podInitFailed reports the init container that ended with an error: the app containers wait for it, or the pod has failed with
// it.
func podInitFailed(p podCase) []finding {
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
	sentence := withRestarts(say.Textf("%s (%s) failed: %s", c, c.position, outcome(t)), c.status.RestartCount)
	if b := backOff(message); b != "" {
		sentence = say.Textf("%s, back-off %s", sentence, b)
	}
	if p.pod.Status.Phase == corev1.PodFailed {
		sentence = say.Textf("%s, and is not started again (restartPolicy %s)", sentence, p.pod.Spec.RestartPolicy)
	}
	return []finding{{
		Code:     PodInitFailed,
		Sentence: p.withLastWords(sentence, c),
		Hint:     p.exitHint(c, t),
		Evidence: append([]string{p.describe(c)}, p.eventLines(c, "BackOff")...),
	}}
}

// podInitBlocked reports the init container (or the sidecar that has not started yet) for which the app containers wait.
func podInitBlocked(p podCase) []finding {
	c, ok := p.initAtWork()
	if !ok || c.status.State.Running == nil || p.over() {
		return nil
	}
	sentence := say.Textf("%s (%s) is still running, and the app containers wait for it", c, c.position)
	if a := p.age(c.startedAt()); a != "" {
		sentence = say.Textf("%s (%s) is still running after %s, and the app containers wait for it", c, c.position, a)
	}
	if c.noun == "sidecar" {
		sentence = say.Textf("%s (%s) has not passed its startup probe yet, and the app containers wait for it", c, c.position)
	}
	return []finding{{
		Code:     PodInitBlocked,
		Sentence: withLogLine(sentence, p.presentWords(c)),
		Hint:     p.blockedHint(c),
		Evidence: []string{p.describe(c)},
	}}
}

// initAtWork returns the first init container or sidecar that is not done.
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

// presentWords returns the last line in the log of a running container.
func (p podCase) presentWords(c container) string {
	return logLine(p.Logs[p.pod.Namespace+"/"+p.pod.Name+"/"+c.Name])
}

func (p podCase) blockedHint(c container) say.Text {
	return say.Textf("create what it waits for, or read what it says: %s", p.logsOf(c, false))
}
