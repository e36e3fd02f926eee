package explain

import (
	"fmt"
	"regexp"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// ClaimPending is a code; its meaning is in claimPendingDoc.
const ClaimPending = "CLAIM_PENDING"

var claimPendingDoc = Code{
	Code:    ClaimPending,
	Meaning: "A PersistentVolumeClaim has no volume.",
	Example: `claim "data" has no volume: storageclass.storage.k8s.io "fast" not found`,
}

var claimName = regexp.MustCompile(`persistentvolumeclaim "([^"]+)" not found`)

// claimsBehind explains the claims that prevent the scheduler from considering a pod.
func (p podCase) claimsBehind(text string) []finding {
	if m := claimName.FindStringSubmatch(text); m != nil {
		return []finding{{
			Code:     PodVolumePending,
			Sentence: say.Textf("the pod needs PersistentVolumeClaim %q, which does not exist", quote(m[1])),
			Hint:     p.missingHint(kindClaim, m[1]),
			Evidence: []string{fmt.Sprintf("pod/%s spec.volumes names claim %q", p.pod.Name, quote(m[1]))},
		}}
	}
	if !strings.Contains(text, "unbound") {
		return nil
	}
	var out []finding
	for _, v := range p.pod.Spec.Volumes {
		if v.PersistentVolumeClaim == nil {
			continue
		}
		if o := p.get(kindClaim, p.pod.Namespace, v.PersistentVolumeClaim.ClaimName); o != nil {
			out = append(out, p.claim(o)...)
		}
	}
	return out
}

// claim explains a claim that has no volume.
func (x *index) claim(o *unstructured.Unstructured) []finding {
	c, err := read[corev1.PersistentVolumeClaim](o)
	if err != nil {
		return unreadable(o, err)
	}
	if c.Status.Phase == corev1.ClaimBound {
		return nil
	}
	f := finding{
		Code:     ClaimPending,
		Hint:     say.Textf("look at the storage class and its provisioner"),
		Evidence: []string{fmt.Sprintf("%s phase %s, storage class %q", pathOf(o), c.Status.Phase, deref(c.Spec.StorageClassName, ""))},
	}
	e := latest(x.eventsOf(o), withReason(claimReasons...))
	if e == nil {
		f.Sentence = say.Textf("claim %q has no volume yet", c.Name)
		return []finding{f}
	}
	f.Evidence = append(f.Evidence, e.line(x.Now))
	f.Sentence = say.Textf("claim %q has no volume: %s", c.Name, quote(e.message))
	switch e.reason {
	case waitForConsumer:
		f.Sentence = say.Textf("claim %q has no volume: one is made when the first pod that uses it has a node", c.Name)
		f.Hint = say.Textf("start a pod that uses the claim")
	case "FailedBinding":
		f.Hint = say.Textf("create a PersistentVolume that fits, or name a storage class")
	case "ExternalProvisioning", "Provisioning":
		f.Hint = moreTimeOr(say.Textf("look whether the provisioner's pod runs"))
	}
	return []finding{f}
}
