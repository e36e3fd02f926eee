package observe

import (
	"context"
	"sync"
	"time"

	"github.com/go-logr/logr"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
)

// Options of a Hub.
type Options struct {
	// Scoped watches namespaced kinds only in the namespaces of the timelines, with one watch each, instead of in the whole
	// cluster. It is for clusters that contain much more than what the run creates.
	Scoped bool
	// Log receives the messages of the watches; the zero value drops them.
	Log logr.Logger
}

// Hub holds the watches of a run and passes their observations to the timelines.
type Hub struct {
	client *kube.Client
	opts   Options
	ctx    context.Context //nolint:containedctx // the watches live as long as the hub, not as one call
	cancel context.CancelFunc
	group  sync.WaitGroup
	source source

	recovery time.Duration // see the constant

	mu        sync.Mutex
	seq       uint64
	watches   map[scope]*kindWatch
	timelines map[*Timeline]bool
}

// NewHub creates a hub without watches; see [Hub.Ensure]. It lives until Stop is called or the context ends.
func NewHub(ctx context.Context, client *kube.Client, opts Options) *Hub {
	h := newHub(ctx, client, opts)
	h.source = live{h}
	return h
}

// newHub creates a hub without a source.
func newHub(ctx context.Context, client *kube.Client, opts Options) *Hub {
	if opts.Log.GetSink() == nil {
		opts.Log = logr.Discard()
	}
	ctx, cancel := context.WithCancel(ctx)
	return &Hub{
		client: client, opts: opts, ctx: ctx, cancel: cancel, recovery: recovery,
		watches:   map[scope]*kindWatch{},
		timelines: map[*Timeline]bool{},
	}
}

// Stop ends all watches and waits, and returns when no goroutine of the hub runs.
func (h *Hub) Stop() {
	h.cancel()
	h.group.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	for t := range h.timelines {
		t.end(ErrStopped)
	}
	clear(h.timelines)
}

// Timeline opens a timeline of the given namespaces and of all cluster-scoped objects. Namespaces can be added later.
// [metav1.NamespaceAll] stands for all namespaces, including future ones.
func (h *Hub) Timeline(namespaces ...string) *Timeline {
	t := &Timeline{
		hub: h, source: h.source, opened: h.source.now(), namespaces: map[string]bool{}, kinds: map[schema.GroupVersionResource]asked{},
		state: newState(), waiters: map[*waiter]bool{},
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, ns := range namespaces {
		t.namespaces[ns] = true
	}
	h.timelines[t] = true
	h.open(t)
	return t
}

// open passes to a new timeline what is already known.
func (h *Hub) open(t *Timeline) {
	for _, w := range h.watches {
		if !w.serves(t) {
			continue
		}
		if t.namespaces[metav1.NamespaceAll] {
			for namespace := range w.known.namespaces {
				h.replay(t, w, namespace)
			}
		} else {
			h.replay(t, w, "")
			for namespace := range t.namespaces {
				h.replay(t, w, namespace)
			}
		}
		for key, obj := range w.known.cluster {
			if _, former := h.former(obj); former {
				w.known.isFormer(key)
				continue
			}
			t.receive(h.observation(w.kind, watch.Added, obj))
		}
	}
}

func (h *Hub) add(t *Timeline, namespace string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t.namespaces[namespace] {
		return
	}
	t.namespaces[namespace] = true
	if h.opts.Scoped && h.timelines[t] {
		for _, k := range t.kinds {
			h.startAll(k.kind, t.scopes(k.kind))
		}
	}
	for _, w := range h.watches {
		if w.serves(t) {
			h.replay(t, w, namespace)
		}
	}
}

func (h *Hub) remove(t *Timeline) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.timelines, t)
	h.endUnused()
}

// replay passes to a timeline what is already known of a namespace; "" for cluster-scoped objects.
func (h *Hub) replay(t *Timeline, w *kindWatch, namespace string) {
	for _, obj := range w.known.namespaces[namespace] {
		t.receive(h.observation(w.kind, watch.Added, obj))
	}
}

// dispatch passes one version to every timeline that it belongs to. The caller holds the lock, so the order is the same for
// all timelines.
func (h *Hub) dispatch(w *kindWatch, event watch.EventType, obj *unstructured.Unstructured, revision uint64) {
	if h.watches[w.scope()] != w {
		return // the watch has ended, and this is its last event
	}
	o := h.observation(w.kind, event, obj)
	o.Revision = revision
	for t := range h.timelines {
		if w.serves(t) && belongs(obj, t.namespaces) && t.concerns(o) {
			t.receive(o)
		}
	}
}

func (h *Hub) observation(kind kube.Kind, event watch.EventType, obj *unstructured.Unstructured) Observation {
	h.seq++
	return Observation{
		Seq: h.seq, At: time.Now(), Revision: revisionOf(obj), Type: event, Object: obj,
		Ref: kube.Ref{Kind: kind, Namespace: obj.GetNamespace(), Name: obj.GetName()},
	}
}

// belongs reports whether an object is part of a timeline: it is in one of its namespaces, or cluster-scoped.
func belongs(obj *unstructured.Unstructured, namespaces map[string]bool) bool {
	return obj.GetNamespace() == "" || namespaces[obj.GetNamespace()] || namespaces[metav1.NamespaceAll] || aboutCluster(obj)
}
