package world

import (
	"context"
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// Patch changes an object, or its status, by a patch. Finalizers that it brings are taken away at the scenario's end, as
// those of a manifest are.
func (w *World) Patch(ctx context.Context, ref kube.Ref, patch kube.PatchBody, finalizers bool, subresource ...string) error {
	if finalizers {
		if err := w.letGoOfPatched(ctx, ref, patch, subresource...); err != nil {
			return err
		}
	}
	return w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
		_, err := to.Change(ctx, ref, patch, subresource...)
		return err
	})
}

// letGoOfPatched asks the server what would become of the object, as a patch need not show that.
func (w *World) letGoOfPatched(ctx context.Context, ref kube.Ref, patch kube.PatchBody, subresource ...string) error {
	if _, err := w.permit(kube.Changes, ref); err != nil {
		return err
	}
	before, err := w.Run.Client.Get(ctx, ref)
	if err != nil || before == nil {
		return err // the patch itself says that there is none
	}
	after, err := w.Run.Client.TryPatch(ctx, ref, patch, subresource...)
	if err != nil {
		return w.Decided(err)
	}
	added := &unstructured.Unstructured{}
	added.SetFinalizers(slices.DeleteFunc(after.GetFinalizers(), func(f string) bool { return slices.Contains(before.GetFinalizers(), f) }))
	if err := w.letGo(ctx, ref, added); err != nil {
		return fmt.Errorf("note the finalizers of %s: %w", ref, err)
	}
	return w.letGoOfTemplates(ctx, after)
}
