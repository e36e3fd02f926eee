package ready

import (
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// boot says when a node was started, and when it was resumed after a pause. A status from before is stale: the API server keeps
// it, and it says that everything is ready. With the zero value, every status counts.
type boot struct {
	started time.Time // start of the container; its pods have started later
	resumed time.Time // end of a pause; its kubelet has reported later
}

// boots reads the boot times from the containers of the nodes, no matter who has started them: gherkind, a restart of Docker's
// daemon, or a user.
func boots(containers []docker.Container, resumed map[string]time.Time) map[string]boot {
	nodes := map[string]boot{}
	for _, c := range containers {
		if c.IsNode() {
			nodes[c.Name] = boot{started: c.Started, resumed: resumed[c.Name]}
		}
	}
	return nodes
}

// latest returns the time before which a status from the kubelet is stale.
func (b boot) latest() time.Time {
	if b.resumed.After(b.started) {
		return b.resumed
	}
	return b.started
}

// stale returns what has not reported since its node was started: kubelets, according to their Leases, and essential pods,
// according to the start of their containers.
func (r *readiness) stale() []string {
	if len(r.boots) == 0 {
		return nil
	}
	var missing []string
	for _, lease := range r.leases.in(corev1.NamespaceNodeLease, labels.Everything()) {
		if lease.Spec.RenewTime == nil || lease.Spec.RenewTime.Time.Before(r.boots[lease.Name].latest()) {
			missing = append(missing, fmt.Sprintf("node %s has not reported since it was started", lease.Name))
		}
	}
	for _, pod := range r.pods.in(metav1.NamespaceSystem, labels.Everything()) {
		if essential(pod) && !startedSince(pod, r.boots[pod.Spec.NodeName].started) {
			missing = append(missing, fmt.Sprintf("%s has not been started since its node was", pod.Name))
		}
	}
	return missing
}

// essential reports whether a pod was created by kind or kubeadm: static pods, DaemonSets, DNS. Other pods need not be ready.
func essential(pod *corev1.Pod) bool {
	owner := metav1.GetControllerOf(pod)
	return owner != nil && (owner.Kind == "Node" || owner.Kind == "DaemonSet") || pod.Labels["k8s-app"] == "kube-dns"
}

// startedSince compares whole seconds, the resolution of times in a pod. A completed pod is not started again.
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
