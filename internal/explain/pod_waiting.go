package explain

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/say"
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

// podNotReady says what a pod without failures still needs to be ready.
func podNotReady(p podCase) []finding {
	if p.ready() || p.over() {
		return nil
	}
	for _, c := range p.containers {
		if c.status.State.Running == nil || c.status.Ready || c.init() {
			continue
		}
		text := say.Textf("its readiness probe has not passed yet")
		if pr := c.StartupProbe; pr != nil && !started(c) {
			text = say.Textf("its startup probe has not passed yet")
		} else if c.ReadinessProbe == nil {
			text = say.Textf("the kubelet has not reported it ready yet")
		}
		f := finding{
			Code:     PodNotReady,
			Sentence: say.Textf("%s runs%s, but %s", c, lasting(p.age(c.startedAt())), text),
			Hint:     moreTimeOr(say.Textf("shorten the probe's initialDelaySeconds and periodSeconds")),
			Evidence: []string{p.describe(c)},
		}
		for _, pr := range probesOf(c) {
			f.Evidence = append(f.Evidence, timing(c, pr))
		}
		return []finding{f}
	}
	return p.gates()
}

// gates reports a readiness gate whose condition is not true.
func (p podCase) gates() []finding {
	for _, g := range p.pod.Spec.ReadinessGates {
		if s := conditionOf(p.pod.Status.Conditions, g.ConditionType); s != corev1.ConditionTrue {
			return []finding{{
				Code:     PodNotReady,
				Sentence: say.Textf("the pod waits for its readiness gate %q, which is %s", quote(string(g.ConditionType)), s),
				Hint:     say.Textf("look at the controller that should set this condition"),
				Evidence: []string{fmt.Sprintf("pod/%s condition %s: %s", p.pod.Name, quote(string(g.ConditionType)), s)},
			}}
		}
	}
	return nil
}

// podStarting says what a pod without failures is doing while none of its containers runs yet.
func podStarting(p podCase) []finding {
	if p.over() || p.anyStarted() {
		return nil
	}
	f := finding{Code: PodStarting, Hint: say.Textf("allow more time")}
	if p.pod.Spec.NodeName == "" {
		f.Sentence = say.Textf("the pod waits for the scheduler%s", lasting(p.age(p.pod.CreationTimestamp.Time)))
		f.Evidence = []string{fmt.Sprintf("pod/%s has no spec.nodeName", p.pod.Name)}
		return []finding{f}
	}
	f.Sentence = say.Textf("the pod is being started on %s%s", p.nodeName(), lasting(p.age(p.pod.CreationTimestamp.Time)))
	if len(p.events) > 0 {
		last := p.events[len(p.events)-1]
		f.Evidence = []string{last.line(p.Now)}
		if last.reason == "Pulling" {
			f.Sentence = say.Textf("%s is pulling %s%s", p.nodeName(),
				strings.TrimSuffix(strings.TrimPrefix(quote(last.message), "Pulling "), " "), lasting(p.age(last.last)))
			f.Hint = say.Textf("allow more time for the image, or use one that is on the nodes")
		}
	}
	return []finding{f}
}

func lasting(age string) say.Text {
	if age == "" {
		return say.Text{}
	}
	return say.Textf(" (for %s)", age)
}
