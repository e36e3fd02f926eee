package ownstep

import (
	"context"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/step"
)

// errNoAction is the error of a change by a step that a replay and the checks before a run take for a check.
var errNoAction = errors.New("the step changes the cluster, and its definition does not say so: set Acts to true")

// Apply applies a manifest with server-side apply. Like a manifest of a feature, it is applied to the scenario's namespace, with the
// images of this cluster, and is removed at the end of the scenario. The step's definition needs Acts, and Rights for the kinds.
func Apply(ctx context.Context, w *World, manifest string) error {
	if !step.Acts(ctx) {
		return errNoAction
	}
	m, err := kube.ParseManifest("the manifest of the step", []byte(manifest))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	return w.Apply(ctx, m)
}

// Patch changes an object like kubectl patch: the patch is YAML or JSON, either fields to merge or a list of operations (JSON patch).
// subresource, if given, is the one that is changed, such as "status". If the object does not exist yet, Patch waits for it. The
// step's definition needs Acts, and Rights to patch the kind.
func Patch(ctx context.Context, w *World, object Object, patch string, subresource ...string) error {
	if !step.Acts(ctx) {
		return errNoAction
	}
	p, err := kube.ParsePatch("the patch of the step", []byte(patch))
	if err != nil {
		return err
	}
	body := p.Image(w.Run.Image).For(object.Kind, false)
	return assert.OnceThere(ctx, w, object.Ref, func(ctx context.Context) error {
		return w.Patch(ctx, object.Ref, body, p.Mentions("finalizers"), subresource...)
	})
}

// Delete deletes an object; it does not wait until it is gone. If the object does not exist yet, Delete waits for it. The step's
// definition needs Acts, and Rights to delete the kind.
func Delete(ctx context.Context, w *World, object Object) error {
	if !step.Acts(ctx) {
		return errNoAction
	}
	return assert.OnceThere(ctx, w, object.Ref, func(ctx context.Context) error {
		return w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
			found, err := to.Delete(ctx, object.Ref)
			if err == nil && !found {
				err = fmt.Errorf("delete %s: %w", object.Ref, assert.ErrAbsent)
			}
			return err
		})
	})
}
