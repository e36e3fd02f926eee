package explain

import (
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/internal/words"
)

// PodProbeFailed is a code; its meaning is in podProbeFailedDoc.
const PodProbeFailed = "POD_PROBE_FAILED"

var podProbeFailedDoc = Code{
	Code:    PodProbeFailed,
	Meaning: "A liveness, readiness or startup probe fails, or has made the kubelet restart the container.",
	Example: `liveness probe of container "liveness" (exec: cat /tmp/healthy) failed: cat: can't open '/tmp/healthy': No such file or directory, 2 restarts`,
}

// probe is a probe in the spec of a container.
type probe struct {
	kind string // liveness, readiness, startup
	spec *corev1.Probe
}

func probesOf(c container) []probe {
	var out []probe
	for _, p := range []probe{{"startup", c.StartupProbe}, {"liveness", c.LivenessProbe}, {"readiness", c.ReadinessProbe}} {
		if p.spec != nil {
			out = append(out, p)
		}
	}
	return out
}

// podProbeFailed reports probes that fail now, and those because of which the kubelet restarted their container.
func podProbeFailed(p podCase) []finding {
	if p.over() {
		return nil
	}
	var out []finding
	for _, c := range p.containers {
		for _, pr := range probesOf(c) {
			if e := p.failure(c, pr); e != nil {
				out = append(out, p.probeFinding(c, pr, *e))
			}
		}
	}
	return out
}

// failure returns the event that says how the probe failed, or nil if the probe currently causes nothing.
func (p podCase) failure(c container, pr probe) *event {
	e := latest(p.eventsAbout(c), func(e event) bool {
		kind, _ := probeMessage(e)
		return kind == pr.kind
	})
	switch {
	case e == nil:
		return nil
	case pr.kind != "readiness" && p.killedBy(c, pr) && p.counts(c):
		return e
	case c.status.State.Running == nil || e.last.Before(c.startedAt()):
		return nil // about an earlier run
	case p.justBack(c), p.loops(c) && !p.probeKills(c):
		return nil // the container ended by itself, which is a better explanation than its not being ready again
	case pr.kind == "liveness":
		return e
	case pr.kind == "startup" && started(c), c.status.Ready:
		return nil
	}
	return e
}

// settling is how long after a restart a failed probe is ignored: the kubelet's first back-off. A container that ends again and
// again is often seen running that long.
const settling = 10 * time.Second

// justBack reports whether c was just restarted after it had ended by itself.
func (p podCase) justBack(c container) bool {
	return c.lastEnd() != nil && p.counts(c) && !p.probeKills(c) && p.Now.Sub(c.startedAt()) < settling
}

func started(c container) bool { return c.status.Started != nil && *c.status.Started }

// probeKills reports whether a probe ended the container's last run.
func (p podCase) probeKills(c container) bool {
	for _, pr := range probesOf(c) {
		if p.killedBy(c, pr) {
			return true
		}
	}
	return false
}

// killedBy reports whether the kubelet ended the container's last run because of this
// probe: `Container web failed liveness probe, will be restarted`.
func (p podCase) killedBy(c container, pr probe) bool {
	return latest(p.eventsAbout(c), func(e event) bool {
		return e.reason == "Killing" && strings.Contains(e.message, "failed "+pr.kind+" probe")
	}) != nil && c.status.RestartCount > 0
}

// probeMessage parses `Liveness probe failed: …` and `Readiness probe errored and resulted in unknown state: …`; kind is empty
// for any other event.
func probeMessage(e event) (kind, output string) {
	if e.reason != "Unhealthy" {
		return "", ""
	}
	text := strings.TrimPrefix(e.message, combined)
	kind, rest, ok := strings.Cut(text, " probe ")
	if !ok {
		return "", ""
	}
	_, output, _ = strings.Cut(rest, ": ")
	return strings.ToLower(kind), strings.TrimSpace(output)
}

func (p podCase) probeFinding(c container, pr probe, e event) finding {
	_, output := probeMessage(e)
	sentence := say.Textf("%s of %s (%s) failed: %s", pr.named(), c, mechanism(pr.spec.ProbeHandler), outputOf(output))
	if pr.kind != "readiness" && c.status.RestartCount > 0 {
		sentence = withRestarts(sentence, c.status.RestartCount)
	}
	return finding{
		Code:     PodProbeFailed,
		Sentence: sentence,
		Hint:     probeHint(pr, output),
		Evidence: append([]string{e.line(p.Now), timing(c, pr), p.describe(c)}, p.eventLines(c, "Killing")...),
	}
}

// named returns the name of the probe for a sentence.
func (p probe) named() say.Text {
	switch p.kind {
	case "liveness":
		return say.Textf("liveness probe")
	case "readiness":
		return say.Textf("readiness probe")
	}
	return say.Textf("startup probe")
}

func outputOf(output string) say.Text {
	if line := quote(lastLine(output)); line != "" {
		return say.Literal(line)
	}
	return say.Textf("no output")
}

// lastLine returns the last line of a command's output, which says what is wrong.
func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}

// timing describes the probe's timing as evidence, with the defaults that the API server sets.
func timing(c container, pr probe) string {
	s := pr.spec
	return fmt.Sprintf("%s: %s probe after %ds, every %ds, timeout %ds, gives up after %s",
		c, pr.kind, s.InitialDelaySeconds, s.PeriodSeconds, s.TimeoutSeconds, words.Times("failure", s.FailureThreshold))
}
