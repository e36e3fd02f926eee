package explain

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// NodeNotReady is a code; its meaning is in nodeNotReadyDoc.
const NodeNotReady = "NODE_NOT_READY"

var nodeNotReadyDoc = Code{
	Code:    NodeNotReady,
	Meaning: "A node, or the node that the pod runs on, is not ready or is gone.",
	Example: `node "worker2" is not ready: its kubelet has stopped reporting`,
}

// podNodeNotReady reports that the pod's node is not ready, or gone. Then the pod's status cannot be trusted, because the
// node's kubelet writes it.
func podNodeNotReady(p podCase) []finding {
	name := p.pod.Spec.NodeName
	if name == "" || p.over() {
		return nil
	}
	if o := p.get(kindNode, "", name); o != nil {
		return p.node(o)
	}
	if len(p.list(kindNode, "")) == 0 {
		return nil // the facts contain no nodes
	}
	return []finding{{
		Code:     NodeNotReady,
		Sentence: say.Textf("node %q, where the pod ran, no longer exists", name),
		Hint:     say.Textf("bring the node back, or delete the pod so that its controller makes a new one"),
		Evidence: []string{fmt.Sprintf("pod/%s spec.nodeName: %s", p.pod.Name, name)},
	}}
}

// node explains a node that is not ready.
func (x *index) node(o *unstructured.Unstructured) []finding {
	node, err := read[corev1.Node](o)
	if err != nil {
		return unreadable(o, err)
	}
	i := slices.IndexFunc(node.Status.Conditions, func(c corev1.NodeCondition) bool { return c.Type == corev1.NodeReady })
	if i < 0 {
		return []finding{{
			Code:     NodeNotReady,
			Sentence: say.Textf("node %q has not reported yet", node.Name),
			Hint:     say.Textf("look whether its kubelet runs"),
			Evidence: []string{pathOf(o) + " has no Ready condition"},
		}}
	}
	c := node.Status.Conditions[i]
	if c.Status == corev1.ConditionTrue {
		return nil
	}
	f := finding{
		Code:     NodeNotReady,
		Sentence: say.Textf("node %q is not ready: %s", node.Name, quote(firstNonEmpty(c.Message, c.Reason))),
		Hint:     say.Textf("look at the node: its kubelet, its network plugin, its disk and memory"),
	}
	if c.Status == corev1.ConditionUnknown {
		f.Sentence = say.Textf("node %q is not ready: its kubelet has stopped reporting", node.Name)
		f.Hint = say.Textf("the node is off, cut off or overloaded: bring it back, or wait until its pods are made elsewhere")
	}
	line := fmt.Sprintf("%s condition Ready: %s, %s", pathOf(o), c.Status, quote(c.Reason))
	if a := ago(x.Now, c.LastTransitionTime.Time); a != "" {
		line += ", since " + a
	}
	f.Evidence = append(f.Evidence, line)
	for _, t := range node.Spec.Taints {
		f.Evidence = append(f.Evidence, pathOf(o)+" taint "+t.ToString())
	}
	return []finding{f}
}
