package world

import (
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// TestDependentsAreOfOneGroup: nothing is created for a custom resource that has the name of a built-in kind, such as
// Deployment or Service.
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
