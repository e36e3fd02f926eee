package world_test

import (
	"errors"
	"slices"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// TestAnObjectThatTheServerNames: a generateName refers to the object that was created last; before that, to none.
func TestAnObjectThatTheServerNames(t *testing.T) {
	version := metav1.GroupVersionForDiscovery{GroupVersion: "v1", Version: "v1"}
	client, err := kube.NewOffline(kube.Served{
		Groups: []*metav1.APIGroup{{Versions: []metav1.GroupVersionForDiscovery{version}, PreferredVersion: version}},
		Resources: []*metav1.APIResourceList{{GroupVersion: "v1", APIResources: []metav1.APIResource{
			{Name: "configmaps", SingularName: "configmap", Kind: "ConfigMap", Namespaced: true, Verbs: []string{"list", "watch"}},
		}}},
	}, func(request string) error { return errors.New("nobody answers " + request) })
	if err != nil {
		t.Fatal(err)
	}
	hub, tape := observe.Replay(t.Context(), observe.Recording{})
	defer hub.Stop()
	m := manifest(t, "{apiVersion: v1, kind: ConfigMap, metadata: {generateName: gen-}}\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}\n")
	named := kube.Ref{Kind: coreKind("ConfigMap", "configmaps"), Namespace: "a", Name: "c"}
	made := named
	made.Name = "gen-x7z"
	for _, c := range []struct {
		called map[string]kube.Ref
		want   []kube.Ref
	}{
		{nil, []kube.Ref{named}},
		{map[string]kube.Ref{"configmap/gen-": made}, []kube.Ref{made, named}},
	} {
		w := (&world.Run{Hub: hub, Client: client}).Replay(tape, world.Scenario{}, world.State{}, nil)
		w.Restore(world.State{Namespaces: map[string]string{"": "a"}, Called: c.called})
		if got, err := w.Means(t.Context(), m); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%v, %v; want %v", got, err, c.want)
		}
	}
}
