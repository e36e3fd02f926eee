package explain

import (
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/internal/words"
)

// describe returns the container's state as evidence: `pod/web status.containerStatuses[0] "web": waiting CrashLoopBackOff;
// before: OOMKilled, exit 137, 3s ago; 3 restarts`.
func (p podCase) describe(c container) string {
	parts := []string{p.state(c.status.State)}
	if before := c.status.LastTerminationState.Terminated; before != nil {
		parts = append(parts, "before: "+p.end(before))
	}
	if n := c.status.RestartCount; n > 0 {
		parts = append(parts, words.Times("restart", n))
	}
	return fmt.Sprintf("pod/%s %s %q: %s", p.pod.Name, c.path, c.Name, strings.Join(parts, "; "))
}

func (p podCase) state(s corev1.ContainerState) string {
	switch {
	case s.Waiting != nil:
		return "waiting " + quote(s.Waiting.Reason)
	case s.Terminated != nil:
		return p.end(s.Terminated)
	case s.Running != nil:
		if a := p.age(s.Running.StartedAt.Time); a != "" {
			return "running for " + a
		}
		return "running"
	}
	return "no state reported"
}

func (p podCase) end(t *corev1.ContainerStateTerminated) string {
	text := fmt.Sprintf("%s, %s", firstNonEmpty(quote(t.Reason), "terminated"), exit(t))
	if a := ago(p.Now, t.FinishedAt.Time); a != "" {
		text += ", " + a
	}
	return text
}

// exit describes the end of a process: `exit 137`, or `signal 9`.
func exit(t *corev1.ContainerStateTerminated) say.Text {
	if t.ExitCode == 0 && t.Signal != 0 {
		return say.Textf("signal %d", t.Signal)
	}
	return say.Textf("exit %d", t.ExitCode)
}

// withRestarts appends the number of restarts, if there were any.
func withRestarts(sentence say.Text, restarts int32) say.Text {
	if restarts == 0 {
		return sentence
	}
	return say.Textf("%s, %s", sentence, say.Times("restart", int(restarts)))
}

// age returns the time from t to now, or "" if unknown.
func (p podCase) age(t time.Time) string {
	if p.Now.IsZero() || t.IsZero() {
		return ""
	}
	return Age(p.Now.Sub(t))
}
