package world

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/gherkind/gherkind/internal/kube"
)

// buried notes that a run is dead.
func (r *Run) buried(run string) {
	if !slices.Contains(r.dead, run) {
		r.dead = append(r.dead, run)
	}
}

// sweepAll deletes what dead runs have made of any cluster-scoped kind. Most of it stands in their journals, and is gone by
// now; a journal may be lost, or have been taken away with gherkind's namespace. Kinds that this run may not read it does
// not ask for.
func (r *Run) sweepAll(ctx context.Context) error {
	if len(r.dead) == 0 {
		return nil
	}
	kinds, err := r.Client.ClusterScoped()
	if err != nil {
		return fmt.Errorf("look for what runs left that died: %w", err)
	}
	var errs []error
	for _, kind := range kinds {
		if kind.GVK == namespaceKind {
			continue // they have been looked at, and some are kept
		}
		errs = append(errs, r.sweepOf(ctx, kind))
	}
	r.dead = nil
	return errors.Join(errs...)
}

// sweepOf deletes what the dead runs have made of a kind.
func (r *Run) sweepOf(ctx context.Context, kind kube.Kind) error {
	left, err := r.Client.ListLabelled(ctx, kind, LabelRun+" in ("+strings.Join(r.dead, ",")+")")
	switch {
	case apierrors.IsNotFound(err), apierrors.IsMethodNotSupported(err), kube.MissingRight(err) != nil:
		return nil //nolint:nilerr // there is nothing of this kind that this run could see or remove
	case err != nil:
		return err
	}
	var errs []error
	for _, obj := range left {
		if obj.GetDeletionTimestamp() == nil {
			errs = append(errs, r.sweepObject(ctx, obj.GetLabels()[LabelRun], kube.Ref{Kind: kind, Name: obj.GetName()}))
		}
	}
	return errors.Join(errs...)
}
