package explain

import (
	"strings"
	"testing"
)

// TestWhatHoldsANamespace: the conditions of a recorded namespace, changed to what the
// namespace controller writes in other cases.
func TestWhatHoldsANamespace(t *testing.T) {
	condition := func(kind, message string) map[string]any {
		return map[string]any{"type": kind, "status": "True", "reason": "x", "message": message}
	}
	for want, status := range map[string][]any{
		"an API does not answer: unable to retrieve": {
			condition("NamespaceFinalizersRemaining", "Some content in the namespace has finalizers remaining: a/b in 1 resource instances"),
			condition("NamespaceDeletionDiscoveryFailure", "Discovery failed for some groups, unable to retrieve the complete list of server APIs")},
		"objects in it remain: pods (3), deployments.apps (1)": {
			condition("NamespaceContentRemaining", "Some resources are remaining: pods. has 3 resource instances, deployments.apps has 1 resource instances")},
		"it has the finalizers \"example.com/wait\"": nil,
	} {
		facts, subject := edited(t, "namespace", "Namespace", "h5-doomed", func(o map[string]any) {
			o["status"] = map[string]any{"conditions": status}
			o["spec"] = map[string]any{"finalizers": []any{"kubernetes", "example.com/wait"}}
		})
		found := Why(facts, subject)
		if len(found) != 1 || !strings.Contains(found[0].Sentence, want) {
			t.Errorf("want %q, got %+v", want, found)
		}
	}
}
