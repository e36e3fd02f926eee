package explain

import (
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// AdmissionDenied is a code; its meaning is in admissionDeniedDoc.
const AdmissionDenied = "ADMISSION_DENIED"

var admissionDeniedDoc = Code{
	Code:    AdmissionDenied,
	Meaning: "The API server refuses the pods that a workload's controller wants to create: a policy, a webhook, pod security, a missing service account.",
	Example: `the API server refuses to create pods: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false`,
}

// QuotaExceeded is a code; its meaning is in quotaExceededDoc.
const QuotaExceeded = "QUOTA_EXCEEDED"

var quotaExceededDoc = Code{
	Code:    QuotaExceeded,
	Meaning: "No more pods fit into the namespace's ResourceQuota.",
	Example: `no more pods fit into the namespace's quota: exceeded quota: two, requested: pods=1, used: pods=2, limited: pods=2`,
}

// creation finds why the API server refused the pods of a workload, while pods are
// missing: once they are there, the refusals are of the past.
func (x *index) creation(o *unstructured.Unstructured, s progress) []Finding {
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
			return []Finding{x.judgeCreation(message, evidence)}
		}
	}
	return nil
}

// refusedCreation is the API server's answer to the controller: from its event, or
// from the ReplicaFailure condition, which lives longer. A refusal after which a pod
// could be created is of the past (a service account that was made a moment too late),
// unless the condition says that it still holds.
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

// createdSince reports whether the controller has created a pod after it was refused one.
func (x *index) createdSince(o *unstructured.Unstructured, events []event, refused event) bool {
	if e := latest(events, withReason("SuccessfulCreate")); e != nil && e.compare(refused) > 0 {
		return true
	}
	return slices.ContainsFunc(append(x.owned(o, kindPod), x.goneOf(o, kindPod)...), func(pod *unstructured.Unstructured) bool {
		return pod.GetCreationTimestamp().After(refused.last)
	})
}

func (x *index) judgeCreation(message string, evidence []string) Finding {
	reason := refusalIn(message)
	f := Finding{
		Code:     AdmissionDenied,
		Sentence: "the API server refuses to create pods: " + quote(reason),
		Hint:     "change the pod template so that it is allowed, or the policy",
		Evidence: evidence,
	}
	if d, ok := denialIn(message); ok {
		f.Code, f.Hint = RBACDenied, d.hint(x.Leaves)
		f.Sentence = fmt.Sprintf("pods cannot be created: %s may not %s", d.who(), d.what())
		return f
	}
	switch low := strings.ToLower(reason); {
	case strings.Contains(low, "exceeded quota"):
		f.Code = QuotaExceeded
		f.Sentence = "no more pods fit into the namespace's quota: " + quote(reason)
		f.Hint = "ask for less, delete something, or raise the ResourceQuota: " + x.look("kubectl describe resourcequota", "objects.yaml")
	case strings.Contains(low, "failed quota"):
		f.Code = QuotaExceeded
		f.Sentence = "the namespace's quota takes no pod that does not say what it asks for: " + quote(reason)
		f.Hint = "say these requests and limits in every container, or add a LimitRange with defaults"
	case strings.Contains(low, "violates podsecurity"):
		f.Hint = "change the pod's securityContext as the message says, or the namespace's pod-security.kubernetes.io/enforce label"
	case strings.Contains(low, "admission webhook"):
		f.Hint = "do as the webhook says; if it does not answer, look at its service"
	case strings.Contains(low, "serviceaccount") && strings.Contains(low, "not found"):
		f.Sentence = "pods cannot be created: " + quote(lastPart(reason))
		f.Hint = "create the ServiceAccount, or correct spec.serviceAccountName"
	case strings.Contains(low, "request ratio per"):
		f.Hint = "the namespace's LimitRange has a maxLimitRequestRatio: bring limit and request nearer to each other: " +
			x.look("kubectl describe limitrange", "objects.yaml")
	case strings.Contains(low, "limitrange"), strings.Contains(low, "usage per container"), strings.Contains(low, "usage per pod"):
		f.Hint = "stay inside the namespace's LimitRange: " + x.look("kubectl describe limitrange", "objects.yaml")
	}
	return f
}

// refusalIn leaves out who was refused: `Error creating: pods "web-" is forbidden: REASON`.
func refusalIn(message string) string {
	message = strings.TrimPrefix(message, "Error creating: ")
	if _, reason, ok := strings.Cut(message, " is forbidden: "); ok {
		return reason
	}
	return message
}
