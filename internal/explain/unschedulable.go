package explain

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/say"
)

// PodUnschedulable is a code; its meaning is in podUnschedulableDoc.
const PodUnschedulable = "POD_UNSCHEDULABLE"

var podUnschedulableDoc = Code{
	Code:    PodUnschedulable,
	Meaning: "No node can take the pod; the scheduler's reasons are explained one by one.",
	Example: `none of 4 nodes can take the pod: 1 tainted (node-role.kubernetes.io/control-plane:NoSchedule), 3 short of cpu (it requests 100)`,
}

// podUnschedulable reports a pod without a node, and breaks down the reasons.
func podUnschedulable(p podCase) []finding {
	if p.pod.Spec.NodeName != "" || p.over() {
		return nil
	}
	if len(p.pod.Spec.SchedulingGates) > 0 {
		return []finding{p.gated()}
	}
	message := p.schedulerMessage()
	if message == "" {
		return p.unseen()
	}
	f := finding{Code: PodUnschedulable, Evidence: p.schedulerEvidence(message)}
	v, ok := parseVerdict(message)
	switch {
	case !ok || (len(v.refusals) == 0 && v.before == ""):
		f.Sentence = say.Textf("the scheduler finds no node: %s", quote(message))
		f.Hint = say.Textf("look at the scheduler's message")
	case len(v.refusals) == 0:
		f.Sentence = say.Textf("the scheduler does not look for a node: %s", quote(v.before))
		f.Hint = hintBefore(v.before)
	default:
		f.Sentence, f.Hint = p.refused(v)
	}
	return append(p.claimsBehind(v.before), f)
}

// refused describes each refusal, with what the pod requests.
func (p podCase) refused(v verdict) (sentence, hint say.Text) {
	slices.SortStableFunc(v.refusals, func(a, b refusal) int { return b.nodes - a.nodes })
	var parts, hints []say.Text
	for _, r := range v.refusals {
		class := classOf(r.text)
		parts = append(parts, say.Textf("%d %s", r.nodes, class.words(p, r.text)))
		if !slices.ContainsFunc(hints, func(h say.Text) bool { return h.Format == class.hint.Format }) {
			hints = append(hints, class.hint)
		}
	}
	return say.Textf("none of %s can take the pod: %s", say.Times("node", v.nodes), say.Join(parts, ", ")),
		say.Join(hints, "; ")
}

func (p podCase) schedulerMessage() string {
	for _, c := range p.pod.Status.Conditions {
		if c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse && c.Message != "" {
			return c.Message
		}
	}
	if e := latest(p.events, withReason("FailedScheduling")); e != nil {
		return e.message
	}
	return ""
}

func (p podCase) schedulerEvidence(message string) []string {
	if e := latest(p.events, withReason("FailedScheduling")); e != nil {
		return []string{e.line(p.Now)}
	}
	return []string{fmt.Sprintf("pod/%s condition PodScheduled: %s", p.pod.Name, quoteless(message))}
}

func (p podCase) gated() finding {
	var gates []string
	for _, g := range p.pod.Spec.SchedulingGates {
		gates = append(gates, g.Name)
	}
	return finding{
		Code:     PodUnschedulable,
		Sentence: say.Textf("the scheduler waits until the pod's scheduling gates are removed: %s", names(gates)),
		Hint:     say.Textf("remove spec.schedulingGates, or look at the controller that should"),
		Evidence: []string{fmt.Sprintf("pod/%s spec.schedulingGates: %s", p.pod.Name, names(gates))},
	}
}

// unseen reports a pod about which no scheduler has said anything. The default one answers within a second.
func (p podCase) unseen() []finding {
	name := p.pod.Spec.SchedulerName
	if name == "" || name == corev1.DefaultSchedulerName {
		return nil
	}
	return []finding{{
		Code:     PodUnschedulable,
		Sentence: say.Textf("no scheduler has looked at the pod: it asks for scheduler %q", quote(name)),
		Hint:     say.Textf("run that scheduler, or leave out spec.schedulerName"),
		Evidence: []string{fmt.Sprintf("pod/%s has no PodScheduled condition and no FailedScheduling event", p.pod.Name)},
	}}
}

func hintBefore(text string) say.Text {
	if strings.Contains(strings.ToLower(text), "persistentvolumeclaim") {
		return say.Textf("create the claim, or give it a storage class or a volume that fits")
	}
	return say.Textf("look at the pod's spec: it names something that is not there")
}
