package kube

import (
	"context"
	"errors"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// BudgetError says that a PodDisruptionBudget currently does not allow an eviction.
type BudgetError struct {
	Reason string // the server's message, which names the budget
	Err    error
}

func (e *BudgetError) Error() string { return e.Reason }

func (e *BudgetError) Unwrap() error { return e.Err }

// Uncounted reports whether the budget's controller has not processed the current budget yet, so that no disruption is allowed.
func (e *BudgetError) Uncounted() bool {
	return strings.Contains(e.Reason, "is still being processed by the server")
}

// Evict requests the eviction of a pod, as kubectl drain does: the pod gets its own grace period, and its disruption budget is
// respected. It does not wait. A pod that is gone, or now has another UID, is not an error. If a budget does not allow it, the
// error is a [*BudgetError].
func (w *Writer) Evict(ctx context.Context, ref Ref, uid types.UID) error {
	if _, err := w.permit(Evicts, ref); err != nil {
		return err
	}
	eviction := &policyv1.Eviction{
		ObjectMeta:    metav1.ObjectMeta{Namespace: ref.Namespace, Name: ref.Name},
		DeleteOptions: &metav1.DeleteOptions{Preconditions: &metav1.Preconditions{UID: &uid}},
	}
	// No retries: client-go would sleep where the caller watches the budget.
	err := w.client.typed.CoreV1().RESTClient().Post().Namespace(ref.Namespace).Resource("pods").Name(ref.Name).
		SubResource("eviction").MaxRetries(0).Body(eviction).Do(ctx).Error()
	switch {
	case err == nil, apierrors.IsNotFound(err), apierrors.IsConflict(err):
		w.wrote(Change{Ref: ref, UID: uid, Ending: true})
		return nil
	case apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause):
		return nil // refused like any creation there: the deletion of the namespace deletes the pod
	case apierrors.IsTooManyRequests(err) && !apierrors.HasStatusCause(err, metav1.CauseTypeUnexpectedServerResponse): // status with which a busy server refuses any request
		return &BudgetError{Reason: budgetReason(err), Err: err}
	}
	return fmt.Errorf("evict %s: %w", ref, err)
}

// budgetReason prefers the causes to the message, because they name the budget.
func budgetReason(err error) string {
	var status apierrors.APIStatus
	if !errors.As(err, &status) || status.Status().Details == nil {
		return err.Error()
	}
	var causes []string
	for _, cause := range status.Status().Details.Causes {
		causes = append(causes, strings.TrimSuffix(cause.Message, "."))
	}
	if len(causes) == 0 {
		return strings.TrimSuffix(status.Status().Message, ".")
	}
	return strings.Join(causes, "; ")
}
