package explain

import (
	"github.com/gherkind/gherkind/internal/say"
)

// claimsNotBound explains the claims without a volume that keep a pod with a node from
// starting. The kubelet speaks of them only after two minutes. A claim that waits for the
// scheduler is bound before the scheduler gives the pod a node, so that one which still
// waits has never met it.
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

// claimReasons are those of events that say what a claim waits for.
var claimReasons = []string{"ProvisioningFailed", "FailedBinding", waitForConsumer, "ExternalProvisioning", "Provisioning"}
