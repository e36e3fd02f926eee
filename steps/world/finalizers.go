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
// would look well otherwise. If this process dies before, the next run does it.
func (w *World) letGo(ctx context.Context, ref kube.Ref, obj *unstructured.Unstructured) error {
	own := obj.GetFinalizers()
	if len(own) == 0 {
		return nil
	}
	entry, err := w.Run.journal.add(ctx, ObjectUndo{
		Do: LetGo, Kind: ref.Kind.GVK, Namespace: ref.Namespace, Name: ref.Name, Finalizers: own,
	})
	if err != nil {
		return err
	}
	w.Defer(fmt.Sprintf("finalizers of %s", ref), func(ctx context.Context) error {
		if !w.kept {
			there, taken, err := w.Run.takeFinalizers(ctx, ref, own, madeBy(w.Run.ID, ref.Kind))
			if err != nil {
				return err
			}
			if len(taken) > 0 {
				w.Warn("%s", takenAway(ref, there, taken))
			}
		}
		return w.Run.journal.remove(ctx, entry)
	})
	return nil
}

// finalizerTries is how often an object is looked at again whose finalizers somebody has just changed.
const finalizerTries = 5

// takeFinalizers takes away those of the given finalizers that an object still has, when it is the one that is meant.
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

// takeFrom takes finalizers from a version of an object. When it has changed, the API server says so: the list of those
// that stay would bring back one that its controller has just taken away.
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

// takenAway says which finalizers the clean-up takes from an object, and how a scenario sees that their controller does.
func takenAway(ref kube.Ref, obj *unstructured.Unstructured, taken []string) string {
	says := fmt.Sprintf("the clean-up took the finalizer %s from %s", strings.Join(taken, ", "), ref)
	if obj.GetDeletionTimestamp() != nil {
		return says + ", which was deleted: its controller has not released it. To make sure of that, write: Then " + ref.String() + " does not exist"
	}
	return says + ": whether its controller releases it was not seen. To see that, write: When " + ref.String() + " is deleted, Then " + ref.String() + " does not exist"
}
