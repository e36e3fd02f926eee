package steps

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/world"
)

// TestRollBackNeedsThePresentRevision: until the revision of the current template is observed, the second last one is not the
// one to roll back to.
func TestRollBackNeedsThePresentRevision(t *testing.T) {
	replicas := func(n int) string {
		return fmt.Sprintf("{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: w-%d, namespace: a, uid: r%d, annotations: {deployment.kubernetes.io/revision: '%d'}, "+
			"ownerReferences: [{kind: Deployment, name: w, uid: u, controller: true}]}, spec: {template: {spec: {containers: [{name: c, image: 'v%d'}]}}}}", n, n, n, n)
	}
	deployment := "{apiVersion: apps/v1, kind: Deployment, metadata: {name: w, namespace: a, uid: u, generation: 3, annotations: {deployment.kubernetes.io/revision: '3'}}, status: {observedGeneration: 3}}"
	revision := func(n int) string {
		return fmt.Sprintf("{apiVersion: apps/v1, kind: ControllerRevision, revision: %d, metadata: {name: w-%d, namespace: a, uid: r%d, "+
			"ownerReferences: [{kind: StatefulSet, name: w, uid: u, controller: true}]}, data: {spec: {template: v%d}}}", n, n, n, n)
	}
	set := "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: w, namespace: a, uid: u, generation: 3}, status: {observedGeneration: 3, updateRevision: w-3}}"
	for kind, c := range map[string]struct {
		owner, of string
		revision  func(int) string
	}{
		"Deployment": {deployment, "ReplicaSet", replicas}, "StatefulSet": {set, "ControllerRevision", revision},
	} {
		for _, seen := range []int{2, 3} {
			docs := []string{c.owner}
			for n := range seen {
				docs = append(docs, c.revision(n+1))
			}
			v := viewtest.See(t, docs...)
			ref := v[0].Ref
			ref.Kind.GVK.Group = "apps"
			v[0].Ref = ref
			patch, saw := templateBefore(v.Get(ref), ref, v.List(viewtest.KindFor(c.of), "a", nil))
			switch {
			case seen == 2 && !strings.Contains(saw, "has not been seen"):
				t.Errorf("%s: before the third revision is observed: %v %q", kind, patch, saw)
			case seen == 3 && (saw != "" || !strings.Contains(fmt.Sprint(patch.Body), "v2")):
				t.Errorf("%s: %v %q", kind, patch, saw)
			}
		}
	}
}

// TestRollBackOfADaemonSet uses the revisions that the API server lists: the status does not name the current revision, and the
// watch may lag behind.
func TestRollBackOfADaemonSet(t *testing.T) {
	revision := func(n int) string {
		return fmt.Sprintf("{apiVersion: apps/v1, kind: ControllerRevision, revision: %d, metadata: {name: w-%d, namespace: a, uid: r%d, resourceVersion: '%d', "+
			"ownerReferences: [{kind: DaemonSet, apiVersion: apps/v1, name: w, uid: u, controller: true}]}, data: {spec: {template: v%d}}}", n, n, n, n, n)
	}
	const set = "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: w, namespace: a, uid: u, generation: 3, resourceVersion: '7'}, status: {observedGeneration: 3}}"
	listed, patched := 0, ""
	s := &apiServer{
		lists: func(resource string) []string {
			if resource == "daemonsets" {
				return []string{set}
			}
			if listed++; listed == 1 { // the first list is that of the watch, which receives no further changes
				return []string{revision(1), revision(2)}
			}
			return []string{revision(1), revision(2), revision(3)}
		},
		write: func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			patched = string(body)
			refuse(w, 422, metav1.StatusReasonInvalid, "it is enough")
		},
	}
	timeouts := world.DefaultTimeouts()
	timeouts.Step = 5 * time.Second
	w := s.open(t, timeouts)
	var workload world.ObjectRef
	if err := workload.Resolve(t.Context(), w, "daemonset", "w"); err != nil {
		t.Fatal(err)
	}
	if err := rollBack(t.Context(), w, workload); err == nil || !strings.Contains(err.Error(), "it is enough") {
		t.Error(err)
	}
	if !strings.Contains(patched, "v2") {
		t.Errorf("rolled back by %s", patched)
	}
}
