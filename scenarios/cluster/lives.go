package cluster

import (
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// life is from when on a status of a node counts: what the API server knows from before is of another life of the node,
// and all of it is well. The zero value takes every status.
type life struct {
	started time.Time // its machine; its pods have started later
	woken   time.Time // after it was frozen; its kubelet has reported later
}

// lives reads since when each node runs off its container, whoever has started that: gherkind, Docker's daemon when it
// was started itself, or somebody by hand.
func lives(have []container, woken map[string]time.Time) map[string]life {
	nodes := map[string]life{}
	for _, c := range have {
		if c.isNode() {
			nodes[c.Name] = life{started: c.Started, woken: woken[c.Name]}
		}
	}
	return nodes
}

func (l life) reported() time.Time {
	if l.woken.After(l.started) {
		return l.woken
	}
	return l.started
}

// missingSince names what has shown no sign of life since its node was started: kubelets by their lease, essential pods by
// the start of their containers.
func (r *readiness) missingSince() []string {
	if len(r.lives) == 0 {
		return nil
	}
	leases, err := r.factory.Coordination().V1().Leases().Lister().Leases(corev1.NamespaceNodeLease).List(labels.Everything())
	if err != nil {
		return []string{err.Error()}
	}
	var missing []string
	for _, lease := range leases {
		if lease.Spec.RenewTime == nil || lease.Spec.RenewTime.Time.Before(r.lives[lease.Name].reported()) {
			missing = append(missing, fmt.Sprintf("node %s has not reported since it was started", lease.Name))
		}
	}
	pods, err := r.factory.Core().V1().Pods().Lister().Pods(metav1.NamespaceSystem).List(labels.Everything())
	if err != nil {
		return []string{err.Error()}
	}
	for _, pod := range pods {
		if essential(pod) && !startedSince(pod, r.lives[pod.Spec.NodeName].started) {
			missing = append(missing, fmt.Sprintf("%s has not been started since its node was", pod.Name))
		}
	}
	return missing
}

// essential pods are those that kind and kubeadm bring: static pods, daemons of each node, DNS. What somebody else has put
// beside them may be as it is.
func essential(pod *corev1.Pod) bool {
	owner := metav1.GetControllerOf(pod)
	return owner != nil && (owner.Kind == "Node" || owner.Kind == "DaemonSet") || pod.Labels["k8s-app"] == "kube-dns"
}

// startedSince compares whole seconds, which is the resolution of a pod's times. A pod that is over is not started again.
func startedSince(pod *corev1.Pod, at time.Time) bool {
	if pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed {
		return true
	}
	for _, c := range pod.Status.ContainerStatuses {
		if c.State.Running == nil || c.State.Running.StartedAt.Time.Before(at.Truncate(time.Second)) {
			return false
		}
	}
	return true
}
