package steps

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/viewtest"
)

// TestRollBackNeedsThePresentRevision: as long as the revision of the present template has not been seen, the one before the last is
// not the one to go back to.
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
			patch, saw := templateBefore(v, ref, viewtest.KindFor(c.of))
			switch {
			case seen == 2 && !strings.Contains(saw, "has not been seen"):
				t.Errorf("%s: while the third revision is not seen, %v %q", kind, patch, saw)
			case seen == 3 && (saw != "" || !strings.Contains(fmt.Sprint(patch.Body), "v2")):
				t.Errorf("%s: %v %q", kind, patch, saw)
			}
		}
	}
}
