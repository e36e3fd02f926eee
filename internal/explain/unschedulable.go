package explain

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/words"
)

// PodUnschedulable is a code; its meaning is in podUnschedulableDoc.
const PodUnschedulable = "POD_UNSCHEDULABLE"

var podUnschedulableDoc = Code{
	Code:    PodUnschedulable,
	Meaning: "No node can take the pod; the scheduler's reasons are explained one by one.",
	Example: `none of 4 nodes can take the pod: 1 tainted (node-role.kubernetes.io/control-plane:NoSchedule), 3 short of cpu (it requests 100)`,
}

// podUnschedulable finds a pod that has no node, and takes apart why.
func podUnschedulable(p podCase) []Finding {
	if p.pod.Spec.NodeName != "" || p.over() {
		return nil
	}
	if len(p.pod.Spec.SchedulingGates) > 0 {
		return []Finding{p.gated()}
	}
	message := p.schedulerMessage()
	if message == "" {
		return p.unseen()
	}
	f := Finding{Code: PodUnschedulable, Evidence: p.schedulerEvidence(message)}
	v, ok := parseVerdict(message)
	switch {
	case !ok || (len(v.refusals) == 0 && v.before == ""):
		f.Sentence = "the scheduler finds no node: " + quote(message)
		f.Hint = "look at the scheduler's message"
	case len(v.refusals) == 0:
		f.Sentence = "the scheduler does not look for a node: " + quote(v.before)
		f.Hint = hintBefore(v.before)
	default:
		f.Sentence, f.Hint = p.refused(v)
	}
	return append(p.claimsBehind(v.before), f)
}

// refused puts each refusal into words, with what the pod asks for.
func (p podCase) refused(v verdict) (sentence, hint string) {
	slices.SortStableFunc(v.refusals, func(a, b refusal) int { return b.nodes - a.nodes })
	var parts, hints []string
	for _, r := range v.refusals {
		class := classOf(r.text)
		parts = append(parts, fmt.Sprintf("%d %s", r.nodes, class.words(p, r.text)))
		if !slices.Contains(hints, class.hint) {
			hints = append(hints, class.hint)
		}
	}
	return fmt.Sprintf("none of %s can take the pod: %s", words.Times("node", v.nodes), strings.Join(parts, ", ")),
		strings.Join(hints, "; ")
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

func (p podCase) gated() Finding {
	var gates []string
	for _, g := range p.pod.Spec.SchedulingGates {
		gates = append(gates, g.Name)
	}
	return Finding{
		Code:     PodUnschedulable,
		Sentence: "the scheduler waits until the pod's scheduling gates are removed: " + names(gates),
		Hint:     "remove spec.schedulingGates, or look at the controller that should",
		Evidence: []string{fmt.Sprintf("pod/%s spec.schedulingGates: %s", p.pod.Name, names(gates))},
	}
}

// unseen is a pod about which no scheduler has said anything. The default one
// answers within a second.
func (p podCase) unseen() []Finding {
	name := p.pod.Spec.SchedulerName
	if name == "" || name == corev1.DefaultSchedulerName {
		return nil
	}
	return []Finding{{
		Code:     PodUnschedulable,
		Sentence: fmt.Sprintf("no scheduler has looked at the pod: it asks for scheduler %q", quote(name)),
		Hint:     "run that scheduler, or leave out spec.schedulerName",
		Evidence: []string{fmt.Sprintf("pod/%s has no PodScheduled condition and no FailedScheduling event", p.pod.Name)},
	}}
}

func hintBefore(text string) string {
	if strings.Contains(strings.ToLower(text), "persistentvolumeclaim") {
		return "create the claim, or give it a storage class or a volume that fits"
	}
	return "look at the pod's spec: it names something that is not there"
}
