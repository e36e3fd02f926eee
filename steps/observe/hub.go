package observe

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/go-logr/logr"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/steps/kube"
)

// Options of a Hub.
type Options struct {
	// Namespaces, when not empty, are watched instead of the whole cluster: for credentials that reach no further.
	Namespaces []string
	// Log receives what the watches have to say; the zero value drops it.
	Log logr.Logger
}

// Hub holds the watches of a run and hands what they see to the timelines.
type Hub struct {
	client *kube.Client
	opts   Options
	ctx    context.Context //nolint:containedctx // the watches live as long as the hub, not as one call
	cancel context.CancelFunc
	group  sync.WaitGroup
	tape   *Tape // instead of watches; nil but in a replay

	recovery time.Duration // see the constant

	mu        sync.Mutex
	seq       uint64
	kinds     map[schema.GroupVersionResource]*kindWatch
	timelines map[*Timeline]bool
}

// NewHub makes a hub without watches; see [Hub.Ensure]. It lives until Stop, or
// until the context ends.
func NewHub(ctx context.Context, client *kube.Client, opts Options) *Hub {
	if opts.Log.GetSink() == nil {
		opts.Log = logr.Discard()
	}
	ctx, cancel := context.WithCancel(ctx)
	return &Hub{
		client: client, opts: opts, ctx: ctx, cancel: cancel, recovery: recovery,
		kinds:     map[schema.GroupVersionResource]*kindWatch{},
		timelines: map[*Timeline]bool{},
	}
}

// Stop ends all watches and waits, and returns when nothing of the hub runs.
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

// Sees tells whether the watches reach a namespace, or, for
// [metav1.NamespaceAll], all of them.
func (h *Hub) Sees(namespace string) bool {
	return len(h.opts.Namespaces) == 0 || slices.Contains(h.opts.Namespaces, namespace)
}

// Timeline opens a timeline of the given namespaces and of all cluster-scoped
// objects. More namespaces can be added later. [metav1.NamespaceAll] stands
// for all namespaces, also those to come.
func (h *Hub) Timeline(namespaces ...string) *Timeline {
	t := &Timeline{hub: h, opened: time.Now(), tape: h.tape, namespaces: map[string]bool{}, state: newState(), waiters: map[*waiter]bool{}}
	if h.tape != nil {
		t.opened = h.tape.Now()
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, ns := range namespaces {
		t.namespaces[ns] = true
	}
	h.timelines[t] = true
	h.replay(t, func(o *unstructured.Unstructured) bool { return belongs(o, t.namespaces) })
	return t
}

func (h *Hub) add(t *Timeline, namespace string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t.namespaces[namespace] {
		return
	}
	t.namespaces[namespace] = true
	h.replay(t, func(o *unstructured.Unstructured) bool { return o.GetNamespace() == namespace && !aboutCluster(o) })
}

func (h *Hub) remove(t *Timeline) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.timelines, t)
}

// replay gives a timeline what is known already.
func (h *Hub) replay(t *Timeline, wanted func(*unstructured.Unstructured) bool) {
	for _, k := range h.kinds {
		for _, obj := range k.known {
			if wanted(obj) {
				t.receive(h.observation(k.kind, watch.Added, obj))
			}
		}
	}
}

// dispatch hands one version to every timeline it belongs to. The caller holds
// the lock, so that the order is the same for all.
func (h *Hub) dispatch(kind kube.Kind, event watch.EventType, obj *unstructured.Unstructured, revision uint64) {
	o := h.observation(kind, event, obj)
	o.Revision = revision
	for t := range h.timelines {
		if belongs(obj, t.namespaces) {
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

// belongs tells whether an object is part of a timeline: it is in one of its
// namespaces, or in none.
func belongs(obj *unstructured.Unstructured, namespaces map[string]bool) bool {
	return obj.GetNamespace() == "" || namespaces[obj.GetNamespace()] || namespaces[metav1.NamespaceAll] || aboutCluster(obj)
}

// aboutCluster finds the events about cluster-scoped objects such as nodes,
// which are kept in the namespace "default".
func aboutCluster(obj *unstructured.Unstructured) bool {
	if obj.GetKind() != "Event" || obj.GetNamespace() != "default" {
		return false
	}
	namespace, _, err := unstructured.NestedString(obj.Object, "involvedObject", "namespace")
	return err == nil && namespace == ""
}
