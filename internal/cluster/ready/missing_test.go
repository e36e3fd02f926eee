package ready

import (
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/tools/cache"

	"github.com/gherkind/gherkind/internal/cluster/simulated"
)

// healthy returns the objects of a cluster with one node that can run a pod.
func healthy() map[string]runtime.Object {
	in := func(namespace, name string) metav1.ObjectMeta {
		return metav1.ObjectMeta{Namespace: namespace, Name: name}
	}
	return map[string]runtime.Object{
		"node":    &corev1.Node{ObjectMeta: in("", "n"), Status: corev1.NodeStatus{Conditions: []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionTrue}}}},
		"account": &corev1.ServiceAccount{ObjectMeta: in("default", "default")},
		"network": &appsv1.DaemonSet{ObjectMeta: in("kube-system", "kindnet"), Spec: appsv1.DaemonSetSpec{Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": "kindnet"}}},
			Status: appsv1.DaemonSetStatus{NumberReady: 1}},
		"dns": &appsv1.Deployment{ObjectMeta: in("kube-system", "coredns"), Spec: appsv1.DeploymentSpec{Selector: &metav1.LabelSelector{}}, Status: appsv1.DeploymentStatus{Replicas: 1, ReadyReplicas: 1}},
		"pod": &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: "kube-system", Name: "kindnet-1", Labels: map[string]string{"app": "kindnet"}},
			Status: corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{{State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "ImagePullBackOff"}}}}}},
		"pod of others": &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "kindnet", Labels: map[string]string{"app": "kindnet"}},
			Status: corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{{State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "Other"}}}}}},
	}
}

// TestMissing removes or breaks one object at a time: the cluster is then not ready.
func TestMissing(t *testing.T) {
	for name, c := range map[string]struct {
		change func(map[string]runtime.Object)
		want   string
	}{
		"nothing":  {func(map[string]runtime.Object) {}, ""},
		"the node": {func(all map[string]runtime.Object) { delete(all, "node") }, "0 of 1 nodes have joined"},
		"the node, and there is a simulated one": {func(all map[string]runtime.Object) {
			all["node"].(*corev1.Node).Labels = map[string]string{simulated.Label: "true"}
		}, "0 of 1 nodes have joined"},
		"a simulated node": {func(all map[string]runtime.Object) {
			all["simulated"] = &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: "s", Labels: map[string]string{simulated.Label: "true"}}}
		}, ""},
		"the account":        {func(all map[string]runtime.Object) { delete(all, "account") }, "the default service account does not exist yet"},
		"another account":    {func(all map[string]runtime.Object) { all["account"].(*corev1.ServiceAccount).Namespace = "kube-system" }, "the default service account does not exist yet"},
		"the network":        {func(all map[string]runtime.Object) { delete(all, "network") }, "the network and kube-proxy are not installed yet"},
		"a pod of a network": {func(all map[string]runtime.Object) { all["network"].(*appsv1.DaemonSet).Status.NumberReady = 0 }, "kindnet is ready on 0 of 1 nodes (kindnet-1: ImagePullBackOff)"},
		"DNS":                {func(all map[string]runtime.Object) { all["dns"].(*appsv1.Deployment).Namespace = "shop" }, "CoreDNS is not installed yet"},
	} {
		t.Run(name, func(t *testing.T) {
			all := healthy()
			c.change(all)
			var objects []runtime.Object
			for _, one := range all {
				objects = append(objects, one)
			}
			r := newReadiness(fake.NewClientset(objects...), 1, nil)
			stop := r.start(t.Context())
			defer stop()
			for _, informer := range r.caches() {
				cache.WaitForCacheSync(t.Context().Done(), informer.HasSynced)
			}
			if got := strings.Join(r.missing(), "; "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
