package world

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// Patch changes an object, or its status, with a patch. Finalizers that it adds are removed at the end of the scenario, like
// those of a manifest.
func (w *World) Patch(ctx context.Context, ref kube.Ref, patch kube.PatchBody, finalizers bool, subresource ...string) error {
	if finalizers {
		if err := w.releasePatchedFinalizers(ctx, ref, patch, subresource...); err != nil {
			return err
		}
	}
	return w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
		changed, err := to.Change(ctx, ref, patch, subresource...)
		if err != nil {
			return err
		}
		return w.markAgain(ctx, to, ref, changed)
	})
}

// markAgain restores the labels and annotations by which a later run finds what this run has left, if a patch has removed them.
func (w *World) markAgain(ctx context.Context, to *kube.Writer, ref kube.Ref, changed *unstructured.Unstructured) error {
	labels, annotations := w.marks(ref)
	if holds(changed.GetLabels(), labels) && holds(changed.GetAnnotations(), annotations) {
		return nil
	}
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"labels": labels, "annotations": annotations}})
	if err != nil {
		return fmt.Errorf("write the labels of %s: %w", ref, err)
	}
	return to.Patch(ctx, ref, patch)
}

// marks returns the labels and annotations of a namespace or a cluster-scoped object that the scenario created; none for other
// objects.
func (w *World) marks(ref kube.Ref) (labels, annotations map[string]string) {
	if _, made := w.created[ref]; made && w.Scenario.SetUp == nil {
		obj := &unstructured.Unstructured{Object: map[string]any{}}
		w.label(obj)
		return obj.GetLabels(), obj.GetAnnotations()
	}
	if ref.Kind.GVK != namespaceKind || w.visited[ref.Name] {
		return nil, nil
	}
	for alias, name := range w.namespaces {
		if name == ref.Name {
			return w.namespaceLabels(alias), nil
		}
	}
	return nil, nil
}

// holds reports whether all contains everything in some.
func holds(all, some map[string]string) bool {
	for key, value := range some {
		if all[key] != value {
			return false
		}
	}
	return true
}

// releasePatchedFinalizers finds the finalizers with a dry run, because a patch does not always show the result.
func (w *World) releasePatchedFinalizers(ctx context.Context, ref kube.Ref, patch kube.PatchBody, subresource ...string) error {
	if _, err := w.permit(kube.Changes, ref); err != nil {
		return err
	}
	before, err := w.Run.Client.Get(ctx, ref)
	if err != nil || before == nil {
		return err // the patch itself reports a missing object
	}
	after, err := w.Run.Client.TryPatch(ctx, ref, patch, subresource...)
	if err != nil {
		return w.Decided(err)
	}
	added := &unstructured.Unstructured{}
	added.SetFinalizers(slices.DeleteFunc(after.GetFinalizers(), func(f string) bool { return slices.Contains(before.GetFinalizers(), f) }))
	if err := w.releaseFinalizers(ctx, ref, added); err != nil {
		return fmt.Errorf("note the finalizers of %s: %w", ref, err)
	}
	return w.releaseTemplateFinalizers(ctx, after)
}
