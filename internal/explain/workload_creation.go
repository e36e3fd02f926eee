package explain

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// AdmissionDenied is a code; its meaning is in admissionDeniedDoc.
const AdmissionDenied = "ADMISSION_DENIED"

var admissionDeniedDoc = Code{
	Code:    AdmissionDenied,
	Meaning: "The API server rejects the pods that a workload's controller wants to create: because of a policy, a webhook, pod security, or a missing service account.",
	Example: `the API server refuses to create pods: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false`,
}

// QuotaExceeded is a code; its meaning is in quotaExceededDoc.
const QuotaExceeded = "QUOTA_EXCEEDED"

var quotaExceededDoc = Code{
	Code:    QuotaExceeded,
	Meaning: "The namespace's ResourceQuota permits no more pods.",
	Example: `no more pods fit into the namespace's quota: exceeded quota: two, requested: pods=1, used: pods=2, limited: pods=2`,
}

// creation reports why the API server refused the pods of a workload, while pods are missing: once they exist, the refusals are
// outdated.
func (x *index) creation(o *unstructured.Unstructured, s progress) []finding {
	if !s.short {
		return nil
	}
	makers := []*unstructured.Unstructured{o}
	if rs := x.newestReplicaSet(o); rs != nil {
		makers = []*unstructured.Unstructured{rs, o}
	}
	for _, maker := range makers {
		message, evidence := x.refusedCreation(maker)
		if message != "" {
			return []finding{x.judgeCreation(message, evidence)}
		}
	}
	return nil
}

// refusedCreation returns the API server's answer to the controller: from its event, or from the ReplicaFailure condition,
// which lasts longer. A refusal is outdated if a pod could be created afterwards (a service account that was created a moment
// too late), unless the condition still reports it.
func (x *index) refusedCreation(o *unstructured.Unstructured) (message string, evidence []string) {
	failure, ok := conditionNamed(o, "ReplicaFailure")
	holds := ok && failure.status == "True"
	events := x.eventsOf(o)
	if e := latest(events, withReason("FailedCreate")); e != nil && (holds || !x.createdSince(o, events, *e)) {
		return e.message, []string{e.line(x.Now)}
	}
	if holds {
		return failure.message, []string{failure.line(o)}
	}
	return "", nil
}

// createdSince reports whether the controller has created a pod after a refusal.
func (x *index) createdSince(o *unstructured.Unstructured, events []event, refused event) bool {
	if e := latest(events, withReason("SuccessfulCreate")); e != nil && e.compare(refused) > 0 {
		return true
	}
	return slices.ContainsFunc(append(x.owned(o, kindPod), x.goneOf(o, kindPod)...), func(pod *unstructured.Unstructured) bool {
		return pod.GetCreationTimestamp().After(refused.last)
	})
}

func (x *index) judgeCreation(message string, evidence []string) finding {
	reason := refusalIn(message)
	f := finding{
		Code:     AdmissionDenied,
		Sentence: say.Textf("the API server refuses to create pods: %s", quote(reason)),
		Hint:     say.Textf("change the pod template so that it is allowed, or the policy"),
		Evidence: evidence,
	}
	if d, ok := denialIn(message); ok {
		f.Code, f.Hint = RBACDenied, d.hint(x.Leaves)
		f.Sentence = say.Textf("pods cannot be created: %s may not %s", d.who(), d.what())
		return f
	}
	switch low := strings.ToLower(reason); {
	case strings.Contains(low, "exceeded quota"):
		f.Code = QuotaExceeded
		f.Sentence = say.Textf("no more pods fit into the namespace's quota: %s", quote(reason))
		f.Hint = say.Textf("ask for less, delete something, or raise the ResourceQuota: %s", x.look("kubectl describe resourcequota", "objects.yaml"))
	case strings.Contains(low, "failed quota"):
		f.Code = QuotaExceeded
		f.Sentence = say.Textf("the namespace's quota takes no pod that does not say what it asks for: %s", quote(reason))
		f.Hint = say.Textf("say these requests and limits in every container, or add a LimitRange with defaults")
	case strings.Contains(low, "violates podsecurity"):
		f.Hint = say.Textf("change the pod's securityContext as the message says, or the namespace's pod-security.kubernetes.io/enforce label")
	case strings.Contains(low, "admission webhook"):
		f.Hint = say.Textf("do as the webhook says; if it does not answer, look at its service")
	case strings.Contains(low, "serviceaccount") && strings.Contains(low, "not found"):
		f.Sentence = say.Textf("pods cannot be created: %s", quote(lastPart(reason)))
		f.Hint = say.Textf("create the ServiceAccount, or correct spec.serviceAccountName")
	case strings.Contains(low, "request ratio per"):
		f.Hint = say.Textf("the namespace's LimitRange has a maxLimitRequestRatio: bring limit and request nearer to each other: %s",
			x.look("kubectl describe limitrange", "objects.yaml"))
	case strings.Contains(low, "limitrange"), strings.Contains(low, "usage per container"), strings.Contains(low, "usage per pod"):
		f.Hint = say.Textf("stay inside the namespace's LimitRange: %s", x.look("kubectl describe limitrange", "objects.yaml"))
	}
	return f
}

// refusalIn returns the reason alone: `Error creating: pods "web-" is forbidden: REASON`.
func refusalIn(message string) string {
	message = strings.TrimPrefix(message, "Error creating: ")
	if _, reason, ok := strings.Cut(message, " is forbidden: "); ok {
		return reason
	}
	return message
}
