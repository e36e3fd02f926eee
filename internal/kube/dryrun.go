package kube

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// noDryRun matches the answer of the API server if a webhook with side effects prevents a dry run.
var noDryRun = regexp.MustCompile(`admission webhook "[^"]*" does not support dry run`)

// DryRun asks the API server whether it would accept an object, and creates none. An [*ApplyError] says that the object itself
// is wrong. Problems that depend on other objects are not reported: a name that is in use, a missing service account, a kind
// that is not defined yet.
func (c *Client) DryRun(ctx context.Context, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	kind, err := c.Kind(ctx, obj.GroupVersionKind())
	if errors.As(err, new(*UnknownKindError)) {
		return nil, nil //nolint:nilnil // it is not known
	}
	if err != nil {
		return nil, err
	}
	ref := Ref{Kind: kind, Namespace: obj.GetNamespace(), Name: obj.GetName()}
	made, err := c.tryCreate(ctx, ref, obj)
	switch {
	case err == nil:
		return made, nil
	case noDryRun.MatchString(err.Error()):
		return nil, nil //nolint:nilnil // it is not known
	case apierrors.IsAlreadyExists(err), apierrors.IsForbidden(err), apierrors.IsNotFound(err), apierrors.IsConflict(err):
		return nil, nil //nolint:nilnil // it is not known
	}
	if refused := refusal(ref, obj, err); errors.As(refused, new(*ApplyError)) {
		return nil, refused
	}
	return nil, fmt.Errorf("ask the API server whether it would take %s: %w", ref, err)
}

// TryCreate is DryRun with the API server's whole judgement, which may depend on other objects: an [*ApplyError] is a refusal. The
// answer, also a refusal, may have warnings.
func (c *Client) TryCreate(ctx context.Context, ref Ref, obj *unstructured.Unstructured) (made *unstructured.Unstructured, warned []string, err error) {
	if made, err = c.tryCreate(withWarnings(ctx, &warned), ref, obj); err != nil {
		return nil, warned, refusal(ref, obj, err)
	}
	return made, warned, nil
}

func (c *Client) tryCreate(ctx context.Context, ref Ref, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	return c.resource(ref).Create(ctx, obj, metav1.CreateOptions{
		FieldManager: FieldManager, FieldValidation: metav1.FieldValidationStrict, DryRun: []string{metav1.DryRunAll},
	})
}
