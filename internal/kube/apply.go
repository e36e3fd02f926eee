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

// Apply sends the object by server-side apply under [FieldManager] and returns
// it as the server then has it. A field that the object's kind does not have is
// refused, also in a custom resource. A field that another manager owns is a
// conflict and refused; what we have changed ourselves in other ways, as the
// number of replicas, is taken back. Its error is an [*ApplyError] when the
// server refused the object, an [*UnknownKindError] when it does not serve its
// kind.
func (w *Writer) Apply(ctx context.Context, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	return w.apply(ctx, obj, onlyOurs)
}

// ApplyForced is Apply, but takes fields from whoever owns them, as kubectl apply --server-side --force-conflicts does.
func (w *Writer) ApplyForced(ctx context.Context, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	return w.apply(ctx, obj, apierrors.IsConflict)
}

// apply applies the object again, and takes the fields, after a conflict for which force is true.
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
		obj.SetUID(only) // the server refuses when it has another one
	}
	applied, err := w.client.apply(ctx, ref, obj, false)
	if force(err) {
		applied, err = w.client.apply(ctx, ref, obj, true)
	}
	if err != nil {
		return nil, refusal(ref, obj, err)
	}
	w.shows(ref, applied)
	return applied, nil
}

// Generate creates an object whose name the server makes from its generateName, each time another one. Its error is as
// that of Apply.
func (w *Writer) Generate(ctx context.Context, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	kind, err := w.client.Kind(ctx, obj.GroupVersionKind())
	if err != nil {
		return nil, err
	}
	return w.Create(ctx, Ref{Kind: kind, Namespace: obj.GetNamespace(), Name: obj.GetGenerateName()}, obj)
}

// Create makes an object that must not exist yet, and returns it as the server then has it. Its error is as that of
// Apply.
func (w *Writer) Create(ctx context.Context, ref Ref, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	if _, err := w.permit(Makes, ref); err != nil {
		return nil, err
	}
	made, err := w.client.resource(ref).Create(ctx, obj, metav1.CreateOptions{FieldManager: FieldManager, FieldValidation: metav1.FieldValidationStrict})
	if err != nil {
		return nil, refusal(ref, obj, err)
	}
	ref.Name = made.GetName()
	w.shows(ref, made)
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

// adopt has what we have made count as applied: an apply that lacks a field takes that away only then.
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

// onlyOurs tells a conflict with nobody but ourselves: the server keeps apart what one manager has applied and what it
// has changed in other ways.
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
