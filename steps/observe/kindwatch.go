package observe

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/tools/cache"

	"github.com/gherkind/gherkind/steps/kube"
)

// kindWatch is the watch of one kind: a client-go Reflector per scope with a
// store of ours behind it. Listing, watching, bookmarks, expired versions and
// lost connections are the Reflector's business.
type kindWatch struct {
	hub    *Hub
	kind   kube.Kind
	scopes []string // namespaces to watch; one empty string for the whole cluster

	known        map[objectKey]*unstructured.Unstructured // guarded by the hub
	observations int                                      // guarded by the hub
	missing      int                                      // scopes not listed yet; guarded by the hub
	since        time.Time                                // when the last of them was; guarded by the hub
	synced       chan struct{}
	stores       []*store      // one for each scope; guarded by the hub
	moved        chan struct{} // closed when more was seen, nil when nobody waits for that; guarded by the hub

	lists, watches atomic.Int64

	mu      sync.Mutex
	failure error
	retried chan struct{} // closed and replaced on each failure
}

func newKindWatch(h *Hub, kind kube.Kind) *kindWatch {
	scopes := h.opts.Namespaces
	if len(scopes) == 0 || !kind.Namespaced {
		scopes = []string{metav1.NamespaceAll}
	}
	return &kindWatch{
		hub: h, kind: kind, scopes: scopes, missing: len(scopes),
		known:   map[objectKey]*unstructured.Unstructured{},
		synced:  make(chan struct{}),
		retried: make(chan struct{}),
	}
}

// The pause before a lost watch is taken up again: short, because scenarios
// are waiting, and growing to two seconds, so that an API server that is
// restarting is not hammered.
const (
	firstPause   = 50 * time.Millisecond
	longestPause = 2 * time.Second
)

// reflector makes the watch of one scope. The caller holds the hub's lock.
func (w *kindWatch) reflector(namespace string) *cache.Reflector {
	log, s := w.hub.opts.Log, &store{watch: w, namespace: namespace}
	w.stores = append(w.stores, s)
	return cache.NewReflectorWithOptions(w.lister(s), &unstructured.Unstructured{}, s,
		cache.ReflectorOptions{
			Logger: &log, Name: "gherkind", TypeDescription: w.kind.GVR.String(),
			Backoff: &wait.Backoff{Duration: firstPause, Cap: longestPause, Steps: 10, Factor: 2, Jitter: 0.2},
		})
}

func (w *kindWatch) lister(s *store) *cache.ListWatch {
	namespace := s.namespace
	var resource dynamic.ResourceInterface = w.hub.client.Dynamic().Resource(w.kind.GVR)
	if namespace != metav1.NamespaceAll {
		resource = w.hub.client.Dynamic().Resource(w.kind.GVR).Namespace(namespace)
	}
	return &cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
			w.lists.Add(1)
			s.listing()
			list, err := resource.List(ctx, o)
			s.failed(err)
			return list, err
		},
		WatchFuncWithContext: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
			w.watches.Add(1)
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

// failed notes that a request was answered with an error, nil when it was not.
func (s *store) failed(err error) {
	if apierrors.IsNotFound(err) {
		s.unserved()
	}
	s.watch.report(err)
}

// report notes why the last request failed, for those who await the first list.
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

// recovered forgets the failure: a stream is open, so what stood in its way is
// over. A list alone does not prove that watching is allowed.
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
