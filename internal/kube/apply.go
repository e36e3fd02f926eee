package kube

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/client-go/util/csaupgrade"
)

// Apply sends the object by server-side apply under [FieldManager] and returns it as the server then has it. A field that the
// object's kind does not have is refused, also in a custom resource. A field that another manager owns is a conflict and
// refused. What gherkind itself has changed in other ways, such as the number of replicas, is overwritten. The error is an
// [*ApplyError] if the server refused the object, and an [*UnknownKindError] if it does not serve its kind.
func (w *Writer) Apply(ctx context.Context, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	return w.apply(ctx, obj, onlyOurs)
}

// ApplyForced is Apply, but takes over fields that others own, as kubectl apply --server-side --force-conflicts does.
func (w *Writer) ApplyForced(ctx context.Context, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	return w.apply(ctx, obj, apierrors.IsConflict)
}

// apply applies the object, and after a conflict for which force returns true applies it again and takes over the fields.
func (w *Writer) apply(ctx context.Context, obj *unstructured.Unstructured, force func(error) bool) (*unstructured.Unstructured, error) {
	kind, err := w.client.Kind(ctx, obj.GroupVersionKind())
	if err != nil {
		return nil, err
	}
	ref := Ref{Kind: kind, Namespace: obj.GetNamespace(), Name: obj.GetName()}
	only, err := w.permit(Changes, ref)
	if err != nil {
		return nil, err
	}
	if only != "" {
		if err := w.client.adopt(ctx, ref); err != nil {
			return nil, err
		}
		obj = obj.DeepCopy()
		obj.SetUID(only) // the server refuses an object with another UID
	}
	applied, err := w.client.apply(ctx, ref, obj, false)
	if conflictElsewhere(ref, err) {
		applied, err = w.client.apply(ctx, ref, obj, false)
	}
	if force(err) {
		applied, err = w.client.apply(ctx, ref, obj, true)
	}
	if err != nil {
		return nil, refusal(ref, obj, err)
	}
	w.shows(ref, applied)
	return applied, nil
}

// Generate creates an object whose name the server makes from its generateName, a new one each time. The error is that of
// Apply.
func (w *Writer) Generate(ctx context.Context, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	kind, err := w.client.Kind(ctx, obj.GroupVersionKind())
	if err != nil {
		return nil, err
	}
	return w.Create(ctx, Ref{Kind: kind, Namespace: obj.GetNamespace(), Name: obj.GetGenerateName()}, obj)
}

// Create creates an object that must not exist yet, and returns it as the server then has it. The error is that of Apply.
func (w *Writer) Create(ctx context.Context, ref Ref, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	if _, err := w.permit(Makes, ref); err != nil {
		return nil, err
	}
	create := func() (*unstructured.Unstructured, error) {
		return w.client.resource(ref).Create(ctx, obj, metav1.CreateOptions{FieldManager: FieldManager, FieldValidation: metav1.FieldValidationStrict})
	}
	made, err := create()
	if conflictElsewhere(ref, err) {
		made, err = create()
	}
	if err != nil {
		return nil, refusal(ref, obj, err)
	}
	ref.Name = made.GetName()
	w.wrote(Change{Ref: ref, UID: made.GetUID(), Revision: made.GetResourceVersion(), Made: true})
	return made, nil
}

func (c *Client) apply(ctx context.Context, ref Ref, obj *unstructured.Unstructured, force bool) (*unstructured.Unstructured, error) {
	data, err := json.Marshal(obj)
	if err != nil {
		return nil, fmt.Errorf("write %s as JSON: %w", ref, err)
	}
	return c.resource(ref).Patch(ctx, ref.Name, types.ApplyPatchType, data,
		metav1.PatchOptions{FieldManager: FieldManager, Force: &force, FieldValidation: metav1.FieldValidationStrict})
}

// adopt marks what gherkind created as applied by it: only then does a later apply without a field remove that field.
func (c *Client) adopt(ctx context.Context, ref Ref) error {
	there, err := c.Get(ctx, ref)
	if err != nil || there == nil {
		return err
	}
	patch, err := csaupgrade.UpgradeManagedFieldsPatch(there, sets.New(FieldManager), FieldManager)
	if err != nil || len(patch) == 0 {
		return err
	}
	if _, err = c.resource(ref).Patch(ctx, ref.Name, types.JSONPatchType, patch, metav1.PatchOptions{}); err != nil {
		return fmt.Errorf("take over the fields of %s: %w", ref, err)
	}
	return nil
}

// onlyOurs reports whether a conflict is only with gherkind itself: the server distinguishes what one manager has applied from
// what it has changed in other ways.
func onlyOurs(err error) bool {
	if !apierrors.IsConflict(err) {
		return false
	}
	var status apierrors.APIStatus
	if !errors.As(err, &status) || status.Status().Details == nil {
		return false
	}
	causes := status.Status().Details.Causes
	for _, cause := range causes {
		if cause.Type != metav1.CauseTypeFieldManagerConflict || !strings.HasPrefix(cause.Message, fmt.Sprintf("conflict with %q", FieldManager)) {
			return false
		}
	}
	return len(causes) > 0
}
