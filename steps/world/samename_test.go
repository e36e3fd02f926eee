package world

import (
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
)

// A custom resource may have the name of a built-in kind: each is found where it was applied, under the name that the scenario
// gave it.
func TestKindsOfOneName(t *testing.T) {
	kindOf := func(group string) kube.Kind {
		return kube.Kind{GVK: schema.GroupVersionKind{Group: group, Version: "v1", Kind: "Service"}, Namespaced: true}
	}
	core, theirs, others := kindOf(""), kindOf("serving.knative.dev"), kindOf("example.org")
	w := &World{Run: &Run{}, namespaces: map[string]string{"a": "ns-a", "b": "ns-b"}, applied: map[string]string{}, called: map[string]kube.Ref{}}
	w.remember(core, "ns-a", "web")
	w.remember(theirs, "ns-b", "web")
	if got := w.aliasOf(core, "web") + w.aliasOf(theirs, "web") + w.aliasOf(others, "web"); got != "ab" {
		t.Errorf("they are looked for in %q", got)
	}
	for _, kind := range []kube.Kind{core, theirs, others} {
		ref := kube.Ref{Kind: kind, Namespace: "ns-a", Name: "x"}
		if err := w.Call("first", ref); err != nil || w.called[key(kind, "first")] != ref {
			t.Errorf("%v: %v", ref, err)
		}
	}
}
