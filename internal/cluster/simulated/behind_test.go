package simulated

import (
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"
)

// TestBehind has a pod on a simulated node, and changes one thing at a time.
func TestBehind(t *testing.T) {
	now := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) metav1.Time { return metav1.NewTime(now.Add(-d)) }
	deleted := func(d time.Duration, finalizers ...string) func(*corev1.Pod, *corev1.Node) {
		return func(p *corev1.Pod, _ *corev1.Node) {
			at := ago(d)
			p.Status.Phase, p.DeletionTimestamp, p.Finalizers = corev1.PodRunning, &at, finalizers
		}
	}
	for name, c := range map[string]struct {
		change func(*corev1.Pod, *corev1.Node)
		want   string
	}{
		"it waits":           {func(*corev1.Pod, *corev1.Node) {}, "node simulated-1 has said nothing of pod p for 11s"},
		"it runs":            {func(p *corev1.Pod, _ *corev1.Node) { p.Status.Phase = corev1.PodRunning }, ""},
		"for a moment":       {func(p *corev1.Pod, _ *corev1.Node) { p.Status.Conditions[0].LastTransitionTime = ago(9 * time.Second) }, ""},
		"for the scheduler":  {func(p *corev1.Pod, _ *corev1.Node) { p.Status.Conditions[0].Status = corev1.ConditionFalse }, ""},
		"on a real node":     {func(p *corev1.Pod, _ *corev1.Node) { p.Spec.NodeName = "worker" }, ""},
		"of somebody else":   {func(p *corev1.Pod, _ *corev1.Node) { p.Namespace = "other" }, ""},
		"it stays":           {deleted(time.Minute), "node simulated-1 has not removed pod p for 1m0s"},
		"it is going":        {deleted(time.Second), ""},
		"others keep it":     {deleted(time.Minute, "example.com/held"), ""},
		"the node is silent": {func(_ *corev1.Pod, n *corev1.Node) { n.Status.Conditions[0].Status = corev1.ConditionUnknown }, "node simulated-1 is not ready"},
		"the node is another run's": {func(p *corev1.Pod, n *corev1.Node) {
			p.Status.Phase, n.Labels["gherkind/run"], n.Status.Conditions = corev1.PodRunning, "other", nil
		}, ""},
	} {
		node := node(1, "gherkind/run", "mine", "")
		node.Status.Conditions = []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionTrue}}
		pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "p", Namespace: "own"}, Spec: corev1.PodSpec{NodeName: "simulated-1"},
			Status: corev1.PodStatus{Phase: corev1.PodPending, Conditions: []corev1.PodCondition{
				{Type: corev1.PodScheduled, Status: corev1.ConditionTrue, LastTransitionTime: ago(11 * time.Second)},
			}}}
		c.change(pod, node)
		n := Of(fake.NewClientset(node, pod), "gherkind/run", "mine")
		if why, err := n.Behind(t.Context(), now, "own"); why != "" || err != nil {
			t.Errorf("%s, in a run without nodes: %q, %v", name, why, err)
		}
		n.made.Store(1)
		why, err := n.Behind(t.Context(), now, "own")
		if why != c.want || err != nil {
			t.Errorf("%s: got %q, %v; want %q", name, strings.TrimSpace(why), err, c.want)
		}
	}
}
