package explain

import (
	"github.com/gherkind/gherkind/internal/say"
)

// claimsNotBound explains unbound claims that keep a pod with a node from starting. The kubelet mentions them only after two
// minutes. A claim with WaitForFirstConsumer is bound before the scheduler assigns the pod to a node, so one that is still
// waiting was never considered by the scheduler.
func (p podCase) claimsNotBound() []finding {
	var out []finding
	for _, v := range p.pod.Spec.Volumes {
		if v.PersistentVolumeClaim == nil {
			continue
		}
		o := p.get(kindClaim, p.pod.Namespace, v.PersistentVolumeClaim.ClaimName)
		if o == nil {
			continue
		}
		found := p.claim(o)
		if e := latest(p.eventsOf(o), withReason(claimReasons...)); len(found) > 0 && e != nil && e.reason == waitForConsumer {
			found[0].Sentence = say.Textf("claim %q has no volume: the scheduler asks for one when it chooses a node, and the pod passes it by with spec.nodeName",
				o.GetName())
			found[0].Hint = say.Textf("leave the choice to the scheduler: nodeSelector or node affinity instead of spec.nodeName")
		}
		out = append(out, found...)
	}
	return out
}

const waitForConsumer = "WaitForFirstConsumer"

// claimReasons are the reasons of events that say what a claim waits for.
var claimReasons = []string{"ProvisioningFailed", "FailedBinding", waitForConsumer, "ExternalProvisioning", "Provisioning"}
