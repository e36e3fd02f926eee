package steps

import (
	"testing"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/viewtest"
)

// TestHowManyEndpointsAreWanted: the replicas that workloads want, plus pods without a workload. This also works if the
// ReplicaSet of a Deployment has not been observed.
func TestHowManyEndpointsAreWanted(t *testing.T) {
	const (
		service    = "{kind: Service, apiVersion: v1, metadata: {name: web, namespace: a, uid: s}, spec: {selector: {app: web}}}"
		deployment = "{kind: Deployment, apiVersion: apps/v1, metadata: {name: web, namespace: a, uid: d}, spec: {replicas: 3, template: {metadata: {labels: {app: web}}}}}"
		other      = "{kind: Deployment, apiVersion: apps/v1, metadata: {name: db, namespace: a, uid: o}, spec: {replicas: 5, template: {metadata: {labels: {app: db}}}}}"
		replicaSet = "{kind: ReplicaSet, apiVersion: apps/v1, metadata: {name: web-1, namespace: a, uid: rs, ownerReferences: [{kind: Deployment, name: web, uid: d, controller: true}]}, spec: {replicas: 3, template: {metadata: {labels: {app: web, hash: h}}}}}"
		owned      = "{kind: Pod, apiVersion: v1, metadata: {name: web-1-x, namespace: a, uid: p1, labels: {app: web, hash: h}, ownerReferences: [{kind: ReplicaSet, name: web-1, uid: rs, controller: true}]}}"
		single     = "{kind: Pod, apiVersion: v1, metadata: {name: one, namespace: a, uid: p2, labels: {app: web}}}"
		going      = "{kind: Pod, apiVersion: v1, metadata: {name: two, namespace: a, uid: p3, labels: {app: web}, deletionTimestamp: '2026-01-01T00:00:00Z'}}"
		ofJob      = "{kind: Pod, apiVersion: v1, metadata: {name: job-x, namespace: a, uid: p4, labels: {app: web, job-name: job}, ownerReferences: [{kind: Job, name: job, uid: j, controller: true}]}}"
	)
	b := objects.Backing{Service: kube.Ref{Kind: viewtest.KindFor("Service"), Namespace: "a", Name: "web"}, Slices: viewtest.KindFor("EndpointSlice"), Pods: viewtest.KindFor("Pod")}
	for name, c := range map[string]struct {
		docs []string
		want int64
	}{
		"no service":                         {[]string{deployment}, 0},
		"a deployment":                       {[]string{service, deployment, other}, 3},
		"with its replicaset and a pod":      {[]string{service, deployment, replicaSet, owned}, 3},
		"its replicaset was not seen":        {[]string{service, deployment, owned}, 3},
		"a single pod":                       {[]string{service, single}, 1},
		"a deployment and a single pod":      {[]string{service, deployment, owned, single}, 4},
		"one that is being deleted":          {[]string{service, single, going}, 1},
		"the pod of a workload of no number": {[]string{service, ofJob}, 1},
	} {
		if got := b.Wanted(viewtest.See(t, c.docs...)); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
