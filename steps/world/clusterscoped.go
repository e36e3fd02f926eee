package world

import (
	"context"
	"errors"
	"fmt"
	"maps"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
)

// applyShared applies a cluster-scoped object, which all scenarios share and which is not deleted with a namespace. The first
// time it is created instead of applied, so that only one of several scenarios succeeds. An existing object of somebody else is
// rejected: the scenario would change it for everybody, and the clean-up would delete it.
func (w *World) applyShared(ctx context.Context, to *kube.Writer, ref kube.Ref, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	if w.Run.Allows(ref) {
		return to.Apply(ctx, obj)
	}
	w.label(obj)
	there, err := w.stillThere(ctx, ref)
	if err != nil {
		return nil, err
	}
	if there {
		return to.Apply(ctx, obj)
	}
	for {
		made, err := to.Create(ctx, ref, obj)
		if apierrors.IsAlreadyExists(err) {
			if made, err = w.inTheWay(ctx, ref); err == nil && made == nil {
				continue
			}
		}
		w.madeShared(ref, made, err)
		return made, err
	}
}

// stillThere reports whether the object that the scenario created with this name exists and is not being deleted.
func (w *World) stillThere(ctx context.Context, ref kube.Ref) (bool, error) {
	uid, made := w.created[ref]
	if !made {
		return false, nil
	}
	there, err := w.Run.Client.Get(ctx, ref)
	if err != nil {
		return false, err
	}
	return there != nil && there.GetUID() == uid && there.GetDeletionTimestamp() == nil, nil
}

// inTheWay handles an object that exists already. It returns the object if this scenario has created it, but the response was
// lost; it returns nil if the object was being deleted and is gone now.
func (w *World) inTheWay(ctx context.Context, ref kube.Ref) (*unstructured.Unstructured, error) {
	there, err := w.Run.Client.Get(ctx, ref)
	switch {
	case err != nil || there == nil:
		return nil, err
	case there.GetDeletionTimestamp() == nil && w.mine(there):
		return there, nil
	case there.GetDeletionTimestamp() == nil || !w.made(there):
		return nil, taken(ref, there.GetLabels())
	}
	if err := w.Run.Client.AwaitGone(ctx, ref); err != nil {
		return nil, fmt.Errorf("wait for %s of before to go: %w", ref, err)
	}
	return nil, nil
}

// madeShared records the creation of a cluster-scoped object. If the response was lost, the object may exist.
func (w *World) madeShared(ref kube.Ref, made *unstructured.Unstructured, err error) {
	if err == nil {
		w.created[ref] = made.GetUID()
	}
	if err == nil || lost(err) {
		w.deleteAtEnd(ref)
	}
}

// lost reports whether the result of a write is unknown, so that the API server may have executed it.
func lost(err error) bool {
	_, refused := errors.AsType[*kube.ApplyError](err)
	return err != nil && !refused && !errors.Is(err, ErrNotOurs) && !errors.Is(err, errTaken)
}

// annotationMadeBy identifies the attempt at a scenario that created a cluster-scoped object.
const annotationMadeBy = "gherkind/made-by"

// label marks a cluster-scoped object as one of this scenario.
func (w *World) label(obj *unstructured.Unstructured) {
	labels, annotations := map[string]string{}, map[string]string{}
	maps.Copy(labels, obj.GetLabels())
	maps.Copy(annotations, obj.GetAnnotations())
	labels[LabelRun], labels[LabelScenario] = w.Run.ID, slug(w.Scenario.Name, 63)
	annotations[annotationMadeBy] = namespaceName(w.Run.ID, w.Scenario, "")
	obj.SetLabels(labels)
	obj.SetAnnotations(annotations)
}

// mine reports whether this attempt at the scenario created the object.
func (w *World) mine(obj *unstructured.Unstructured) bool {
	return obj.GetAnnotations()[annotationMadeBy] == namespaceName(w.Run.ID, w.Scenario, "")
}

// deleteAtEnd registers the deletion of an object that this scenario created. It identifies the object by its UID: another
// object with the same name is not deleted, and a step may have removed the labels and annotations with a patch.
func (w *World) deleteAtEnd(ref kube.Ref) {
	uid, known := w.created[ref]
	w.Defer(ref.String(), func(ctx context.Context) error {
		_, err := w.Run.Client.Writer(nil, nil).DeleteIf(ctx, ref, func(obj *unstructured.Unstructured) bool {
			return known && obj.GetUID() == uid || w.mine(obj)
		})
		return err
	})
}

// made reports whether any attempt at this scenario created the object.
func (w *World) made(obj *unstructured.Unstructured) bool {
	labels := obj.GetLabels()
	return labels[LabelRun] == w.Run.ID && labels[LabelScenario] == slug(w.Scenario.Name, 63)
}

var errTaken = errors.New("give it another name here")

func taken(ref kube.Ref, labels map[string]string) error {
	if labels[LabelRun] == "" {
		return fmt.Errorf("%s is in the cluster already and not made by gherkind, so a scenario may not replace it: %w, "+
			"or run with --allow-changes %s, which nothing undoes", ref, errTaken, AllowedName(ref))
	}
	return fmt.Errorf("%s of scenario %q (run %s) is in the cluster: %w, tag both scenarios @exclusive, "+
		"or delete it when that run has crashed", ref, labels[LabelScenario], labels[LabelRun], errTaken)
}

func (w *World) awaitEstablished(ctx context.Context, ref kube.Ref) error {
	err := w.Timeline.Until(ctx, func(v observe.View) observe.Verdict {
		return observe.Verdict{Met: hasCondition(v.Get(ref), "Established"), Saw: "it is not established"}
	})
	if err != nil {
		return fmt.Errorf("await %s: %w", ref, err)
	}
	return w.awaitServed(ctx, ref)
}

// awaitServed waits until the API server serves the kinds of an established definition. They appear in discovery a moment
// later, and discovery cannot be watched.
func (w *World) awaitServed(ctx context.Context, ref kube.Ref) error {
	obj, err := w.Run.Client.Get(ctx, ref)
	if err != nil || obj == nil {
		return err // it may be deleted already
	}
	kinds, err := kube.DefinedKinds(obj)
	if err != nil {
		return err
	}
	for _, gvk := range kinds {
		err := probe.Until(ctx, probe.Wall{}, nil, func(ctx context.Context) error {
			_, err := w.Run.Client.Kind(ctx, gvk)
			return err
		})
		if err != nil {
			return fmt.Errorf("await the kind that %s defines: %w", ref, err)
		}
	}
	return nil
}

func hasCondition(obj *unstructured.Unstructured, condition string) bool {
	return kube.Condition(obj, condition)["status"] == "True"
}

// deleteAllAtEnd registers the deletion of the objects of a kind that this scenario has created with names that it does not
// know.
func (w *World) deleteAllAtEnd(kind kube.Kind) {
	w.Defer(fmt.Sprintf("objects of kind %s", kind), func(ctx context.Context) error {
		list, err := w.Run.Client.List(ctx, kind, "")
		errs := []error{err}
		for _, obj := range list {
			if w.mine(obj) {
				_, err := w.Run.Client.Writer(nil, nil).DeleteIf(ctx, kube.Ref{Kind: kind, Name: obj.GetName()}, w.mine)
				errs = append(errs, err)
			}
		}
		return errors.Join(errs...)
	})
}
