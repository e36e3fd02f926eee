package explain

import (
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/enforces"
	"github.com/gherkind/gherkind/internal/say"
)

// PolicyNoEffect is a code; its meaning is in policyNoEffectDoc.
const PolicyNoEffect = "POLICY_WITHOUT_EFFECT"

var policyNoEffectDoc = Code{
	Code:    PolicyNoEffect,
	Meaning: "A NetworkPolicy that has no effect: it selects no pods, or the cluster's network does not enforce policies.",
	Example: `networkpolicy "shut" has no effect: this cluster's network (kube-system/kindnet gherkind.local/kindnet:stand-in) enforces no NetworkPolicies`,
}

// policy explains a NetworkPolicy that has no effect.
func (x *index) policy(o *unstructured.Unstructured) []finding {
	np, err := read[networkingv1.NetworkPolicy](o)
	if err != nil {
		return unreadable(o, err)
	}
	if which := EnforcesNone(x.Network); which != "" {
		return []finding{{
			Code:     PolicyNoEffect,
			Sentence: say.Textf("%s has no effect: this cluster's network (%s) enforces no NetworkPolicies", describeName(o), quote(which)),
			Hint:     say.Textf("tag the scenario @addon:network-policy, or prove policies on a cluster whose network enforces them, such as one with Calico, Cilium or the kindnet of kind 0.24 and later"),
			Evidence: []string{"daemonset " + quote(which)},
		}}
	}
	if len(x.selectedBy(np.Namespace, &np.Spec.PodSelector)) > 0 {
		return nil
	}
	return []finding{{
		Code:     PolicyNoEffect,
		Sentence: say.Textf("%s selects no pods: %s", describeName(o), x.nobodyHas(np.Namespace, &np.Spec.PodSelector)),
		Hint:     say.Textf("correct its podSelector, or start the pods"),
		Evidence: []string{pathOf(o) + " spec.podSelector selects nothing"},
	}}
}

// PoliciesWithoutEffect explains the NetworkPolicies that the cluster's network does not enforce, sorted by name.
func PoliciesWithoutEffect(f Facts) []Finding {
	if EnforcesNone(f.Network) == "" {
		return nil
	}
	x := newIndex(f)
	var out []finding
	for _, o := range f.Objects {
		if nameOf(o).Kind == kindPolicy {
			out = append(out, x.policy(o)...)
		}
	}
	return safe(out)
}

// EnforcesNone returns the DaemonSet of a network that is known to enforce no NetworkPolicies; "" if one enforces them, or if
// that is unknown.
func EnforcesNone(network []string) string { return enforces.None(network) }
