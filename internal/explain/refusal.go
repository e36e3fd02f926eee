package explain

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/gherkind/gherkind/internal/say"
)

// refusalClass maps one of the scheduler's reasons to plain words.
type refusalClass struct {
	match string // part of the scheduler's text
	words func(p podCase, text string) say.Text
	hint  say.Text
}

// refusalClasses are the reasons of the scheduler plugins (the ErrReason constants in kube-scheduler), the more specific ones
// first.
func refusalClasses() []refusalClass {
	plain := func(s say.Text) func(podCase, string) say.Text {
		return func(podCase, string) say.Text { return s }
	}
	return []refusalClass{
		{"taint", podCase.taintWords, say.Textf("add a toleration, or remove the taint")},
		{"Insufficient ", podCase.shortWords, say.Textf("ask for less, or free or add a node")},
		{"Too many pods", plain(say.Textf("full (too many pods)")), say.Textf("free or add a node")},
		{"node affinity/selector", podCase.selectorWords, say.Textf("label a node, or correct nodeSelector or nodeAffinity")},
		{"match pod anti-affinity", plain(say.Textf("with a pod that its anti-affinity keeps away from")), say.Textf("add a node, or make the anti-affinity preferred")},
		{"existing pods anti-affinity", plain(say.Textf("with a pod whose anti-affinity keeps it away")), say.Textf("add a node, or look at the other pods' anti-affinity")},
		{"match pod affinity", plain(say.Textf("without a pod that its affinity asks for")), say.Textf("start that pod first, or correct podAffinity")},
		{"topology spread", plain(say.Textf("that would break its topology spread")), say.Textf("add a node, or allow a larger maxSkew")},
		{"free ports", podCase.portWords, say.Textf("leave out hostPort, or run one such pod for each node")},
		{"olume", volumeWords, say.Textf("look at the claim's volume: where it is, and who uses it")},
		{"pvc(s)", volumeWords, say.Textf("look at the claim's volume: it no longer exists")},
		{"enough free storage", volumeWords, say.Textf("ask for less storage, or add some")},
		{"were unschedulable", plain(say.Textf("cordoned")), say.Textf("uncordon the node")},
		{"requested node name", plain(say.Textf("not the one it names")), say.Textf("correct spec.nodeName")},
	}
}

func classOf(text string) refusalClass {
	for _, c := range refusalClasses() {
		if strings.Contains(text, c.match) {
			return c
		}
	}
	return refusalClass{
		words: func(_ podCase, text string) say.Text { return say.Literal(quote(text)) },
		hint:  say.Textf("look at the scheduler's message"),
	}
}

func volumeWords(_ podCase, text string) say.Text {
	return say.Textf("volume: %s", quote(strings.TrimPrefix(text, "node(s) ")))
}

// taintWords names the taints, which recent schedulers no longer do: it takes them from the nodes, if these are known.
func (p podCase) taintWords(text string) say.Text {
	if _, braces, ok := strings.Cut(text, "{"); ok {
		return say.Textf("tainted (%s)", "{"+quote(braces))
	}
	var taints []string
	for _, o := range p.list(kindNode, "") {
		node, err := read[corev1.Node](o)
		if err != nil {
			continue // an unreadable node has no taints to name; the count is still right
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
		return say.Textf("tainted")
	}
	return say.Textf("tainted (%s)", quote(strings.Join(taints, ", ")))
}

func tolerated(pod *corev1.Pod, t corev1.Taint) bool {
	return slices.ContainsFunc(pod.Spec.Tolerations, func(tol corev1.Toleration) bool {
		keyFits := tol.Key == t.Key || (tol.Key == "" && tol.Operator == corev1.TolerationOpExists)
		effectFits := tol.Effect == "" || tol.Effect == t.Effect
		valueFits := tol.Operator == corev1.TolerationOpExists || tol.Value == t.Value
		return keyFits && effectFits && valueFits
	})
}

// shortWords says how much the pod's containers request in total.
func (p podCase) shortWords(text string) say.Text {
	name := strings.TrimPrefix(text, "Insufficient ")
	total := resource.Quantity{}
	for _, c := range p.pod.Spec.Containers {
		total.Add(c.Resources.Requests[corev1.ResourceName(name)])
	}
	if total.IsZero() {
		return say.Textf("short of %s", quote(name))
	}
	return say.Textf("short of %s (it requests %s)", quote(name), total.String())
}

func (p podCase) selectorWords(string) say.Text {
	var labels []string
	for k, v := range p.pod.Spec.NodeSelector {
		labels = append(labels, k+"="+v)
	}
	slices.Sort(labels)
	if len(labels) == 0 {
		return say.Textf("not matching its node affinity")
	}
	return say.Textf("not matching its node selector (%s)", quote(strings.Join(labels, ", ")))
}

func (p podCase) portWords(string) say.Text {
	var ports []string
	for _, c := range p.pod.Spec.Containers {
		for _, port := range c.Ports {
			if port.HostPort != 0 {
				ports = append(ports, fmt.Sprint(port.HostPort))
			}
		}
	}
	return say.Textf("whose host port is taken (%s)", strings.Join(ports, ", "))
}
