package explain

import (
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/say"
)

// PodEvicted is a code; its meaning is in podEvictedDoc.
const PodEvicted = "POD_EVICTED"

var podEvictedDoc = Code{
	Code:    PodEvicted,
	Meaning: "The pod was evicted from its node: for lack of a resource, for a pod of higher priority, by a taint, or through the eviction API.",
	Example: `the pod does not tolerate a NoExecute taint of node "worker2"`,
}

// PodRejected is a code; its meaning is in podRejectedDoc.
const PodRejected = "POD_REJECTED"

var podRejectedDoc = Code{
	Code:    PodRejected,
	Meaning: "The pod failed as a whole: its kubelet refused it, or its deadline passed.",
	Example: `the pod failed on node "worker": OutOfcpu: Pod was rejected: Node didn't have enough resource: cpu`,
}

// PodTerminating is a code; its meaning is in podTerminatingDoc.
const PodTerminating = "POD_TERMINATING"

var podTerminatingDoc = Code{
	Code:    PodTerminating,
	Meaning: "The pod is being deleted.",
	Example: `the pod is being deleted (for 12s, grace period 30s), still running: "web"`,
}

// podEvicted reports a pod that was removed from its node, or is about to be: by its kubelet for lack of a resource, by the
// scheduler for a pod of higher priority, by a taint, or by the eviction API (kubectl drain).
func podEvicted(p podCase) []finding {
	f := finding{Code: PodEvicted, Evidence: []string{fmt.Sprintf("pod/%s phase %s, reason %s", p.pod.Name,
		p.pod.Status.Phase, firstNonEmpty(quote(p.pod.Status.Reason), "none"))}}
	if p.pod.Status.Reason == "Evicted" {
		f.Sentence = say.Textf("the kubelet of %s evicted the pod: %s", p.nodeName(), strings.TrimRight(quote(p.pod.Status.Message), ". "))
		f.Hint = say.Textf("lower what the pod uses, give it requests and limits, or free the node")
		return []finding{f}
	}
	i := slices.IndexFunc(p.pod.Status.Conditions, func(c corev1.PodCondition) bool {
		return c.Type == corev1.DisruptionTarget && c.Status == corev1.ConditionTrue
	})
	if i < 0 {
		return nil
	}
	c := p.pod.Status.Conditions[i]
	f.Evidence = append(f.Evidence, "condition DisruptionTarget: "+quoteless(c.Reason+": "+c.Message))
	f.Sentence, f.Hint = disruption(c, p.nodeName())
	return []finding{f}
}

// disruption explains the reasons of the DisruptionTarget condition.
func disruption(c corev1.PodCondition, node say.Text) (sentence, hint say.Text) {
	switch c.Reason {
	case corev1.PodReasonPreemptionByScheduler:
		return say.Textf("the scheduler removed the pod for one of higher priority"), say.Textf("raise its priority, or add a node")
	case "DeletionByTaintManager":
		return say.Textf("the pod does not tolerate a NoExecute taint of %s", node), say.Textf("add a toleration, or remove the taint")
	case "EvictionByEvictionAPI":
		return say.Textf("the pod was evicted through the API (as kubectl drain does)"), say.Textf("uncordon the node, or look who drains it")
	case "DeletionByPodGC":
		return say.Textf("the pod was removed because %s is gone", node), say.Textf("bring the node back; its controller makes a new pod")
	case corev1.PodReasonTerminationByKubelet:
		return say.Textf("the kubelet of %s ended the pod: %s", node, quote(c.Message)), say.Textf("look at the node's conditions")
	}
	return say.Textf("the pod is being disrupted: %s", quote(firstNonEmpty(c.Message, c.Reason))), say.Textf("look at the condition's reason")
}

// podRejected reports a pod that failed as a whole, not because of its containers: refused by its kubelet, past its deadline,
// or shut down with its node.
func podRejected(p podCase) []finding {
	reason := p.pod.Status.Reason
	if p.pod.Status.Phase != corev1.PodFailed || reason == "" || reason == "Evicted" {
		return nil
	}
	hint := say.Textf("look at the kubelet's message; the pod is not tried again")
	if reason == "DeadlineExceeded" {
		hint = say.Textf("raise activeDeadlineSeconds, or make it faster")
	}
	return []finding{{
		Code:     PodRejected,
		Sentence: say.Textf("the pod failed on %s: %s: %s", p.nodeName(), quote(reason), strings.TrimRight(quote(p.pod.Status.Message), ". ")),
		Hint:     hint,
		Evidence: []string{fmt.Sprintf("pod/%s phase Failed, reason %s", p.pod.Name, quote(reason))},
	}}
}

// podTerminating reports a pod that is being deleted, and what holds it.
func podTerminating(p podCase) []finding {
	if p.pod.DeletionTimestamp == nil {
		return nil
	}
	grace := time.Duration(0)
	if s := p.pod.DeletionGracePeriodSeconds; s != nil {
		grace = time.Duration(*s) * time.Second
	}
	since := p.pod.DeletionTimestamp.Add(-grace) // the timestamp is the end of the grace period
	sentence, hint := say.Textf("the pod is being deleted"), say.Textf("wait for it, or look who deleted it")
	if a := p.age(since); a != "" {
		sentence = say.Textf("the pod is being deleted (for %s, grace period %s)", a, Age(grace))
	}
	if len(p.pod.Finalizers) > 0 {
		sentence = say.Textf("%s, held by its finalizers %s", sentence, names(p.pod.Finalizers))
		hint = say.Textf("look at the controller that should remove the finalizers")
	} else if running := p.running(); len(running) > 0 {
		sentence = say.Textf("%s, still running: %s", sentence, names(running))
		hint = say.Textf("let its process end on SIGTERM, or look whether its node is alive")
		if c := p.beforeSignal(); c != nil {
			sentence = say.Textf("%s; SIGTERM comes only after the preStop hook of %s (%s)", sentence, c, hookOf(c.Lifecycle.PreStop))
			hint = say.Textf("let the preStop hook end sooner: until it does, or the grace period is over, the process gets no SIGTERM")
		}
	}
	return []finding{{
		Code: PodTerminating, Sentence: sentence, Hint: hint,
		Evidence: []string{fmt.Sprintf("pod/%s metadata.deletionTimestamp %s", p.pod.Name,
			p.pod.DeletionTimestamp.UTC().Format(time.RFC3339))},
	}}
}

func (p podCase) running() []string {
	var out []string
	for _, c := range p.containers {
		if c.status.State.Running != nil {
			out = append(out, c.Name)
		}
	}
	return out
}

// beforeSignal returns the first running container with a preStop hook for which no event reports a failure: nothing else shows
// whether a hook has finished.
func (p podCase) beforeSignal() *container {
	for _, c := range p.containers {
		if c.status.State.Running == nil || c.Lifecycle == nil || c.Lifecycle.PreStop == nil {
			continue
		}
		if latest(p.eventsAbout(c), withReason("FailedPreStopHook")) == nil {
			return &c
		}
	}
	return nil
}

// hookOf describes a hook: `exec: sleep 60`, `sleep 60s`.
func hookOf(h *corev1.LifecycleHandler) string {
	if h.Sleep != nil {
		return fmt.Sprintf("sleep %ds", h.Sleep.Seconds)
	}
	return mechanism(corev1.ProbeHandler{Exec: h.Exec, HTTPGet: h.HTTPGet, TCPSocket: h.TCPSocket})
}

func (p podCase) nodeName() say.Text {
	if p.pod.Spec.NodeName == "" {
		return say.Textf("its node")
	}
	return say.Textf("node %q", p.pod.Spec.NodeName)
}
