package simulated

import (
	"context"
	"errors"
	"fmt"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	coordinationv1client "k8s.io/client-go/kubernetes/typed/coordination/v1"
)

// removeLease is how long the deletion of a Lease may take whose node could not be created, also after an interrupt.
const removeLease = 10 * time.Second

// create creates a node with a new Lease, which kwok takes over. kwok also creates Leases, but not one that it believes to exist:
// when its watch was interrupted, it never learns what was deleted meanwhile. A new node that has the name of a removed one would
// then have no Lease, and be lost after each grace period. The new Lease replaces what kwok believes.
func (n *Nodes) create(ctx context.Context, node *corev1.Node) error {
	lease, err := n.leases().Create(ctx, n.leaseOf(node.Name), metav1.CreateOptions{})
	old := apierrors.IsAlreadyExists(err)
	if err != nil && !old {
		return fmt.Errorf("create the Lease of node %s: %w", node.Name, err)
	}
	made, err := n.client.CoreV1().Nodes().Create(ctx, node, metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		err = fmt.Errorf("somebody else has made node %s: kubectl delete nodes -l %s removes all simulated nodes", node.Name, Label)
	}
	switch {
	case err == nil && old:
		return n.replaceLease(ctx, made)
	case err != nil && !old:
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), removeLease)
		defer cancel()
		return errors.Join(err, n.deleteLease(last, lease))
	}
	return err
}

// leaseOf returns a Lease that nobody holds, so that kwok does. It gets an owner from kwok, which deletes it with the node.
func (n *Nodes) leaseOf(name string) *coordinationv1.Lease {
	labels := map[string]string{Label: "true", n.runLabel: n.run}
	return &coordinationv1.Lease{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: corev1.NamespaceNodeLease, Labels: labels}}
}

// replaceLease replaces the Lease of a former node, which Kubernetes has not deleted yet.
func (n *Nodes) replaceLease(ctx context.Context, node *corev1.Node) error {
	old, err := n.leases().Get(ctx, node.Name, metav1.GetOptions{})
	if err == nil {
		for _, owner := range old.OwnerReferences {
			if owner.UID == node.UID {
				return nil // Kubernetes and kwok were faster
			}
		}
		err = n.deleteLease(ctx, old)
	}
	if err == nil || apierrors.IsNotFound(err) {
		_, err = n.leases().Create(ctx, n.leaseOf(node.Name), metav1.CreateOptions{})
	}
	if err != nil && !apierrors.IsAlreadyExists(err) { // if it exists, kwok has just made it
		return fmt.Errorf("replace the Lease of a former node %s: %w", node.Name, err)
	}
	return nil
}

// deleteLease deletes a Lease, unless it was deleted or replaced meanwhile.
func (n *Nodes) deleteLease(ctx context.Context, lease *coordinationv1.Lease) error {
	err := n.leases().Delete(ctx, lease.Name, *metav1.NewPreconditionDeleteOptions(string(lease.UID)))
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
		return nil
	}
	return err
}

func (n *Nodes) leases() coordinationv1client.LeaseInterface {
	return n.client.CoordinationV1().Leases(corev1.NamespaceNodeLease)
}
