package world

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/kube"
)

// EndSetUp is called in the world of a set-up after its last step. If all steps have passed, scenarios and other runs may use
// the objects of the set-up, and objects that only an earlier version of it had created are removed.
func (w *World) EndSetUp(ctx context.Context, passed bool, content string) error {
	s := w.Run.setUp
	if s == nil || !s.begun || w.Scenario.SetUp == nil {
		return nil
	}
	if passed {
		s.mu.Lock()
		s.ready = true
		s.namespaces = slices.Sorted(maps.Keys(w.namespaces))
		maps.Copy(s.applied, w.applied)
		s.mu.Unlock()
	}
	if s.reused {
		if passed && s.Changes {
			return s.update(ctx, w.Run, func(next *setUpRecord) { next.Changed = true })
		}
		return nil
	}
	next := s.record
	next.Busy = ""
	if passed {
		stale := slices.DeleteFunc(slices.Clone(s.record.Objects), func(o setUpObject) bool { return slices.Contains(s.wanted, o) })
		if err := w.Run.removeSetUp(ctx, s, stale); err != nil {
			return fmt.Errorf("remove what the set-up does not have any more: %w", err)
		}
		owned, err := w.Run.ownedOf(ctx, s.wanted)
		if err != nil {
			return fmt.Errorf("look at what is set up: %w", err)
		}
		next.Content, next.Changed, next.Objects, next.Owned = content, s.Changes, s.wanted, owned
	}
	return s.write(ctx, w.Run, next, s.version)
}

// update changes the record, and retries after conflicts with other runs.
func (s *setUp) update(ctx context.Context, r *Run, change func(*setUpRecord)) error {
	for {
		found, version, err := r.readSetUp(ctx, setUpPrefix+s.ID)
		if err != nil || found == nil {
			return err
		}
		change(found)
		if err := s.write(ctx, r, *found, version); !apierrors.IsConflict(err) || ctx.Err() != nil {
			return err
		}
	}
}

// CloseSetUp ends the run's use of its set-up. The set-up is removed, in the reverse order of its creation, unless another run
// uses it or it is to be kept.
func (r *Run) CloseSetUp(ctx context.Context, past Past) error {
	s := r.setUp
	if s == nil || !s.begun {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, r.Timeouts.Finish)
	defer cancel()
	for {
		found, version, err := r.readSetUp(ctx, setUpPrefix+s.ID)
		if err != nil || found == nil {
			return err
		}
		others, err := aliveBut(ctx, past, r.ID, found.Users)
		if err != nil {
			return fmt.Errorf("look for other runs that use the set-up: %w", err)
		}
		next := *found
		next.Users, next.Keep = others, found.Keep || s.Keep
		if next.Busy == r.ID {
			next.Busy = ""
		}
		remove := len(others) == 0 && !next.Keep && next.Busy == ""
		if remove {
			next.Busy, next.Content = r.ID, ""
		}
		err = s.write(ctx, r, next, version)
		switch {
		case apierrors.IsConflict(err) && ctx.Err() == nil:
			continue
		case err != nil:
			return err
		case remove:
			return r.removeAll(ctx, s)
		case len(others) > 0:
			r.Note("the set-up stays: run %s uses it", others[0])
		}
		return nil
	}
}

// removeAll removes a set-up that has no other users, and its record.
func (r *Run) removeAll(ctx context.Context, s *setUp) error {
	if err := r.removeSetUp(ctx, s, s.record.Objects); err != nil {
		return fmt.Errorf("remove the set-up: %w; the next run tries again", err)
	}
	same := metav1.Preconditions{ResourceVersion: &s.version}
	err := r.Client.Typed().CoreV1().ConfigMaps(SystemNamespace).Delete(ctx, setUpPrefix+s.ID, metav1.DeleteOptions{Preconditions: &same})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("remove the record of the set-up: %w", err)
	}
	return nil
}

// removeSetUp deletes objects of a set-up, the newest first, and waits until they are gone. If an object has finalizers, it
// waits before it deletes older objects, because these may include the controller that handles the finalizers.
func (r *Run) removeSetUp(ctx context.Context, s *setUp, objects []setUpObject) error {
	var errs []error
	var left []kube.Ref
	for _, o := range slices.Backward(objects) {
		kind, err := r.Client.Kind(ctx, o.Kind)
		if errors.As(err, new(*kube.UnknownKindError)) {
			continue // its CustomResourceDefinition is gone, and so are all objects of the kind
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		ref := kube.Ref{Kind: kind, Namespace: o.Namespace, Name: o.Name}
		waits, err := r.removeOne(ctx, s, ref)
		errs = append(errs, err)
		if waits {
			left = append(left, ref)
		}
	}
	for _, ref := range left {
		errs = append(errs, r.awaitRemoved(ctx, ref))
	}
	return errors.Join(errs...)
}

// removeOne deletes an object; waits means that it existed and may still exist.
func (r *Run) removeOne(ctx context.Context, s *setUp, ref kube.Ref) (waits bool, err error) {
	obj, err := r.Client.Get(ctx, ref)
	if err != nil || obj == nil || !s.has(obj) {
		return false, err
	}
	if _, err := r.Client.Writer(nil, nil).DeleteIf(ctx, ref, s.has); err != nil {
		return false, err
	}
	switch {
	case ref.Kind.GVK == namespaceKind:
		return true, r.hurry(ctx, ref.Name)
	case len(obj.GetFinalizers()) > 0:
		return false, r.awaitRemoved(ctx, ref)
	}
	return true, nil
}

func (r *Run) awaitRemoved(ctx context.Context, ref kube.Ref) error {
	bounded, cancel := context.WithTimeout(ctx, r.Timeouts.Undo)
	defer cancel()
	err := r.Client.AwaitGone(bounded, ref)
	if err == nil {
		return nil
	}
	if obj, getErr := r.Client.Get(ctx, ref); getErr == nil && obj != nil && len(obj.GetFinalizers()) > 0 {
		return errors.New(stays(ref, obj))
	}
	return err
}

// hurry deletes the pods of a terminating namespace with a grace period of one second, like [World.release].
func (r *Run) hurry(ctx context.Context, namespace string) error {
	grace := int64(1)
	err := r.Client.Typed().CoreV1().Pods(namespace).DeleteCollection(ctx, metav1.DeleteOptions{GracePeriodSeconds: &grace}, metav1.ListOptions{})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("shorten the grace period of the pods in %s: %w", namespace, err)
	}
	return nil
}

// RepairSetUps removes the set-ups of dead runs, unless they are to be kept. It skips the set-up with the ID own, which this
// run handles itself.
func (r *Run) RepairSetUps(ctx context.Context, past Past, own string) error {
	list, err := r.Client.Typed().CoreV1().ConfigMaps(SystemNamespace).List(ctx, metav1.ListOptions{LabelSelector: LabelSetUp})
	if err != nil {
		return fmt.Errorf("look for set-ups that another run left: %w", err)
	}
	var errs []error
	for i := range list.Items {
		m := &list.Items[i]
		id := m.Labels[LabelSetUp]
		if id == own || m.Name != setUpPrefix+id {
			continue
		}
		record, err := recordIn(m)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		users, err := aliveBut(ctx, past, r.ID, append(slices.Clone(record.Users), record.Busy))
		if err != nil || len(users) > 0 || record.Keep {
			errs = append(errs, err)
			continue
		}
		left := &setUp{SetUp: SetUp{ID: id}}
		next := *record
		next.Users, next.Busy, next.Content = nil, r.ID, ""
		if err := left.write(ctx, r, next, m.ResourceVersion); err != nil {
			if !apierrors.IsConflict(err) { // after a conflict, another run does it
				errs = append(errs, err)
			}
			continue
		}
		if err := r.removeAll(ctx, left); err != nil {
			errs = append(errs, err)
			continue
		}
		r.Note("removed the set-up %s, which a run left", id)
	}
	return errors.Join(errs...)
}
