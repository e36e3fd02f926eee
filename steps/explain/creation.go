package explain

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

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
			return []Finding{judgeCreation(message, evidence)}
		}
	}
	return nil
}

// refusedCreation is the API server's answer to the controller: from its event, or
// from the ReplicaFailure condition, which lives longer.
func (x *index) refusedCreation(o *unstructured.Unstructured) (message string, evidence []string) {
	if e := latest(x.eventsOf(o), withReason("FailedCreate")); e != nil {
		return e.message, []string{e.line(x.Now)}
	}
	if c, ok := conditionNamed(o, "ReplicaFailure"); ok && c.status == "True" {
		return c.message, []string{c.line(o)}
	}
	return "", nil
}

func judgeCreation(message string, evidence []string) Finding {
	reason := refusalIn(message)
	f := Finding{
		Code:     AdmissionDenied,
		Sentence: "the API server refuses to create pods: " + quote(reason),
		Hint:     "change the pod template so that it is allowed, or the policy",
		Evidence: evidence,
	}
	if d, ok := denialIn(message); ok {
		f.Code, f.Hint = RBACDenied, d.hint()
		f.Sentence = fmt.Sprintf("pods cannot be created: %s may not %s", d.who(), d.what())
		return f
	}
	switch low := strings.ToLower(reason); {
	case strings.Contains(low, "exceeded quota"), strings.Contains(low, "failed quota"):
		f.Code = QuotaExceeded
		f.Sentence = "no more pods fit into the namespace's quota: " + quote(reason)
		f.Hint = "ask for less, delete something, or raise the ResourceQuota: kubectl describe resourcequota"
		if strings.Contains(low, "failed quota") {
			f.Hint = "the quota wants every container to say its requests and limits: add them, or a LimitRange with defaults"
		}
	case strings.Contains(low, "violates podsecurity"):
		f.Hint = "change the pod's securityContext as the message says, or the namespace's pod-security.kubernetes.io/enforce label"
	case strings.Contains(low, "admission webhook"):
		f.Hint = "do as the webhook says; if it does not answer, look at its service"
	case strings.Contains(low, "serviceaccount") && strings.Contains(low, "not found"):
		f.Sentence = "pods cannot be created: " + quote(lastPart(reason))
		f.Hint = "create the ServiceAccount, or correct spec.serviceAccountName"
	case strings.Contains(low, "limitrange"), strings.Contains(low, "usage per container"), strings.Contains(low, "usage per pod"):
		f.Hint = "stay inside the namespace's LimitRange: kubectl describe limitrange"
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
