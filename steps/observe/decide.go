package observe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// recovery is how long after the end of a span the watches may take to come back and show what was in it.
const recovery = 15 * time.Second

// decided returns when a claim about the time from a moment until now can be judged, whose check has held so far, by the
// kinds that the check has read. It asks nothing of the cluster unless a watch was down. When one was, it waits until that
// is back and shows what the API server has, so that the check sees what came late; it tells of that time.
func (t *Timeline) decided(ctx context.Context, from time.Time, needs needs) (*Blind, error) {
	if t.tape != nil || !needs.all && len(needs.kinds) == 0 {
		return nil, nil
	}
	within, cancel := context.WithTimeout(ctx, recovery)
	defer cancel()
	var last *Blind
	for _, b := range t.hub.Blinds(from, needs.named()...) {
		if b.Missed {
			return &b, &Unseen{b, unknown}
		}
		if err := t.hub.regain(within, b); err != nil {
			return &b, cmp.Or(ctx.Err(), err)
		}
		last = &b
	}
	if last == nil {
		return nil, nil
	}
	for _, b := range t.hub.Blinds(from, needs.named()...) {
		if b.Missed || b.To.IsZero() {
			return &b, &Unseen{b, unknown}
		}
	}
	return last, nil
}

const unknown = "what was so meanwhile is not known"

// regain returns when the watch of a kind shows all that the API server has now: the versions of all objects, and that
// others are gone. A watch that goes on where it ended has then shown everything from before, too.
func (h *Hub) regain(ctx context.Context, b Blind) error {
	for _, w := range h.watchesOf(b.Kind) {
		for _, scope := range w.scopes {
			err := w.regain(ctx, scope)
			switch {
			case errors.Is(err, ErrStopped):
				return err
			case err != nil:
				return &Unseen{b, fmt.Sprintf("it has not shown what was so meanwhile (%v)", err)}
			}
		}
	}
	return nil
}

func (w *kindWatch) regain(ctx context.Context, scope string) error {
	if err := w.until(ctx, func() bool { return !w.isDown(scope) }); err != nil {
		return err
	}
	list, err := w.hub.client.Dynamic().Resource(w.kind.GVR).Namespace(scope).List(ctx, metav1.ListOptions{})
	if err != nil {
		return fmt.Errorf("list %s: %w", w.kind.GVR.GroupResource(), err)
	}
	there := map[objectKey]types.UID{}
	versions := map[types.UID]string{}
	for i := range list.Items {
		obj := &list.Items[i]
		there[objectKey{w.kind.GVR.GroupResource(), obj.GetNamespace(), obj.GetName()}] = obj.GetUID()
		versions[obj.GetUID()] = obj.GetResourceVersion()
	}
	at := number(list.GetResourceVersion())
	return w.until(ctx, func() bool { return w.reached(scope, at) || w.showsAll(scope, there, versions) })
}

// showsAll tells whether the watch has come to a list. What is newer than the list shows that as well. The caller holds the hub's lock.
func (w *kindWatch) showsAll(scope string, there map[objectKey]types.UID, versions map[types.UID]string) bool {
	for key, uid := range there {
		obj := w.known[key]
		if obj == nil || obj.GetUID() != uid || revisionOf(obj) < number(versions[uid]) {
			return false
		}
	}
	for key := range w.known {
		if _, listed := there[key]; !listed && (scope == "" || key.namespace == scope) {
			return false
		}
	}
	return true
}

func (w *kindWatch) isDown(scope string) bool {
	for _, s := range w.stores {
		if s.namespace == scope && s.down != nil {
			return true
		}
	}
	return false
}

// until waits for something that the watch shows. The condition is asked under the hub's lock.
func (w *kindWatch) until(ctx context.Context, shown func() bool) error {
	for {
		moved := w.movedUnless(shown)
		if moved == nil {
			return nil
		}
		select {
		case <-moved:
		case <-w.hub.ctx.Done():
			return ErrStopped
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (w *kindWatch) movedUnless(shown func() bool) <-chan struct{} {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	if shown() {
		return nil
	}
	if w.moved == nil {
		w.moved = make(chan struct{})
	}
	return w.moved
}
