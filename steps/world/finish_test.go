package world_test

import (
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/nodes"
	"github.com/gherkind/gherkind/steps/world"
)

// severalPlanes is a cluster in which all nodes are control plane nodes.
type severalPlanes struct{ world.Nodes }

func (severalPlanes) ControlPlane(string) bool { return true }

// TestNamespacesAreFinalized: on a gherkind cluster with one API server, the run deletes the content of its namespaces itself;
// elsewhere it waits for the namespace controller.
func TestNamespacesAreFinalized(t *testing.T) {
	own := nodes.Of(clustertest.Up(t))
	for name, c := range map[string]struct {
		nodes   world.Nodes
		foreign bool
		wanted  int64
	}{
		"one API server":      {own, false, 2},
		"several API servers": {severalPlanes{own}, false, 0},
		"an external cluster": {own, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRun(t)
			r.Nodes, r.Foreign = c.nodes, c.foreign
			w := open(r, name)
			err := w.Apply(t.Context(), manifest(t, `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: registry.invalid/none}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: other}
spec: {selector: {app: web}, ports: [{port: 80}]}
`))
			names := w.Namespaces()
			finish(t, r, w)
			if err != nil || len(names) != 2 {
				t.Fatalf("%v, namespaces %v", err, names)
			}
			if got := r.Client.Requests()["PUT namespaces/finalize"]; got != c.wanted {
				t.Errorf("%d namespaces were finalized, not %d", got, c.wanted)
			}
			for _, name := range names {
				mustBeGone(t, r, name)
			}
		})
	}
}

// mustBeGone checks that a namespace and all objects in it are gone.
func mustBeGone(t *testing.T, r *world.Run, namespace string) {
	t.Helper()
	if _, err := r.Client.Typed().CoreV1().Namespaces().Get(t.Context(), namespace, metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Errorf("namespace %s is left: %v", namespace, err)
	}
	kinds, err := r.Client.Namespaced()
	if err != nil || len(kinds) < 20 {
		t.Fatalf("%d kinds: %v", len(kinds), err)
	}
	for _, kind := range kinds {
		left, err := r.Client.List(t.Context(), kind, namespace)
		if err != nil && !apierrors.IsNotFound(err) {
			t.Error(err)
		}
		for _, obj := range left {
			t.Errorf("%s %s is left in namespace %s", kind, obj.GetName(), namespace)
		}
	}
}
