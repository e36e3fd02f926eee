package observe

import (
	"context"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/tools/cache"

	"github.com/gherkind/gherkind/internal/kube"
)

// kindWatch is the watch of one kind in one scope: a client-go Reflector with a store of our own behind it. The Reflector
// handles lists, watches, bookmarks, expired resource versions and lost connections.
type kindWatch struct {
	hub       *Hub
	kind      kube.Kind
	namespace string          // NamespaceAll for the whole cluster
	ctx       context.Context //nolint:containedctx // the watch lives as long as its scope is needed, not as one call
	cancel    context.CancelFunc

	known  *known        // guarded by the hub
	since  time.Time     // when the first list arrived; guarded by the hub
	synced chan struct{} // closed at that time
	store  *store
	moved  chan struct{} // closed on the next progress; nil if nobody waits for it; guarded by the hub

	mu      sync.Mutex
	failure error
	retried chan struct{} // closed and replaced on each failure
}

func newKindWatch(h *Hub, kind kube.Kind, namespace string) *kindWatch {
	w := &kindWatch{
		hub: h, kind: kind, namespace: namespace,
		known:   newKnown(),
		synced:  make(chan struct{}),
		retried: make(chan struct{}),
	}
	w.ctx, w.cancel = context.WithCancel(h.ctx)
	w.store = &store{watch: w}
	return w
}

// The pause before an interrupted watch is resumed: short at first, because scenarios are waiting, and up to two seconds, so
// that a restarting API server is not flooded with requests.
const (
	firstPause   = 50 * time.Millisecond
	longestPause = 2 * time.Second
)

func (w *kindWatch) reflector() *cache.Reflector {
	log := w.hub.opts.Log
	return cache.NewReflectorWithOptions(w.lister(w.store), &unstructured.Unstructured{}, w.store,
		cache.ReflectorOptions{
			Logger: &log, Name: "gherkind", TypeDescription: w.kind.GVR.String(),
			Backoff: &wait.Backoff{Duration: firstPause, Cap: longestPause, Steps: 10, Factor: 2, Jitter: 0.2},
		})
}

func (w *kindWatch) lister(s *store) *cache.ListWatch {
	var resource dynamic.ResourceInterface = w.hub.client.Dynamic().Resource(w.kind.GVR)
	if w.namespace != metav1.NamespaceAll {
		resource = w.hub.client.Dynamic().Resource(w.kind.GVR).Namespace(w.namespace)
	}
	return &cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
			s.listing()
			list, err := resource.List(ctx, o)
			s.failed(err)
			return list, err
		},
		WatchFuncWithContext: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
			stream, err := resource.Watch(ctx, o)
			if err == nil {
				w.recovered()
				stream = s.opened(stream, o.SendInitialEvents != nil && *o.SendInitialEvents)
			}
			s.failed(err)
			return stream, err
		},
	}
}

// failed records that a request was answered with an error; nil if it was not.
func (s *store) failed(err error) {
	if apierrors.IsNotFound(err) {
		s.unserved()
	}
	s.watch.report(err)
}

// report records why the last request failed, for callers that wait for the first list.
func (w *kindWatch) report(err error) {
	if err == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failure = err
	close(w.retried)
	w.retried = make(chan struct{})
}

// recovered clears the failure when a stream is open. A list alone does not prove that watching is allowed.
func (w *kindWatch) recovered() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failure = nil
}

func (w *kindWatch) trouble() (retried <-chan struct{}, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.retried, w.failure
}
