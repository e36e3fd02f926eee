//go:build linux

package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// recovered waits until all nodes and all pods of kube-system are ready.
func (e *endurance) recovered() {
	e.t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(e.t.Context()), recoversWithin)
	defer cancel()
	again := time.NewTicker(glance)
	defer again.Stop()
	for {
		err := e.well(ctx)
		if err == nil {
			return
		}
		select {
		case <-ctx.Done():
			e.t.Fatalf("the cluster has not recovered after %s: %v", recoversWithin, err)
		case <-again.C:
		}
	}
}

func (e *endurance) well(ctx context.Context) error {
	nodes, err := e.client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	for _, node := range nodes.Items {
		if !slices.ContainsFunc(node.Status.Conditions, func(c corev1.NodeCondition) bool {
			return c.Type == corev1.NodeReady && c.Status == corev1.ConditionTrue
		}) {
			return fmt.Errorf("node %s is not ready", node.Name)
		}
	}
	pods, err := e.client.CoreV1().Pods(metav1.NamespaceSystem).List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	for _, pod := range pods.Items {
		if !slices.ContainsFunc(pod.Status.Conditions, func(c corev1.PodCondition) bool { return c.Type == corev1.PodReady && c.Status == corev1.ConditionTrue }) {
			return fmt.Errorf("pod %s is not ready", pod.Name)
		}
	}
	return nil
}

// everything is the state of the cluster and of what the runs have on this machine.
func (e *endurance) everything() (whole, error) {
	w, err := wholeOf(context.WithoutCancel(e.t.Context()), e.config, e.containers)
	if err != nil {
		return nil, err
	}
	here, err := e.hereOf()
	all := w.withoutRestarts()
	maps.Copy(all, here)
	return all, err
}

// settledWhole is everything once it no longer changes.
func (e *endurance) settledWhole() whole {
	e.t.Helper()
	w, err := e.everything()
	if err != nil {
		e.t.Fatal(err)
	}
	again := time.NewTicker(glance)
	defer again.Stop()
	for quiet, end := 0, time.Now().Add(asBefore); quiet < 3; quiet++ {
		<-again.C
		next, err := e.everything()
		if err != nil || len(next.since(w)) > 0 || len(next.about(`"ready":"False"`)) > 0 {
			quiet = -1
		}
		if w = next; time.Now().After(end) {
			e.t.Fatalf("the cluster does not come to rest: %v", err)
		}
	}
	return w
}

// differs returns how everything still differs from before after the time that the cluster has to settle.
func (e *endurance) differs(before whole) []string {
	e.t.Helper()
	again := time.NewTicker(glance)
	defer again.Stop()
	for end := time.Now().Add(asBefore); ; <-again.C {
		w, err := e.everything()
		var differs []string
		if err != nil {
			differs = []string{err.Error()}
		} else {
			differs = w.since(before)
		}
		if len(differs) == 0 || time.Now().After(end) {
			return differs
		}
	}
}
