package world_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/world"
)

// everySort are objects that are not deleted with a namespace, and some that block deletions. Nothing answers for the webhook,
// so every write to ConfigMaps with its label, including a deletion, is rejected.
const everySort = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crates.dead.gherkind.invalid}
spec:
  group: dead.gherkind.invalid
  names: {kind: Crate, plural: crates}
  scope: Cluster
  versions:
    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
---
apiVersion: dead.gherkind.invalid/v1
kind: Crate
metadata: {name: one, finalizers: [dead.gherkind.invalid/held]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: gherkind-dead-role}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: gherkind-dead-role}
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {generateName: gherkind-dead-}
value: 7
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: gherkind-dead-volume, finalizers: [gherkind.invalid/held]}
spec:
  capacity: {storage: 1Mi}
  accessModes: [ReadWriteOnce]
  storageClassName: gherkind-dead
  hostPath: {path: /tmp/gherkind-dead}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: held, labels: {gherkind-dead: "yes"}, finalizers: [gherkind.invalid/held]}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: gherkind-dead-hook}
webhooks:
  - name: nobody.dead.gherkind.invalid
    clientConfig: {url: "https://127.0.0.1:1/"}
    failurePolicy: Fail
    sideEffects: None
    timeoutSeconds: 1
    admissionReviewVersions: [v1]
    objectSelector: {matchLabels: {gherkind-dead: "yes"}}
    rules: [{apiGroups: [""], apiVersions: [v1], operations: ["*"], resources: [configmaps]}]
`

// everySortOf returns everySort with names that are unique to a run.
func everySortOf(r *world.Run) string { return strings.ReplaceAll(everySort, "dead", "dead-"+r.ID) }

// onlyDead reports one run as dead and all others as alive.
type onlyDead string

func (d onlyDead) Alive(_ context.Context, run string) (bool, error) { return run != string(d), nil }
func (d onlyDead) AwaitDeath(_ context.Context, run string) (bool, error) {
	return run == string(d), nil
}

// TestWhatADeadRunLeft: the next run removes everything: objects that are not deleted with a namespace, objects with finalizers
// from a manifest, and objects whose deletion a webhook blocks. Objects of a living run stay.
func TestWhatADeadRunLeft(t *testing.T) {
	died, goesOn, next := newRun(t), newRun(t), newRun(t)
	var notes []string
	next.Note = func(format string, _ ...any) { notes = append(notes, format) }
	w, living := open(died, "left behind"), open(goesOn, "goes on")
	t.Cleanup(func() { finish(t, goesOn, living) })
	if err := living.Apply(t.Context(), manifest(t, fmt.Sprintf(roleText, ours(goesOn, "living")))); err != nil {
		t.Fatal(err)
	}
	if err := w.Apply(t.Context(), manifest(t, everySortOf(died))); err != nil {
		finish(t, died, w)
		t.Fatal(err)
	}
	leaveMarker(t, died)
	if err := next.Repair(bounded(t, 2*time.Minute), onlyDead(died.ID)); err != nil {
		t.Fatal(err)
	}
	finish(t, next, open(next, "nothing"))
	awaitNamespacesGone(t, next, died.ID)
	for kind, want := range map[string]int{"clusterroles": 0, "roles": 0, "priorityclasses": 0, "persistentvolumes": 0, "validatingwebhookconfigurations": 0,
		"customresourcedefinitions": 0, "namespaces": 0, "configmaps": 0} {
		if left := labelledWith(t, next, kind, died.ID); len(left) != want {
			t.Errorf("%s of the dead run: %v", kind, left)
		}
	}
	if left := labelledWith(t, next, "clusterroles", goesOn.ID); !slices.Equal(left, []string{ours(goesOn, "living")}) {
		t.Errorf("those of the living run: %v", left)
	}
	if len(notes) < 6 {
		t.Errorf("the notes are incomplete: %q", notes)
	}
}

// leaveMarker leaves what a run leaves that is killed while it awaits that a Role is enforced.
func leaveMarker(t *testing.T, of *world.Run) {
	t.Helper()
	marker := &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Name: "gherkind-marker-" + of.ID, Labels: map[string]string{world.LabelRun: of.ID}}}
	if _, err := rbacOf(t, of.Client).Roles(world.SystemNamespace).Create(t.Context(), marker, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
}

// TestADeadRunWithoutUndos: a dead run whose journal is empty or missing is cleaned up all the same, including the journal.
func TestADeadRunWithoutUndos(t *testing.T) {
	for name, damage := range map[string]func(*testing.T, *world.Run, string){
		"empty": func(t *testing.T, r *world.Run, journal string) {
			_, err := r.Client.Typed().CoreV1().ConfigMaps(world.SystemNamespace).Patch(t.Context(), journal, types.JSONPatchType,
				[]byte(`[{"op": "remove", "path": "/data"}]`), metav1.PatchOptions{})
			if err != nil {
				t.Fatal(err)
			}
		},
		"gone": func(t *testing.T, r *world.Run, journal string) {
			if err := r.Client.Typed().CoreV1().ConfigMaps(world.SystemNamespace).Delete(t.Context(), journal, metav1.DeleteOptions{}); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			died, next := newRun(t), newRun(t)
			w := open(died, "left behind")
			err := w.Apply(t.Context(), manifest(t, fmt.Sprintf(roleText, ours(died, "undid"))+
				"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: here}\n"))
			if err != nil {
				finish(t, died, w)
				t.Fatal(err)
			}
			journal := "gherkind-undo-" + died.ID
			damage(t, next, journal)
			if err := next.Repair(bounded(t, time.Minute), onlyDead(died.ID)); err != nil {
				t.Fatal(err)
			}
			awaitNamespacesGone(t, next, died.ID)
			for _, kind := range []string{"clusterroles", "configmaps", "namespaces"} {
				if left := labelledWith(t, next, kind, died.ID); len(left) > 0 {
					t.Errorf("%s of the dead run: %v", kind, left)
				}
			}
		})
	}
}

// TestAnUndoOfALaterVersion: an entry of a later version is left to that version and does not block other runs.
func TestAnUndoOfALaterVersion(t *testing.T) {
	died, next := newRun(t), newRun(t)
	var notes []string
	next.Note = func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	journals := next.Client.Typed().CoreV1().ConfigMaps(world.SystemNamespace)
	of := &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: "gherkind-undo-" + died.ID, Labels: map[string]string{world.LabelRun: died.ID}},
		Data:       map[string]string{"000001-abcd": `{"do": "polish", "node": "gherkind-worker"}`},
	}
	if _, err := journals.Create(t.Context(), of, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := journals.Delete(context.WithoutCancel(t.Context()), of.Name, metav1.DeleteOptions{}); err != nil {
			t.Errorf("the entry is not kept for the version that knows it: %v", err)
		}
	})
	if err := next.Repair(bounded(t, time.Minute), onlyDead(died.ID)); err != nil {
		t.Errorf("the run fails: %v", err)
	}
	const says = "polish node gherkind-worker, which this version of gherkind cannot do"
	if !slices.ContainsFunc(notes, func(n string) bool { return strings.Contains(n, says) }) {
		t.Errorf("notes %q", notes)
	}
}

// TestTheEndWaitsForEverySort: a run waits at its end until all its objects are gone.
func TestTheEndWaitsForEverySort(t *testing.T) {
	r := newRun(t)
	w := open(r, "every sort")
	err := w.Apply(t.Context(), manifest(t, everySortOf(r)))
	finish(t, r, w)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"clusterroles", "priorityclasses", "persistentvolumes", "customresourcedefinitions", "namespaces", "configmaps"} {
		if left := labelledWith(t, r, kind, r.ID); len(left) > 0 {
			t.Errorf("%s: %v", kind, left)
		}
	}
}

// labelledWith returns the names of the objects that a run has in the cluster.
func labelledWith(t *testing.T, r *world.Run, kind, run string) []string {
	t.Helper()
	k, err := r.Client.KindByName(t.Context(), kind)
	if err != nil {
		t.Fatal(err)
	}
	list, err := r.Client.ListLabelled(t.Context(), k, "", metav1.FormatLabelSelector(metav1.SetAsLabelSelector(map[string]string{world.LabelRun: run})))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, obj := range list {
		names = append(names, obj.GetName())
	}
	slices.Sort(names)
	return names
}

// awaitNamespacesGone waits until the deleted namespaces of a run are gone.
func awaitNamespacesGone(t *testing.T, r *world.Run, run string) {
	t.Helper()
	kind, err := r.Client.KindByName(t.Context(), "namespaces")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range labelledWith(t, r, "namespaces", run) {
		if err := r.Client.AwaitGone(bounded(t, time.Minute), kube.Ref{Kind: kind, Name: name}); err != nil {
			t.Errorf("namespace %s: %v", name, err)
		}
	}
}
