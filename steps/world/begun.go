package world

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// begun are descriptions of what the scenarios of a run have done and not yet undone. It is safe for concurrent use.
type begun struct {
	mu    sync.Mutex
	count int
	what  map[int]string
}

// add records something. done must be called when it is undone.
func (b *begun) add(what string) (done func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.what == nil {
		b.what = map[int]string{}
	}
	b.count++
	key := b.count
	b.what[key] = what
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.what, key)
	}
}

func (b *begun) newestFirst() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var what []string
	for _, key := range slices.Backward(slices.Sorted(maps.Keys(b.what))) {
		what = append(what, b.what[key])
	}
	return what
}

// Left returns, at any time, what still has to be undone, newest first, and which namespaces still have to be deleted, for the
// case that the run ends before that.
func (r *Run) Left(ctx context.Context) []string {
	left := r.begun.newestFirst()
	kind, err := r.Client.Kind(ctx, namespaceKind) // cached since Prepare
	if err != nil {
		return left
	}
	timeline := r.Hub.Timeline()
	defer timeline.Close()
	timeline.View(func(v observe.View) {
		for _, name := range r.pendingNames() {
			if v.Get(kube.Ref{Kind: kind, Name: name}) != nil {
				left = append(left, "namespace "+name+" (its deletion has been asked for)")
			}
		}
	})
	return left
}
