package world

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
)

// ObjectUndo is a journal entry about objects: what the next run does if this one dies.
type ObjectUndo struct {
	Do   ObjectVerb              `json:"do"`
	Kind schema.GroupVersionKind `json:"kind"`
	// For one object, or for all objects in a namespace, whose finalizers the scenario has set; or for all objects in a namespace
	// that have the run's label.
	Namespace  string   `json:"namespace,omitempty"`
	Name       string   `json:"name,omitempty"`
	Finalizers []string `json:"finalizers,omitempty"`
}

// ObjectVerb is what an ObjectUndo does.
type ObjectVerb string

const (
	// Sweep deletes all objects of a kind that have the run's label, including those with unknown names: of a cluster-scoped kind,
	// or in a namespace that is not deleted with the run.
	Sweep ObjectVerb = "sweep"
	// ReleaseFinalizers removes finalizers that a scenario has set from an object.
	ReleaseFinalizers ObjectVerb = "let-go"
	// ReleaseAllFinalizers does so for all objects of a kind, because the name of an object with generateName may be unknown.
	ReleaseAllFinalizers ObjectVerb = "let-go-all"
)

// sweepLater records, once for each kind, namespace and run, that objects with the run's label are about to be created that are not
// deleted with a namespace of the run if it dies: of a cluster-scoped kind, or in another namespace.
func (r *Run) sweepLater(ctx context.Context, kind kube.Kind, namespace string) error {
	if kind.Namespaced && namespace == "" {
		return nil
	}
	return r.journal.once(ctx, ObjectUndo{Do: Sweep, Kind: kind.GVK, Namespace: namespace})
}

// repairObjects executes an entry about objects. It returns false for other entries.
func (r *Run) repairObjects(ctx context.Context, run, text string) (done bool, err error) {
	var undo ObjectUndo
	if err := json.Unmarshal([]byte(text), &undo); err != nil || !undo.known() {
		return false, nil //nolint:nilerr // who reads the other entries says so
	}
	kind, err := r.Client.Kind(ctx, undo.Kind)
	if errors.As(err, new(*kube.UnknownKindError)) {
		return true, nil // the CustomResourceDefinition is gone, and so are all objects of the kind
	}
	if err != nil {
		return true, err
	}
	take := func(ref kube.Ref) error { return r.takeLeft(ctx, run, ref, undo.Finalizers) }
	switch undo.Do {
	case Sweep:
		err = r.sweep(ctx, run, kind, undo.Namespace)
	case ReleaseFinalizers:
		err = take(kube.Ref{Kind: kind, Namespace: undo.Namespace, Name: undo.Name})
	case ReleaseAllFinalizers:
		err = r.each(ctx, run, kind, undo.Namespace, take)
	}
	return true, err
}

// known reports whether this version supports the verb and the entry is about objects.
func (u ObjectUndo) known() bool {
	return slices.Contains([]ObjectVerb{Sweep, ReleaseFinalizers, ReleaseAllFinalizers}, u.Do)
}

// takeLeft removes the finalizers that a dead run has set from an object.
func (r *Run) takeLeft(ctx context.Context, run string, ref kube.Ref, own []string) error {
	_, taken, err := r.takeFinalizers(ctx, ref, own, madeBy(run, ref.Kind))
	if len(taken) > 0 {
		r.Note("took the finalizers %s from %s, which run %s left", strings.Join(taken, ", "), ref, run)
	}
	return err
}

// madeBy returns a filter for the objects of a run: those of a cluster-scoped kind have its label, others are in its
// namespaces.
func madeBy(run string, kind kube.Kind) func(*unstructured.Unstructured) bool {
	return func(obj *unstructured.Unstructured) bool { return kind.Namespaced || obj.GetLabels()[LabelRun] == run }
}

// sweep deletes the objects of a kind that a dead run has created.
func (r *Run) sweep(ctx context.Context, run string, kind kube.Kind, namespace string) error {
	objects, err := r.labelled(ctx, run, kind, namespace)
	for _, obj := range objects {
		err = errors.Join(err, r.sweepObject(ctx, run, kube.Ref{Kind: kind, Namespace: namespace, Name: obj.GetName()}))
	}
	return err
}

func (r *Run) sweepObject(ctx context.Context, run string, ref kube.Ref) error {
	if _, err := r.Client.Writer(nil, nil).DeleteIf(ctx, ref, madeBy(run, ref.Kind)); err != nil {
		return err
	}
	r.Note("removed %s, which run %s left", ref, run)
	r.swept = append(r.swept, ref)
	return nil
}

// labelled returns the objects with the label of a run, of a cluster-scoped kind or in a namespace.
func (r *Run) labelled(ctx context.Context, run string, kind kube.Kind, namespace string) ([]*unstructured.Unstructured, error) {
	objects, err := r.Client.ListLabelled(ctx, kind, namespace, LabelRun+"="+run)
	if apierrors.IsNotFound(err) {
		return nil, nil // its CustomResourceDefinition has just been deleted
	}
	return objects, err
}

// awaitSwept waits until the swept objects are gone, so that scenarios can create them again. Objects that are not gone within
// the timeout are reported with what blocks them, because scenarios may not need them.
func (r *Run) awaitSwept(ctx context.Context) error {
	bounded, cancel := context.WithTimeout(ctx, r.Timeouts.Undo)
	defer cancel()
	for _, ref := range r.swept {
		if r.Client.AwaitGone(bounded, ref) == nil {
			continue
		}
		obj, err := r.Client.Get(ctx, ref)
		if err != nil {
			return err
		}
		if obj != nil && obj.GetDeletionTimestamp() != nil {
			r.Note("%s", stays(ref, obj))
		}
	}
	r.swept = nil
	return nil
}

func stays(ref kube.Ref, obj *unstructured.Unstructured) string {
	return fmt.Sprintf("%s has been deleted but still exists because of its finalizers %s: if no controller removes them, "+
		"take them away with kubectl edit %s %s", ref, strings.Join(obj.GetFinalizers(), ", "), ref.Kind.GVR.Resource, ref.Name)
}

// barriersFirst sorts entries about admission webhooks and policies to the front, because these may reject the following
// writes.
func barriersFirst(keys []string, entries map[string]string) {
	barrier := func(key string) bool { return strings.Contains(entries[key], admission) }
	slices.SortStableFunc(keys, func(a, b string) int {
		switch {
		case barrier(a) == barrier(b):
			return 0
		case barrier(a):
			return -1
		}
		return 1
	})
}

// admission is the API group of objects that may reject writes.
const admission = "admissionregistration.k8s.io"

// finishKinds waits until the objects that this run has created and that no namespace is deleted with are gone, and removes their entries from the
// journal. If objects of a kind remain, its entry is kept, so that the next run deletes them.
func (r *Run) finishKinds(ctx context.Context) error {
	var errs []error
	for key, undo := range r.journal.kinds() {
		gone, err := r.goneOf(ctx, undo.Kind, undo.Namespace)
		if err == nil && gone {
			err = r.journal.remove(ctx, key)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// goneOf waits until the objects of a kind that this run has created and deleted are gone.
func (r *Run) goneOf(ctx context.Context, gvk schema.GroupVersionKind, namespace string) (gone bool, err error) {
	kind, err := r.Client.Kind(ctx, gvk)
	if errors.As(err, new(*kube.UnknownKindError)) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	objects, err := r.labelled(ctx, r.ID, kind, namespace)
	if err != nil {
		return false, err
	}
	gone = true
	for _, obj := range objects {
		ref := kube.Ref{Kind: kind, Namespace: namespace, Name: obj.GetName()}
		if obj.GetDeletionTimestamp() == nil { // not being deleted: its undo has reported why
			gone = false
		} else if err := r.Client.AwaitGone(ctx, ref); err != nil {
			return false, fmt.Errorf("%s: %w", stays(ref, obj), err)
		}
	}
	return gone, nil
}
