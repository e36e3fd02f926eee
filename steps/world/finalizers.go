package world

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/steps/kube"
)

// letGo has the scenario take its own finalizers away at its end: the release of a namespace waits for those in it, and
// nobody works off what a manifest made up. What is taken away is said, as a controller that never releases the object
// would look well otherwise.
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
		if err != nil || there == nil || !ref.Kind.Namespaced && !w.mine(there) {
			return err
		}
		var left, taken []string
		for _, f := range there.GetFinalizers() {
			if slices.Contains(own, f) {
				taken = append(taken, f)
			} else {
				left = append(left, f)
			}
		}
		if len(taken) == 0 {
			return nil
		}
		w.Warn("%s", takenAway(ref, there, taken))
		patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"finalizers": left}})
		if err != nil {
			return fmt.Errorf("write the patch of %s: %w", ref, err)
		}
		if err := w.Run.Client.Writer(nil, nil).Patch(ctx, ref, patch); !apierrors.IsNotFound(err) {
			return err
		}
		return nil
	})
}

// takenAway says which finalizers the clean-up takes from an object, and how a scenario sees that their controller does.
func takenAway(ref kube.Ref, obj *unstructured.Unstructured, taken []string) string {
	says := fmt.Sprintf("the clean-up took the finalizer %s from %s", strings.Join(taken, ", "), ref)
	if obj.GetDeletionTimestamp() != nil {
		return says + ", which was deleted: its controller has not released it. To make sure of that, write: Then " + ref.String() + " does not exist"
	}
	return says + ": whether its controller releases it was not seen. To see that, write: When " + ref.String() + " is deleted, Then " + ref.String() + " does not exist"
}
