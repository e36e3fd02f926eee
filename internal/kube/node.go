package kube

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/util/retry"
)

// UpdateNode reads a node, changes it and writes it back, and repeats that if somebody else has written it in between. change
// gets the node as the API server has it; if it returns false, nothing is written.
func (w *Writer) UpdateNode(ctx context.Context, ref Ref, change func(*corev1.Node) (bool, error)) error {
	if _, err := w.permit(Changes, ref); err != nil {
		return err
	}
	nodes := w.client.typed.CoreV1().Nodes()
	err := retry.RetryOnConflict(retry.DefaultBackoff, func() error {
		node, err := nodes.Get(ctx, ref.Name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		if changed, err := change(node); err != nil || !changed {
			return err
		}
		node, err = nodes.Update(ctx, node, metav1.UpdateOptions{FieldManager: FieldManager})
		if err == nil {
			w.wrote(Change{Ref: ref, UID: node.UID, Revision: node.ResourceVersion})
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("change node %q: %w", ref.Name, err)
	}
	return nil
}
