package world

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/steps/kube"
)

// release of a namespace waits for the finalizers in it, and nobody works off
// those that a manifest made up: letGo has the scenario take its own away again.
func (w *World) letGo(ref kube.Ref, obj *unstructured.Unstructured) {
	own := obj.GetFinalizers()
	if len(own) == 0 {
		return
	}
	w.Defer(fmt.Sprintf("finalizers of %s", ref), func(ctx context.Context) error {
		if w.kept {
			return nil
		}
		there, err := w.Run.Client.Get(ctx, ref)
		if err != nil || there == nil {
			return err
		}
		left := slices.DeleteFunc(there.GetFinalizers(), func(f string) bool { return slices.Contains(own, f) })
		patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"finalizers": left}})
		if err != nil {
			return fmt.Errorf("write the patch of %s: %w", ref, err)
		}
		if err := w.Run.Client.Writer(nil).Patch(ctx, ref, patch); !apierrors.IsNotFound(err) {
			return err
		}
		return nil
	})
}
