package explain

import (
	"regexp"
	"strings"

	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

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
			Hint:     say.Textf("prove policies on a cluster whose network enforces them, such as one with Calico, Cilium or the kindnet of kind 0.24 and later"),
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

// enforcers are parts of the names or images of DaemonSets whose network enforces NetworkPolicies, according to the
// documentation of each.
var enforcers = []string{"calico", "canal", "cilium", "antrea", "kube-router", "weave", "ovn", "network-polic", "npm", "romana", "anetd"}

// kindnetd is kind's own network. It enforces policies since kind 0.24 (August 2024).
var kindnetd = regexp.MustCompile(`kindest/kindnetd:v(\d{8})`)

const kindnetEnforces = "20240813"

// EnforcesNone returns the DaemonSet of a network that is known to enforce no NetworkPolicies; "" if one enforces them, or if
// that is unknown.
func EnforcesNone(network []string) string {
	none := ""
	for _, set := range network {
		low := strings.ToLower(set)
		for _, e := range enforcers {
			if strings.Contains(low, e) {
				return ""
			}
		}
		m := kindnetd.FindStringSubmatch(low)
		switch {
		case m != nil && m[1] >= kindnetEnforces:
			return ""
		case m != nil, strings.Contains(low, "gherkind.local/kindnet:stand-in"), strings.Contains(low, "flannel"):
			none = set
		}
	}
	return none
}
