package world

import (
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// TestDependentsAreOfOneGroup: a custom resource may be called Deployment or Service, and nothing is made for it.
func TestDependentsAreOfOneGroup(t *testing.T) {
	for _, kind := range []string{"Deployment", "CronJob", "Service", "Ingress"} {
		if found := dependents[schema.GroupKind{Group: "example.com", Kind: kind}]; found != nil {
			t.Errorf("%s of another group: %v", kind, found)
		}
	}
	if found := dependents[schema.GroupKind{Kind: "Service"}]; len(found) != 1 {
		t.Errorf("a service: %v", found)
	}
}
