package explain

import (
	"fmt"

	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/say"
)

// DisruptionBlocked is a code; its meaning is in disruptionBlockedDoc.
const DisruptionBlocked = "DISRUPTION_BLOCKED"

var disruptionBlockedDoc = Code{
	Code:    DisruptionBlocked,
	Meaning: "A PodDisruptionBudget allows no evictions, or selects no pods.",
	Example: `poddisruptionbudget "web" allows no eviction: 1 of 2 pods healthy, and it wants 2`,
}

// budget explains a PodDisruptionBudget that allows no eviction: because healthy pods are missing, whose own causes come first,
// or because of its spec.
func (x *index) budget(o *unstructured.Unstructured) []finding {
	b, err := read[policyv1.PodDisruptionBudget](o)
	if err != nil {
		return unreadable(o, err)
	}
	s := b.Status
	f := finding{Code: DisruptionBlocked, Evidence: []string{fmt.Sprintf("%s status: %d pods expected, %d healthy, %d wanted, %d disruptions allowed",
		pathOf(o), s.ExpectedPods, s.CurrentHealthy, s.DesiredHealthy, s.DisruptionsAllowed)}}
	switch {
	case behind(o):
		f.Sentence = say.Textf("%s: %s", describeName(o), behindWords(o))
		f.Hint = moreTimeOr(say.Textf("look at the kube-controller-manager"))
	case s.ExpectedPods == 0:
		f.Sentence = say.Textf("%s selects no pods: %s", describeName(o), x.nobodyHas(b.Namespace, b.Spec.Selector))
		f.Hint = say.Textf("correct its selector, or start the pods")
	case s.DisruptionsAllowed > 0:
		return nil
	case s.CurrentHealthy < s.DesiredHealthy:
		f.Sentence = say.Textf("%s allows no eviction: %d of %d pods healthy, and it wants %d", describeName(o), s.CurrentHealthy, s.ExpectedPods, s.DesiredHealthy)
		f.Hint = say.Textf("get the pods well first")
		return append(x.pods(x.selectedBy(b.Namespace, b.Spec.Selector), progress{}), f)
	default:
		f.Sentence = say.Textf("%s allows no eviction: it wants all of its %d healthy pods to stay", describeName(o), s.CurrentHealthy)
		f.Hint = say.Textf("add a replica, or lower minAvailable (raise maxUnavailable), so that one may go")
	}
	return []finding{f}
}

// selectedBy returns the pods of a namespace that match a selector, sorted by name.
func (x *index) selectedBy(namespace string, selector *metav1.LabelSelector) []*unstructured.Unstructured {
	s, err := metav1.LabelSelectorAsSelector(selector)
	if err != nil {
		return nil
	}
	var out []*unstructured.Unstructured
	for _, o := range x.list(kindPod, namespace) {
		if s.Matches(labels.Set(o.GetLabels())) {
			out = append(out, o)
		}
	}
	return out
}

// nobodyHas describes the selector that no pod of the namespace matches.
func (x *index) nobodyHas(namespace string, selector *metav1.LabelSelector) say.Text {
	if len(x.list(kindPod, namespace)) == 0 {
		return say.Textf("the namespace has none")
	}
	return say.Textf("none has %s", quote(metav1.FormatLabelSelector(selector)))
}
