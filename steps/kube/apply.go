package kube

import (
	"context"
	"errors"
	"fmt"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// ApplyError is the API server's refusal of an object.
type ApplyError struct {
	Object string   // deployment "web"
	Reason string   // the server's own sentence
	Fields []string // one "path: what is wrong" for each field the server names
	Err    error
}

func (e *ApplyError) Error() string {
	if len(e.Fields) == 0 {
		return fmt.Sprintf("the cluster refused %s: %s", e.Object, e.Reason)
	}
	return fmt.Sprintf("the cluster refused %s: %s", e.Object, strings.Join(e.Fields, "; "))
}

func (e *ApplyError) Unwrap() error { return e.Err }

// Apply sends the object by server-side apply under [FieldManager] and returns
// it as the server then has it. A field that another manager owns is a
// conflict and refused. Its error is an [*ApplyError] when the server refused
// the object, an [*UnknownKindError] when it does not serve its kind.
func (w *Writer) Apply(ctx context.Context, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	kind, err := w.client.Kind(ctx, obj.GroupVersionKind())
	if err != nil {
		return nil, err
	}
	ref := Ref{Kind: kind, Namespace: obj.GetNamespace(), Name: obj.GetName()}
	applied, err := w.client.resource(ref).Apply(ctx, obj.GetName(), obj, metav1.ApplyOptions{FieldManager: FieldManager})
	if err != nil {
		return nil, refusal(ref, err)
	}
	w.shows(ref, applied)
	return applied, nil
}

// refusal tells the server's own answer about the object from trouble on the
// way to it: a broken connection, a server that fails, is too busy, or does not
// know who asks.
func refusal(ref Ref, err error) error {
	var status apierrors.APIStatus
	if !errors.As(err, &status) || status.Status().Code < 400 || status.Status().Code >= 500 ||
		apierrors.IsTooManyRequests(err) || apierrors.IsUnauthorized(err) {
		return fmt.Errorf("apply %s: %w", ref, err)
	}
	refused := &ApplyError{Object: ref.String(), Reason: status.Status().Message, Err: err}
	if status.Status().Details == nil {
		return refused
	}
	for _, cause := range status.Status().Details.Causes {
		if cause.Field == "" {
			refused.Fields = append(refused.Fields, cause.Message)
			continue
		}
		refused.Fields = append(refused.Fields, cause.Field+": "+cause.Message)
	}
	return refused
}
