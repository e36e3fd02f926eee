package main

import (
	"slices"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
)

// TestOneOfSeveralPodsHasTheIP: policies apply to the pod that has an IP now, whichever other pods have it in their status.
func TestOneOfSeveralPodsHasTheIP(t *testing.T) {
	at := func(second int) metav1.Time { return metav1.Unix(int64(second), 0) }
	phase := func(phase corev1.PodPhase) func(*corev1.Pod) {
		return func(p *corev1.Pod) { p.Status.Phase = phase }
	}
	created := func(second int) func(*corev1.Pod) { return func(p *corev1.Pod) { p.CreationTimestamp = at(second) } }
	sandbox := func(status corev1.ConditionStatus, second int) func(*corev1.Pod) {
		return func(p *corev1.Pod) {
			p.Status.Conditions = append(p.Status.Conditions, corev1.PodCondition{Type: corev1.PodReadyToStartContainers, Status: status, LastTransitionTime: at(second)})
		}
	}
	deleted := func(p *corev1.Pod) { p.DeletionTimestamp = new(at(50)) }
	const ip, has = "10.244.1.9", "has it"
	type changes = []func(*corev1.Pod)
	for name, c := range map[string]struct {
		had, has changes // of a pod that had the IP, and of the one that has it; nil for none
	}{
		"the other has ended":           {changes{phase(corev1.PodSucceeded), created(9)}, changes{phase(corev1.PodPending), created(1)}},
		"the other has failed":          {changes{phase(corev1.PodFailed), created(9)}, changes{created(1)}},
		"the other is deleted":          {changes{deleted, created(1)}, changes{phase(corev1.PodPending), created(9)}},
		"the other has stopped its own": {changes{deleted, created(1), sandbox("False", 9)}, changes{created(1), sandbox("True", 8)}},
		"the node was started again":    {changes{created(9), sandbox("True", 10)}, changes{created(1), sandbox("True", 20)}},
		"both in one second":            {changes{deleted, created(9), sandbox("True", 10)}, changes{created(1), sandbox("True", 10)}},
		"the kubelet does not tell":     {changes{created(1)}, changes{created(9)}},
		"the only one is deleted":       {nil, changes{deleted, sandbox("True", 3)}},
		"nobody: it has ended":          {changes{phase(corev1.PodFailed)}, nil},
	} {
		client, err := kubernetes.NewForConfig(&rest.Config{Host: "https://cluster.invalid"})
		if err != nil {
			t.Fatal(err)
		}
		w := newWatches(client, "own", labels.Nothing())
		pods := holders{w.pods}
		if _, err := networkpolicy.NewController(client, w.policies, w.namespaces, pods, nil, nil, nil, nil, networkpolicy.Config{NodeName: "own"}); err != nil {
			t.Fatal(err)
		}
		store := w.pods.Informer().GetStore() // with the engine's index
		add := func(name string, changes changes) {
			if changes == nil {
				return
			}
			if err := store.Add(pod("a", name, "own", ip, changes...)); err != nil {
				t.Fatal(err)
			}
		}
		add("had it", c.had)
		add(has, c.has)
		for range 20 { // the order in the index is any
			found, err := pods.Informer().GetIndexer().ByIndex("podIPKeyIndex", ip)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, object := range found {
				names = append(names, object.(*corev1.Pod).Name)
			}
			if c.has == nil && len(names) != 0 || c.has != nil && !slices.Equal(names, []string{has}) {
				t.Errorf("%s: got %q", name, names)
				break
			}
		}
	}
}

// TestInterruptions: a program that did not run for a while says so also if it is asked before its own clock has ticked.
func TestInterruptions(t *testing.T) {
	now := time.Unix(0, 0)
	i := newInterruptions(func() time.Time { return now })
	for _, c := range []struct {
		after time.Duration
		want  int64
	}{{tick, 0}, {stall, 0}, {stall + 1, 1}, {tick, 1}, {time.Hour, 2}} {
		now = now.Add(c.after)
		if got := i.soFar(); got != c.want {
			t.Errorf("after %s: %d, want %d", c.after, got, c.want)
		}
	}
}
