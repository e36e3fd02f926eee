package cluster

import (
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// restarted says which nodes were started again, and when, to the second, which
// is the resolution of the API server's times. The zero value is none.
type restarted struct {
	nodes map[string]bool
	at    time.Time
}

func (a *restarted) add(node string) {
	if a.nodes == nil {
		a.nodes, a.at = map[string]bool{}, time.Now().Truncate(time.Second)
	}
	a.nodes[node] = true
}

// missingAgain names what has shown no sign of life since its node was started
// again: kubelets by their lease, system pods by the start of their containers.
func (r *readiness) missingAgain() []string {
	if len(r.again.nodes) == 0 {
		return nil
	}
	leases, err := r.factory.Coordination().V1().Leases().Lister().Leases(corev1.NamespaceNodeLease).List(labels.Everything())
	if err != nil {
		return []string{err.Error()}
	}
	var missing []string
	for _, lease := range leases {
		if r.again.nodes[lease.Name] && (lease.Spec.RenewTime == nil || lease.Spec.RenewTime.Time.Before(r.again.at)) {
			missing = append(missing, fmt.Sprintf("node %s has not reported since it was started again", lease.Name))
		}
	}
	pods, err := r.factory.Core().V1().Pods().Lister().Pods(metav1.NamespaceSystem).List(labels.Everything())
	if err != nil {
		return []string{err.Error()}
	}
	for _, pod := range pods {
		if r.again.nodes[pod.Spec.NodeName] && !startedSince(pod, r.again.at) {
			missing = append(missing, fmt.Sprintf("%s has not been started again", pod.Name))
		}
	}
	return missing
}

func startedSince(pod *corev1.Pod, at time.Time) bool {
	for _, c := range pod.Status.ContainerStatuses {
		if c.State.Running == nil || c.State.Running.StartedAt.Time.Before(at) {
			return false
		}
	}
	return true
}
