package world_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/nodes"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/runlock"
	"github.com/gherkind/gherkind/steps/world"
)

// newRun returns a run on the project's cluster, with its own watches.
func newRun(t *testing.T) *world.Run {
	t.Helper()
	client, err := kube.New(clustertest.Up(t).Config)
	if err != nil {
		t.Fatal(err)
	}
	return runBy(t, client)
}

// runBy returns a run with this client and a unique name, whose Lease shows other runs that it is alive.
func runBy(t *testing.T, client *kube.Client) *world.Run {
	t.Helper()
	hub := observe.NewHub(t.Context(), client, observe.Options{})
	t.Cleanup(hub.Stop)
	r := &world.Run{ID: strings.ToLower(rand.Text()[:6]), Client: client, Hub: hub, Timeouts: world.DefaultTimeouts()}
	if err := r.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	member, err := runlock.Join(t.Context(), client, hub, r.ID, t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := member.Leave(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return r
}

// ours returns a unique name for a cluster-scoped object.
func ours(r *world.Run, name string) string { return "gherkind-test-" + name + "-" + r.ID }

func open(r *world.Run, name string) *world.World {
	return r.Open(world.Scenario{Name: name, URI: "features/x.feature", Line: 3})
}

func manifest(t *testing.T, text string) *kube.Manifest {
	t.Helper()
	m, err := kube.ParseManifest("x.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A custom resource before its definition, a cluster-scoped kind, and two namespaces: everything is applied, found by name, and
// deleted at the end.
func TestEverythingAppliedGoesAgain(t *testing.T) {
	r := newRun(t)
	w := open(r, "all kinds")
	closed := false
	t.Cleanup(func() {
		if !closed {
			finish(t, r, w)
		}
	})
	role := ours(r, "role")
	err := w.Apply(t.Context(), manifest(t, strings.NewReplacer("gherkind-test-role", role, "test.gherkind.invalid", r.ID+".gherkind.invalid").Replace(`
apiVersion: test.gherkind.invalid/v1
kind: Parcel
metadata: {name: one}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: parcels.test.gherkind.invalid}
spec:
  group: test.gherkind.invalid
  names: {kind: Parcel, plural: parcels}
  scope: Namespaced
  versions:
    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
---
apiVersion: v1
kind: Namespace
metadata: {name: other}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: gherkind-test-role}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: other}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: held, namespace: other, finalizers: [test.gherkind.invalid/held]}
`)))
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range []struct{ kind, name string }{
		{"parcels", "one"}, {"clusterrole", role}, {"cm", "settings"}, {"configmap", "other/settings"},
	} {
		ref, err := w.Resolve(t.Context(), o.kind, o.name)
		if err != nil {
			t.Fatal(err)
		}
		obj, err := r.Client.Get(t.Context(), ref)
		if err != nil || obj == nil {
			t.Errorf("%s %s is not there: %v", o.kind, o.name, err)
		}
	}
	names := w.Namespaces()
	if len(names) != 2 || names["other"] == "other" || names[""] == names["other"] {
		t.Errorf("namespaces %v", names)
	}
	ref, err := w.Resolve(t.Context(), "clusterroles", role)
	if err != nil {
		t.Fatal(err)
	}
	finish(t, r, w)
	closed = true
	for _, name := range names {
		_, err := r.Client.Typed().CoreV1().Namespaces().Get(t.Context(), name, metav1.GetOptions{})
		if !apierrors.IsNotFound(err) {
			t.Errorf("namespace %s is left: %v", name, err)
		}
	}
	if err := r.Client.AwaitGone(bounded(t, 20*time.Second), ref); err != nil {
		t.Error(err)
	}
}

func finish(t *testing.T, r *world.Run, worlds ...*world.World) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	var errs []error
	for _, w := range worlds {
		errs = append(errs, w.Close(ctx))
	}
	if err := errors.Join(append(errs, r.Finish(ctx))...); err != nil {
		t.Error(err)
	}
}

func bounded(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), d)
	t.Cleanup(cancel)
	return ctx
}

func TestRefusalsSayWhere(t *testing.T) {
	r := newRun(t)
	w := open(r, "refusals")
	defer finish(t, r, w)
	for name, c := range map[string]struct {
		text  string
		parts []string
	}{
		"a wrong field": {"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{port: 99999}]}\n",
			[]string{"x.yaml:5: document 2: the cluster refused service \"s\": spec.ports[0].port", "99999"}},
		"a field nobody knows": {"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndatum: {}\n",
			[]string{"x.yaml:1: document 1: ", "datum"}},
		"a kind nobody knows": {"apiVersion: v1\nkind: Pood\nmetadata: {name: a}\n",
			[]string{"x.yaml:1: document 1: the cluster does not know the kind Pood in v1; did you mean Pod in v1"}},
		"what is the cluster's": {"apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: view}\n",
			[]string{"x.yaml:1: document 1: clusterrole \"view\" is in the cluster already and not made by gherkind"}},
	} {
		t.Run(name, func(t *testing.T) {
			err := w.Apply(t.Context(), manifest(t, c.text))
			for _, part := range c.parts {
				if err == nil || !strings.Contains(err.Error(), part) {
					t.Errorf("%q is not in: %v", part, err)
				}
			}
		})
	}
}

// If two scenarios create the same cluster-scoped object, the second one is rejected, so that it does not delete the object of
// the first.
func TestClusterScopedObjectsAreNotShared(t *testing.T) {
	r := newRun(t)
	role := fmt.Sprintf(roleText, ours(r, "shared"))
	first, second := open(r, "first"), open(r, "second")
	defer finish(t, r, first)
	for range 2 { // again, because the same scenario may repeat it
		if err := first.Apply(t.Context(), manifest(t, role)); err != nil {
			t.Fatal(err)
		}
	}
	if err := second.Apply(t.Context(), manifest(t, role)); err == nil || !strings.Contains(err.Error(), `of scenario "first"`) {
		t.Errorf("got %v", err)
	}
	finish(t, r, second)
	ref, err := first.Resolve(t.Context(), "clusterroles", ours(r, "shared"))
	if err != nil {
		t.Fatal(err)
	}
	if obj, err := r.Client.Get(t.Context(), ref); err != nil || obj == nil {
		t.Errorf("the second scenario deleted it: %v", err)
	}
}

func TestTheEndSaysWhatBlocksANamespace(t *testing.T) {
	r := newRun(t)
	r.Timeouts.Finish, r.Nodes = time.Second, nodes.Of(clustertest.Up(t))
	w := open(r, "blocked")
	err := w.Apply(t.Context(), manifest(t, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: held}\n"))
	if err != nil {
		t.Fatal(err)
	}
	namespace := w.Namespaces()[""]
	_, err = r.Client.Typed().CoreV1().ConfigMaps(namespace).Patch(t.Context(), "held", types.MergePatchType,
		[]byte(`{"metadata":{"finalizers":["gherkind.invalid/held"]}}`), metav1.PatchOptions{}) // not in a manifest, because a scenario removes the finalizers of its manifests
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		_, err := r.Client.Typed().CoreV1().ConfigMaps(namespace).Patch(ctx, "held", types.MergePatchType,
			[]byte(`{"metadata":{"finalizers":null}}`), metav1.PatchOptions{})
		if err != nil && !apierrors.IsNotFound(err) {
			t.Error(err)
		}
	})
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	awaitReport(t, r, namespace)
	err = r.Finish(t.Context())
	for _, part := range []string{namespace, "gherkind.invalid/held", "kubectl get namespaces -l gherkind/run="} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not in: %v", part, err)
		}
	}
}

func TestKeptNamespacesStay(t *testing.T) {
	r := newRun(t)
	w := open(r, "kept")
	namespace, err := w.Namespace(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	w.Keep()
	finish(t, r, w)
	namespaces := r.Client.Typed().CoreV1().Namespaces()
	ns, err := namespaces.Get(t.Context(), namespace, metav1.GetOptions{})
	if err != nil || ns.DeletionTimestamp != nil || ns.Labels[world.LabelKept] != "true" || ns.Labels[world.LabelRun] != r.ID {
		t.Errorf("got %+v, %v", ns, err)
	}
	if err := namespaces.Delete(context.WithoutCancel(t.Context()), namespace, metav1.DeleteOptions{}); err != nil {
		t.Error(err)
	}
}
