package steps

import (
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/viewtest"
)

// TestEventsOfAnotherGroup: events about an object with the same kind and name, but of another API group, do not count.
func TestEventsOfAnotherGroup(t *testing.T) {
	v := viewtest.See(t, `{kind: Service, metadata: {namespace: ns, name: web, uid: a}}`,
		`{kind: Event, metadata: {namespace: ns, name: e1}, reason: Mine, involvedObject: {apiVersion: v1, kind: Service, namespace: ns, name: web, uid: a}}`,
		`{kind: Event, metadata: {namespace: ns, name: e2}, reason: Other, involvedObject: {apiVersion: serving.knative.dev/v1, kind: Service, namespace: ns, name: web, uid: b}}`,
		`{kind: Event, metadata: {namespace: ns, name: e3}, reason: Nameless, involvedObject: {kind: Service, namespace: ns, name: web}}`)
	for group, want := range map[string][]string{"": {"Mine", "Nameless"}, "serving.knative.dev": {"Other", "Nameless"}} {
		gvk := schema.GroupVersionKind{Group: group, Version: "v1", Kind: "Service"}
		ref := kube.Ref{Kind: kube.Kind{GVK: gvk, GVR: gvk.GroupVersion().WithResource("services"), Namespaced: true}, Namespace: "ns", Name: "web"}
		var got []string
		for _, e := range objects.Events(v, ref) {
			got = append(got, e.Reason)
		}
		if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
			t.Errorf("%q: %q", group, got)
		}
	}
}
