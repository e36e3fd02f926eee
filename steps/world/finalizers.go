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

// releaseFinalizers removes the scenario's own finalizers when it ends, because the deletion of its namespace waits for them
// and no controller handles finalizers that a manifest has invented. Each removal gives a warning: otherwise a controller that
// never removes its finalizer would go unnoticed. If this process dies before, the next run removes them.
func (w *World) releaseFinalizers(ctx context.Context, ref kube.Ref, obj *unstructured.Unstructured) error {
	return w.releaseFinalizersLater(ctx, ObjectUndo{Do: ReleaseFinalizers, Kind: ref.Kind.GVK, Namespace: ref.Namespace, Name: ref.Name, Finalizers: obj.GetFinalizers()}, ref.String(),
		func(ctx context.Context, own []string) error { return w.takeAway(ctx, ref, own) })
}

// releaseGeneratedFinalizers does the same for an object with generateName. If this process dies before it knows the name, the
// next run removes these finalizers from all objects of the kind that the scenario may have created.
func (w *World) releaseGeneratedFinalizers(ctx context.Context, kind kube.Kind, obj *unstructured.Unstructured) error {
	return w.releaseAllFinalizers(ctx, kind, obj.GetNamespace(), obj.GetFinalizers())
}

func (w *World) releaseAllFinalizers(ctx context.Context, kind kube.Kind, namespace string, finalizers []string) error {
	undo := ObjectUndo{Do: ReleaseAllFinalizers, Kind: kind.GVK, Namespace: namespace, Finalizers: finalizers}
	return w.releaseFinalizersLater(ctx, undo, fmt.Sprintf("objects of kind %s", kind), func(ctx context.Context, own []string) error {
		return w.Run.each(ctx, w.Run.ID, kind, undo.Namespace, func(ref kube.Ref) error { return w.takeAway(ctx, ref, own) })
	})
}

// releaseTemplateFinalizers does the same for objects that controllers create from the templates in an object: pods, and the
// PersistentVolumeClaims of a StatefulSet.
func (w *World) releaseTemplateFinalizers(ctx context.Context, obj *unstructured.Unstructured) error {
	for gvk, finalizers := range finalizersOfTemplates(obj) {
		kind, err := w.Run.Client.Kind(ctx, gvk)
		if err != nil {
			return fmt.Errorf("look up kind %s: %w", gvk.Kind, err)
		}
		if err := w.releaseAllFinalizers(ctx, kind, obj.GetNamespace(), finalizers); err != nil {
			return err
		}
	}
	return nil
}

// finalizersOfTemplates returns the finalizers in the templates of an object, by the kind that is created from the template.
func finalizersOfTemplates(obj *unstructured.Unstructured) map[schema.GroupVersionKind][]string {
	found := map[schema.GroupVersionKind][]string{}
	add := func(kind string, template map[string]any, path ...string) {
		finalizers, _, err := unstructured.NestedStringSlice(template, append(path, "metadata", "finalizers")...)
		if err == nil && len(finalizers) > 0 { // the API server rejects any other type
			gvk := schema.GroupVersionKind{Version: "v1", Kind: kind}
			found[gvk] = append(found[gvk], finalizers...)
		}
	}
	switch obj.GroupVersionKind().Group {
	case "apps", "batch", "":
		add("Pod", obj.Object, "spec", "template")
		add("Pod", obj.Object, "spec", "jobTemplate", "spec", "template")
	default:
		return nil
	}
	claims, _, err := unstructured.NestedSlice(obj.Object, "spec", "volumeClaimTemplates")
	if err != nil {
		return found
	}
	for _, claim := range claims {
		if template, ok := claim.(map[string]any); ok {
			add("PersistentVolumeClaim", template)
		}
	}
	return found
}

// releaseFinalizersLater journals finalizers before they are set, and registers their removal.
func (w *World) releaseFinalizersLater(ctx context.Context, undo ObjectUndo, of string, take func(ctx context.Context, own []string) error) error {
	if len(undo.Finalizers) == 0 {
		return nil
	}
	entry, err := w.Run.journal.add(ctx, undo)
	if err != nil {
		return err
	}
	w.Defer("finalizers of "+of, func(ctx context.Context) error {
		if !w.kept {
			if err := take(ctx, undo.Finalizers); err != nil {
				return err
			}
		}
		return w.Run.journal.remove(ctx, entry)
	})
	return nil
}

// takeAway removes the scenario's own finalizers from an object and warns.
func (w *World) takeAway(ctx context.Context, ref kube.Ref, own []string) error {
	there, taken, err := w.Run.takeFinalizers(ctx, ref, own, madeBy(w.Run.ID, ref.Kind))
	if len(taken) > 0 && err == nil {
		w.Warn("%s", takenAway(ref, there, taken))
	}
	return err
}

// each calls do for all objects of a kind that a run may have created: those in its own namespace, or those of a cluster-scoped
// kind with its label.
func (r *Run) each(ctx context.Context, run string, kind kube.Kind, namespace string, do func(kube.Ref) error) error {
	objects, err := r.madeOf(ctx, run, kind, namespace)
	errs := []error{err}
	for _, obj := range objects {
		errs = append(errs, do(kube.Ref{Kind: kind, Namespace: obj.GetNamespace(), Name: obj.GetName()}))
	}
	return errors.Join(errs...)
}

func (r *Run) madeOf(ctx context.Context, run string, kind kube.Kind, namespace string) ([]*unstructured.Unstructured, error) {
	if !kind.Namespaced {
		return r.labelled(ctx, run, kind, "")
	}
	return r.Client.List(ctx, kind, namespace)
}

// finalizerTries limits the attempts to remove finalizers from an object that is being changed concurrently.
const finalizerTries = 5

// takeFinalizers removes those of the finalizers that the object still has, if meant accepts it.
func (r *Run) takeFinalizers(ctx context.Context, ref kube.Ref, own []string, meant func(*unstructured.Unstructured) bool) (
	there *unstructured.Unstructured, taken []string, err error) {
	for range finalizerTries {
		there, err = r.Client.Get(ctx, ref)
		if err != nil || there == nil || !meant(there) {
			return nil, nil, err
		}
		if taken, err = r.takeFrom(ctx, ref, there, own); !apierrors.IsConflict(err) {
			break
		}
	}
	return there, taken, err
}

// takeFrom removes finalizers from one version of an object. If the object has changed, the API server reports a conflict:
// otherwise the patch could restore a finalizer that a controller has just removed.
func (r *Run) takeFrom(ctx context.Context, ref kube.Ref, there *unstructured.Unstructured, own []string) (taken []string, err error) {
	var left []string
	for _, f := range there.GetFinalizers() {
		if slices.Contains(own, f) {
			taken = append(taken, f)
		} else {
			left = append(left, f)
		}
	}
	if len(taken) == 0 {
		return nil, nil
	}
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"finalizers": left, "resourceVersion": there.GetResourceVersion()}})
	if err != nil {
		return nil, fmt.Errorf("write the patch of %s: %w", ref, err)
	}
	if err := r.Client.Writer(nil, nil).Patch(ctx, ref, patch); err != nil && !apierrors.IsNotFound(err) {
		return nil, err
	}
	return taken, nil
}

// takenAway describes which finalizers the clean-up removed from an object, and how a scenario can verify that their controller
// removes them.
func takenAway(ref kube.Ref, obj *unstructured.Unstructured, taken []string) string {
	says := fmt.Sprintf("the clean-up took the finalizer %s from %s", strings.Join(taken, ", "), ref)
	if obj.GetDeletionTimestamp() != nil {
		return says + ", which was deleted: its controller has not released it. To make sure of that, write: Then " + ref.String() + " does not exist"
	}
	return says + ": whether its controller releases it was not seen. To see that, write: When " + ref.String() + " is deleted, Then " + ref.String() + " does not exist"
}
