package ready

import (
	"cmp"
	"slices"
	"testing"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/tools/cache"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

func TestStaleStatuses(t *testing.T) {
	noon := time.Date(2026, 1, 2, 12, 0, 0, 600e6, time.UTC) // times in a pod have no fractions
	node := docker.Container{Name: "n", Role: "worker", Started: noon}
	for name, c := range map[string]struct {
		have     docker.Container
		resumed  time.Time
		reported time.Duration // relative to noon
		owner    string        // if empty: DaemonSet
		pod      corev1.PodStatus
		want     []string
	}{
		"well":                       {have: node, reported: time.Second, pod: startedAt(noon.Truncate(time.Second))},
		"its statuses are older":     {have: node, reported: -time.Minute, pod: startedAt(noon.Add(-time.Minute)), want: []string{"node n has not reported since it was started", "p has not been started since its node was"}},
		"its kubelet is back":        {have: node, reported: time.Second, pod: startedAt(noon.Add(-time.Minute)), want: []string{"p has not been started since its node was"}},
		"a pod waits":                {have: node, reported: time.Second, pod: corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{{}}}, want: []string{"p has not been started since its node was"}},
		"a pod is over":              {have: node, reported: time.Second, pod: corev1.PodStatus{Phase: corev1.PodSucceeded, ContainerStatuses: []corev1.ContainerStatus{{}}}},
		"a pod of somebody else":     {have: node, owner: "ReplicaSet", reported: time.Second, pod: startedAt(noon.Add(-time.Minute))},
		"a static pod":               {have: node, owner: "Node", reported: time.Second, pod: startedAt(noon.Add(-time.Minute)), want: []string{"p has not been started since its node was"}},
		"frozen: its pods went on":   {have: node, resumed: noon.Add(time.Hour), reported: 2 * time.Hour, pod: startedAt(noon)},
		"frozen, and not back yet":   {have: node, resumed: noon.Add(time.Hour), reported: time.Minute, pod: startedAt(noon), want: []string{"node n has not reported since it was started"}},
		"not a node":                 {have: docker.Container{Name: "n", Role: "external-load-balancer", Started: noon}, reported: -time.Minute},
		"a node that we do not know": {have: docker.Container{Name: "other", Role: "worker", Started: noon}, reported: -time.Minute, pod: startedAt(noon.Add(-time.Hour))},
	} {
		t.Run(name, func(t *testing.T) {
			renewed := metav1.NewMicroTime(noon.Add(c.reported))
			client := fake.NewClientset(
				&coordinationv1.Lease{ObjectMeta: metav1.ObjectMeta{Name: "n", Namespace: corev1.NamespaceNodeLease}, Spec: coordinationv1.LeaseSpec{RenewTime: &renewed}},
				&corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "p", Namespace: metav1.NamespaceSystem, OwnerReferences: ownedBy(cmp.Or(c.owner, "DaemonSet"))}, Spec: corev1.PodSpec{NodeName: "n"}, Status: c.pod},
			)
			r := newReadiness(client, 1, boots([]docker.Container{c.have}, map[string]time.Time{"n": c.resumed}))
			stop := r.start(t.Context())
			defer stop()
			for _, informer := range r.caches() {
				cache.WaitForCacheSync(t.Context().Done(), informer.HasSynced)
			}
			if got := r.stale(); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func ownedBy(kind string) []metav1.OwnerReference {
	yes := true
	return []metav1.OwnerReference{{Kind: kind, Name: "owner", Controller: &yes}}
}

func startedAt(at time.Time) corev1.PodStatus {
	return corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{{
		State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.NewTime(at.Truncate(time.Second))}},
	}}}
}
