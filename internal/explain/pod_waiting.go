package explain

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// PodNotReady is a code; its meaning is in podNotReadyDoc.
const PodNotReady = "POD_NOT_READY"

var podNotReadyDoc = Code{
	Code:    PodNotReady,
	Meaning: "Nothing failed, but a container or a readiness gate is not ready yet.",
	Example: `container "web" runs (for 4s), but its readiness probe has not passed yet`,
}

// PodStarting is a code; its meaning is in podStartingDoc.
const PodStarting = "POD_STARTING"

var podStartingDoc = Code{
	Code:    PodStarting,
	Meaning: "Nothing failed: the pod is starting.",
	Example: `the pod is being started on node "worker" (for 2s)`,
}

// podNotReady says what a pod in which nothing failed still lacks to be ready.
func podNotReady(p podCase) []Finding {
	if p.ready() || p.over() {
		return nil
	}
	for _, c := range p.containers {
		if c.status.State.Running == nil || c.status.Ready || c.init() {
			continue
		}
		text := "its readiness probe has not passed yet"
		if pr := c.StartupProbe; pr != nil && !started(c) {
			text = "its startup probe has not passed yet"
		} else if c.ReadinessProbe == nil {
			text = "the kubelet has not reported it ready yet"
		}
		f := Finding{
			Code:     PodNotReady,
			Sentence: fmt.Sprintf("%s runs%s, but %s", c, lasting(p.age(c.startedAt())), text),
			Hint:     "allow more time, or shorten the probe's initialDelaySeconds and periodSeconds",
			Evidence: []string{p.describe(c)},
		}
		for _, pr := range probesOf(c) {
			f.Evidence = append(f.Evidence, timing(c, pr))
		}
		return []Finding{f}
	}
	return p.gates()
}

// gates finds a readiness gate whose condition nobody has set to true.
func (p podCase) gates() []Finding {
	for _, g := range p.pod.Spec.ReadinessGates {
		if s := conditionOf(p.pod.Status.Conditions, g.ConditionType); s != corev1.ConditionTrue {
			return []Finding{{
				Code:     PodNotReady,
				Sentence: fmt.Sprintf("the pod waits for its readiness gate %q, which is %s", quote(string(g.ConditionType)), s),
				Hint:     "look at the controller that should set this condition",
				Evidence: []string{fmt.Sprintf("pod/%s condition %s: %s", p.pod.Name, quote(string(g.ConditionType)), s)},
			}}
		}
	}
	return nil
}

// podStarting says what a pod in which nothing failed is doing, when none of its
// containers runs yet.
func podStarting(p podCase) []Finding {
	if p.over() || p.anyStarted() {
		return nil
	}
	f := Finding{Code: PodStarting, Hint: "allow more time"}
	if p.pod.Spec.NodeName == "" {
		f.Sentence = "the pod waits for the scheduler" + lasting(p.age(p.pod.CreationTimestamp.Time))
		f.Evidence = []string{fmt.Sprintf("pod/%s has no spec.nodeName", p.pod.Name)}
		return []Finding{f}
	}
	f.Sentence = "the pod is being started on " + p.nodeName() + lasting(p.age(p.pod.CreationTimestamp.Time))
	if len(p.events) > 0 {
		last := p.events[len(p.events)-1]
		f.Evidence = []string{last.line(p.Now)}
		if last.reason == "Pulling" {
			f.Sentence = strings.TrimSuffix(fmt.Sprintf("%s is pulling %s", p.nodeName(),
				strings.TrimPrefix(quote(last.message), "Pulling ")), " ") + lasting(p.age(last.last))
			f.Hint = "allow more time for the image, or use one that is on the nodes"
		}
	}
	return []Finding{f}
}

func lasting(age string) string {
	if age == "" {
		return ""
	}
	return " (for " + age + ")"
}
