package observe

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
)

// ErrUnobserved is the error of a check that could not be judged because the watches did not show the state. That is a
// fault of the connection or of the API server, and no verdict on what runs in the cluster.
var ErrUnobserved = errors.New("the cluster could not be observed")

// Late says that the watches did not show a change that the API server had accepted.
type Late struct {
	Ref    kube.Ref
	Waited time.Duration
	Cause  error // the last error of the watch, nil if it had none
}

func (e *Late) Error() string {
	text := fmt.Sprintf("the API server accepted a change of %s, and the watch of %s did not show it within %s",
		e.Ref, e.Ref.Kind.GVR.GroupResource(), e.Waited.Round(100*time.Millisecond))
	if e.Cause != nil {
		text += fmt.Sprintf(" (%v)", e.Cause)
	}
	return text + ": what the cluster is like now is not known"
}

// Is makes it an [ErrUnobserved].
func (e *Late) Is(target error) bool { return target == ErrUnobserved }

// Unwrap returns the cause.
func (e *Late) Unwrap() error { return e.Cause }

// CatchUp returns when this timeline, and every other one that sees the objects, has observed the changes: the objects in
// the versions that the API server has returned, or newer ones; deleted objects as terminating or gone. It starts the
// watches that it needs, and sends no other request. When the context ends it returns a [Late].
func (t *Timeline) CatchUp(ctx context.Context, changes ...kube.Change) error {
	return t.source.catchUp(ctx, t, changes)
}

func (l live) catchUp(ctx context.Context, t *Timeline, changes []kube.Change) error {
	for _, change := range changes {
		if err := l.hub.catchUp(ctx, change, t.Ensure); err != nil {
			return err
		}
	}
	return nil
}

// CatchUpAll returns when this timeline has observed everything that the API server has now, of the kinds that it watches. It is
// for an action of which only others know what it has changed, such as a command, and sends one request for each kind and
// namespace. When the context ends it returns an [Unseen].
func (t *Timeline) CatchUpAll(ctx context.Context) error { return t.source.catchUpAll(ctx, t) }

func (live) catchUpAll(ctx context.Context, t *Timeline) error {
	return t.askAll(needs{all: true}, func(w *kindWatch, q question) error {
		_, err := w.comeTo(ctx, q)
		return err
	})
}

func (h *Hub) catchUp(ctx context.Context, change kube.Change, ensure func(context.Context, ...kube.Kind) error) error {
	began := time.Now()
	late := func(cause error) error { return &Late{Ref: change.Ref, Waited: time.Since(began), Cause: cause} }
	err := ensure(ctx, change.Ref.Kind)
	switch {
	case stopped(err), errors.Is(err, context.Canceled):
		return err
	case err != nil:
		return late(err)
	}
	for _, watch := range h.watchesOf(change.Ref) {
		err := watch.catchUp(ctx, change)
		if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
			_, trouble := watch.trouble()
			return late(trouble)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// watchesOf returns the watches that show an object: for each watched version of its API group, the watch of its namespace or
// of all namespaces.
func (h *Hub) watchesOf(ref kube.Ref) []*kindWatch {
	h.mu.Lock()
	defer h.mu.Unlock()
	var watches []*kindWatch
	for of, w := range h.watches {
		if of.gvr.GroupResource() == ref.Kind.GVR.GroupResource() && w.within(ref.Namespace) {
			watches = append(watches, w)
		}
	}
	return watches
}

// catchUp waits for a change. If the answer to the write had no version and the watch does not know the object, one more
// request tells how far the watch must come.
func (w *kindWatch) catchUp(ctx context.Context, change kube.Change) error {
	if change.Revision == "" && !w.knows(change) {
		_, err := w.comeTo(ctx, question{change.Ref.Namespace, change.Ref.Name})
		return err
	}
	return w.awaitChange(ctx, change)
}

func (w *kindWatch) knows(change kube.Change) bool {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	known := w.known.get(keyOf(change.Ref))
	return known != nil && known.GetUID() == change.UID
}

func (w *kindWatch) awaitChange(ctx context.Context, change kube.Change) error {
	for {
		moved, shown := w.shows(change)
		if shown {
			return nil
		}
		select {
		case <-moved:
		case <-w.ctx.Done():
			return w.ended()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// shows reports whether the watch has shown a change. If not, moved is closed on its next progress.
func (w *kindWatch) shows(change kube.Change) (moved <-chan struct{}, shown bool) {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	if w.holds(change) {
		return nil, true
	}
	if w.moved == nil {
		w.moved = make(chan struct{})
	}
	return w.moved, false
}

// holds is shows for a caller that holds the hub's lock.
func (w *kindWatch) holds(change kube.Change) bool {
	ref := change.Ref
	known := w.known.get(keyOf(ref))
	same := known != nil && known.GetUID() == change.UID
	switch {
	case same && change.Ending && known.GetDeletionTimestamp() != nil:
		return true
	case same && !change.Ending && known.GetResourceVersion() == change.Revision:
		return true
	case same && change.Ending:
		return false
	}
	// The object may be known in another version, be deleted again, or not be observed yet: the revision that the watch
	// has reached decides.
	return w.reached(number(change.Revision))
}

// reached reports whether the watch has shown everything up to a revision.
func (w *kindWatch) reached(revision uint64) bool {
	return w.store.listed && w.store.revision >= revision
}

// progressed wakes the callers that wait for progress of the watch. The caller holds the hub's lock.
func (w *kindWatch) progressed() {
	if w.moved != nil {
		close(w.moved)
		w.moved = nil
	}
}
