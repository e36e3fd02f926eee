package steps

import (
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
)

// TestAnObjectInAnotherVersionIsTheSame: what a release has in another version of its API than before is not taken away.
func TestAnObjectInAnotherVersionIsTheSame(t *testing.T) {
	scaler := func(group, version, name string) kube.Ref {
		of := schema.GroupVersion{Group: group, Version: version}
		return kube.Ref{Kind: kube.Kind{GVK: of.WithKind("Scaler"), GVR: of.WithResource("scalers"), Namespaced: true}, Namespace: "a", Name: name}
	}
	last := []kube.Ref{scaler("autoscaling", "v1", "web"), scaler("autoscaling", "v1", "old"), scaler("other", "v1", "web")}
	now := []kube.Ref{scaler("autoscaling", "v2", "web")}
	if got, want := without(last, now), last[1:]; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if len(last) != 3 {
		t.Error("the list itself was changed")
	}
}
