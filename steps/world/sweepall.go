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

// buried records that a run is dead.
func (r *Run) buried(run string) {
	if !slices.Contains(r.dead, run) {
		r.dead = append(r.dead, run)
	}
}

// sweepAll deletes the objects of dead runs of all cluster-scoped kinds. Most of them were in the journals and are gone by now,
// but a journal may have been lost, or deleted with gherkind's namespace. Kinds that this run may not list are skipped.
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
			continue // already handled; some are kept
		}
		errs = append(errs, r.sweepOf(ctx, kind))
	}
	r.dead = nil
	return errors.Join(errs...)
}

// sweepOf deletes the objects of a kind that the dead runs have created.
func (r *Run) sweepOf(ctx context.Context, kind kube.Kind) error {
	left, err := r.Client.ListLabelled(ctx, kind, "", LabelRun+" in ("+strings.Join(r.dead, ",")+")")
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
