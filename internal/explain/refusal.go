package explain

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// refusalClass puts the scheduler's words for one reason into plain ones.
type refusalClass struct {
	match string // part of the scheduler's text
	words func(p podCase, text string) string
	hint  string
}

// refusalClasses are the scheduler plugins' reasons (the ErrReason constants of
// kube-scheduler's plugins), the more special ones first.
func refusalClasses() []refusalClass {
	plain := func(s string) func(podCase, string) string {
		return func(podCase, string) string { return s }
	}
	return []refusalClass{
		{"taint", podCase.taintWords, "add a toleration, or remove the taint"},
		{"Insufficient ", podCase.shortWords, "ask for less, or free or add a node"},
		{"Too many pods", plain("full (too many pods)"), "free or add a node"},
		{"node affinity/selector", podCase.selectorWords, "label a node, or correct nodeSelector or nodeAffinity"},
		{"match pod anti-affinity", plain("with a pod that its anti-affinity keeps away from"), "add a node, or make the anti-affinity preferred"},
		{"existing pods anti-affinity", plain("with a pod whose anti-affinity keeps it away"), "add a node, or look at the other pods' anti-affinity"},
		{"match pod affinity", plain("without a pod that its affinity asks for"), "start that pod first, or correct podAffinity"},
		{"topology spread", plain("that would break its topology spread"), "add a node, or allow a larger maxSkew"},
		{"free ports", podCase.portWords, "leave out hostPort, or run one such pod for each node"},
		{"olume", volumeWords, "look at the claim's volume: where it is, and who uses it"},
		{"pvc(s)", volumeWords, "look at the claim's volume: it no longer exists"},
		{"enough free storage", volumeWords, "ask for less storage, or add some"},
		{"were unschedulable", plain("cordoned"), "uncordon the node"},
		{"requested node name", plain("not the one it names"), "correct spec.nodeName"},
	}
}

func classOf(text string) refusalClass {
	for _, c := range refusalClasses() {
		if strings.Contains(text, c.match) {
			return c
		}
	}
	return refusalClass{
		words: func(_ podCase, text string) string { return quote(text) },
		hint:  "look at the scheduler's message",
	}
}

func volumeWords(_ podCase, text string) string {
	return "volume: " + quote(strings.TrimPrefix(text, "node(s) "))
}

// taintWords names the taints, which recent schedulers no longer do: from
// the nodes, when they are known.
func (p podCase) taintWords(text string) string {
	if _, braces, ok := strings.Cut(text, "{"); ok {
		return "tainted ({" + quote(braces) + ")"
	}
	var taints []string
	for _, o := range p.list(kindNode, "") {
		node, err := read[corev1.Node](o)
		if err != nil {
			continue // an unreadable node has no taints to name; the count stays
		}
		for _, t := range node.Spec.Taints {
			if t.Effect == corev1.TaintEffectPreferNoSchedule || t.Key == corev1.TaintNodeUnschedulable || tolerated(p.pod, t) {
				continue
			}
			if s := t.ToString(); !slices.Contains(taints, s) {
				taints = append(taints, s)
			}
		}
	}
	if len(taints) == 0 {
		return "tainted"
	}
	return "tainted (" + quote(strings.Join(taints, ", ")) + ")"
}

func tolerated(pod *corev1.Pod, t corev1.Taint) bool {
	return slices.ContainsFunc(pod.Spec.Tolerations, func(tol corev1.Toleration) bool {
		keyFits := tol.Key == t.Key || (tol.Key == "" && tol.Operator == corev1.TolerationOpExists)
		effectFits := tol.Effect == "" || tol.Effect == t.Effect
		valueFits := tol.Operator == corev1.TolerationOpExists || tol.Value == t.Value
		return keyFits && effectFits && valueFits
	})
}

// shortWords says how much the pod's containers ask for together.
func (p podCase) shortWords(text string) string {
	name := strings.TrimPrefix(text, "Insufficient ")
	total := resource.Quantity{}
	for _, c := range p.pod.Spec.Containers {
		total.Add(c.Resources.Requests[corev1.ResourceName(name)])
	}
	if total.IsZero() {
		return "short of " + quote(name)
	}
	return fmt.Sprintf("short of %s (it requests %s)", quote(name), total.String())
}

func (p podCase) selectorWords(string) string {
	var labels []string
	for k, v := range p.pod.Spec.NodeSelector {
		labels = append(labels, k+"="+v)
	}
	slices.Sort(labels)
	if len(labels) == 0 {
		return "not matching its node affinity"
	}
	return "not matching its node selector (" + quote(strings.Join(labels, ", ")) + ")"
}

func (p podCase) portWords(string) string {
	var ports []string
	for _, c := range p.pod.Spec.Containers {
		for _, port := range c.Ports {
			if port.HostPort != 0 {
				ports = append(ports, fmt.Sprint(port.HostPort))
			}
		}
	}
	return "whose host port is taken (" + strings.Join(ports, ", ") + ")"
}
