package simulated

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	coordinationv1client "k8s.io/client-go/kubernetes/typed/coordination/v1"
	corev1client "k8s.io/client-go/kubernetes/typed/core/v1"
)

// atOnce is how many nodes are created in parallel.
const atOnce = 16

// client is the part of the typed clients that is used.
type client interface {
	CoreV1() corev1client.CoreV1Interface
	CoordinationV1() coordinationv1client.CoordinationV1Interface
}

// Nodes manages the simulated nodes of one run.
type Nodes struct {
	client   client
	runLabel string
	run      string
	made     atomic.Int64
}

// Of returns Nodes for a run, which has none yet. runLabel is the key of the label for what a run creates.
func Of(client client, runLabel, run string) *Nodes {
	return &Nodes{client: client, runLabel: runLabel, run: run}
}

// Make creates nodes, and returns when all are ready. No other run may have simulated nodes in the cluster. Remove must be called
// afterwards, even after an error.
func (n *Nodes) Make(ctx context.Context, count int) error {
	podCIDR, err := n.podCIDR(ctx)
	if err != nil {
		return err
	}
	n.made.Store(int64(count))
	creating, each := errgroup.WithContext(ctx)
	creating.SetLimit(atOnce)
	for number := 1; number <= count; number++ {
		creating.Go(func() error {
			return n.create(each, node(number, n.runLabel, n.run, podCIDR))
		})
	}
	if err := creating.Wait(); err != nil {
		return fmt.Errorf("make %d simulated nodes: %w", count, err)
	}
	return n.awaitReady(ctx, count)
}

// Remove deletes the nodes, and Leases whose nodes were never created. Kubernetes deletes any pods that are left on them.
func (n *Nodes) Remove(ctx context.Context) error {
	if n.made.Load() == 0 {
		return nil
	}
	if err := n.remove(ctx, n.run); err != nil {
		return err
	}
	n.made.Store(0)
	return nil
}

func (n *Nodes) remove(ctx context.Context, run string) error {
	its := metav1.ListOptions{LabelSelector: Label + "," + n.runLabel + "=" + run}
	err := errors.Join(
		n.client.CoreV1().Nodes().DeleteCollection(ctx, metav1.DeleteOptions{}, its),
		n.leases().DeleteCollection(ctx, metav1.DeleteOptions{}, its),
	)
	if err != nil {
		return fmt.Errorf("remove the simulated nodes of run %s: %w; kubectl delete nodes -l %s removes them", run, err, Label)
	}
	return nil
}

// Intact returns an error if nodes that were created do not exist any more.
func (n *Nodes) Intact(ctx context.Context) error {
	made := int(n.made.Load())
	if made == 0 {
		return nil
	}
	list, err := n.client.CoreV1().Nodes().List(ctx, metav1.ListOptions{LabelSelector: Label + "," + n.runLabel + "=" + n.run})
	if err != nil {
		return fmt.Errorf("look for the simulated nodes: %w", err)
	}
	if there := len(list.Items); there < made {
		return fmt.Errorf("%d of %d simulated nodes have been removed", made-there, made)
	}
	return nil
}

// RemoveLeft deletes the simulated nodes of other runs that are dead, and returns how many nodes of which run.
func (n *Nodes) RemoveLeft(ctx context.Context, dead func(ctx context.Context, run string) (bool, error)) (removed map[string]int, err error) {
	list, err := n.client.CoreV1().Nodes().List(ctx, metav1.ListOptions{LabelSelector: Label})
	if err != nil {
		return nil, fmt.Errorf("look for simulated nodes of other runs: %w", err)
	}
	removed = map[string]int{}
	for run, count := range perRun(list.Items, n.runLabel) {
		if run == n.run {
			continue
		}
		gone, err := dead(ctx, run)
		if err == nil && gone {
			err = n.remove(ctx, run)
		}
		if err != nil {
			return removed, err
		}
		if gone {
			removed[run] = count
		}
	}
	return removed, nil
}

func perRun(nodes []corev1.Node, runLabel string) map[string]int {
	count := map[string]int{}
	for i := range nodes {
		count[nodes[i].Labels[runLabel]]++
	}
	return count
}
