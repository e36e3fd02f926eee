package observe

import (
	"context"
	"errors"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/klog/v2"

	"github.com/gherkind/gherkind/internal/kube"
)

// A scoped hub watches a kind in each namespace of the timelines that ask for it. A watch begins when the namespace is added,
// before it contains anything, and ends when the last of these timelines is closed. The observations of a timeline, its
// interruptions and its confirmations come only from its own watches.

// scope is what one watch covers: a kind in one namespace, or in all.
type scope struct {
	gvr       schema.GroupVersionResource
	namespace string
}

func (w *kindWatch) scope() scope { return scope{w.kind.GVR, w.namespace} }

// asked is a kind that a timeline has asked for.
type asked struct {
	kind  kube.Kind
	since time.Time // since when all objects of the kind in the timeline's namespaces are observed; zero before that
}

// clusterEvents is where events about cluster-scoped objects are kept. Every timeline has them.
var clusterEvents = struct {
	resource  schema.GroupResource
	namespace string
}{eventResource, metav1.NamespaceDefault}

// aboutCluster reports whether this is the watch of the events about nodes, which every timeline needs. A scoped hub keeps
// it.
func (w *kindWatch) aboutCluster() bool {
	return w.namespace == clusterEvents.namespace && w.kind.GVR.GroupResource() == clusterEvents.resource
}

// scopes returns the namespaces in which a hub watches a kind for all its timelines.
func (h *Hub) scopes(kind kube.Kind) []string {
	switch {
	case !kind.Namespaced || !h.opts.Scoped:
		return []string{metav1.NamespaceAll}
	case kind.GVR.GroupResource() == clusterEvents.resource:
		return []string{clusterEvents.namespace}
	}
	return nil
}

// scopes returns the namespaces in which a kind is watched for the timeline. The caller holds the hub's lock.
func (t *Timeline) scopes(kind kube.Kind) []string {
	common := t.hub.scopes(kind)
	if !kind.Namespaced || !t.hub.opts.Scoped {
		return common
	}
	if t.namespaces[metav1.NamespaceAll] {
		return []string{metav1.NamespaceAll}
	}
	for namespace := range t.namespaces {
		common = append(common, namespace)
	}
	return common
}

// serves reports whether a timeline gets the observations of a watch. In a scoped hub, timelines of all namespaces and
// other timelines never share a watch, so each object reaches a timeline through one watch only. The caller holds the hub's
// lock.
func (w *kindWatch) serves(t *Timeline) bool {
	switch {
	case !w.kind.Namespaced || !w.hub.opts.Scoped:
		return true
	case t.namespaces[metav1.NamespaceAll]:
		return w.namespace == metav1.NamespaceAll
	}
	return t.namespaces[w.namespace] || w.aboutCluster()
}

// startAll starts the watches that are missing. The caller holds the hub's lock.
func (h *Hub) startAll(kind kube.Kind, namespaces []string) []*kindWatch {
	var watches []*kindWatch
	for _, namespace := range namespaces {
		of := scope{kind.GVR, namespace}
		if h.watches[of] == nil {
			w := newKindWatch(h, kind, namespace)
			h.watches[of] = w
			h.group.Go(func() { w.reflector().RunWithContext(klog.NewContext(w.ctx, h.opts.Log)) })
		}
		watches = append(watches, h.watches[of])
	}
	return watches
}

// endUnused ends the watches of namespaces that no open timeline has. The caller holds the hub's lock.
func (h *Hub) endUnused() {
	for of, w := range h.watches {
		if !w.kind.Namespaced || !h.opts.Scoped || w.aboutCluster() || h.serving(w) {
			continue
		}
		w.cancel()
		delete(h.watches, of)
	}
}

func (h *Hub) serving(w *kindWatch) bool {
	for t := range h.timelines {
		if w.serves(t) {
			return true
		}
	}
	return false
}

// ended is the error of a watch that has ended.
func (w *kindWatch) ended() error {
	if w.hub.ctx.Err() != nil {
		return ErrStopped
	}
	return ErrClosed
}

// Want starts watching the kinds in the namespaces of the timeline and in those that are added later. It does not wait.
func (t *Timeline) Want(kinds ...kube.Kind) {
	t.source.want(t, kinds)
}

func (live) want(t *Timeline, kinds []kube.Kind) { t.start(kinds) }

// start starts the missing watches of the kinds.
func (t *Timeline) start(kinds []kube.Kind) []*kindWatch {
	t.hub.mu.Lock()
	defer t.hub.mu.Unlock()
	var watches []*kindWatch
	for _, kind := range kinds {
		if _, has := t.kinds[kind.GVR]; !has {
			t.kinds[kind.GVR] = asked{kind: kind}
		}
		if t.hub.timelines[t] || !t.hub.opts.Scoped {
			watches = append(watches, t.hub.startAll(kind, t.scopes(kind))...)
		}
	}
	t.noteListed()
	return watches
}

// noteListed records of which kinds everything is observed from now on. A namespace that is added later does not change
// that, as it is watched from its creation. The caller holds the hub's lock.
func (t *Timeline) noteListed() {
	for gvr, k := range t.kinds {
		if !k.since.IsZero() {
			continue
		}
		listed := true
		for _, namespace := range t.scopes(k.kind) {
			w := t.hub.watches[scope{gvr, namespace}]
			listed = listed && w != nil && w.store.listed
		}
		if listed {
			k.since = time.Now()
			t.kinds[gvr] = k
		}
	}
}

// Ensure starts the missing watches of the kinds in the namespaces of the timeline, and returns when all of them have
// listed their objects. The error names the kind that could not be watched, and why.
func (t *Timeline) Ensure(ctx context.Context, kinds ...kube.Kind) error {
	return t.source.ensureFor(ctx, t, kinds)
}

func (live) ensureFor(ctx context.Context, t *Timeline, kinds []kube.Kind) error {
	err := awaitAll(ctx, t.start(kinds)) //nolint:contextcheck // the watches live as long as the timelines
	if err == nil {
		t.hub.mu.Lock()
		defer t.hub.mu.Unlock()
		t.noteListed()
	}
	return err
}

// Listed returns when everything that is watched for the timeline has been listed. It is called after a namespace was
// added, before a check may rely on the absence of something in it.
func (t *Timeline) Listed(ctx context.Context) error {
	return t.source.listed(ctx, t)
}

func (live) listed(ctx context.Context, t *Timeline) error {
	if !t.hub.opts.Scoped {
		return nil
	}
	t.hub.mu.Lock()
	var kinds []kube.Kind
	for _, k := range t.kinds {
		kinds = append(kinds, k.kind)
	}
	t.hub.mu.Unlock()
	return t.Ensure(ctx, kinds...)
}

// Watched returns for each kind since when all its objects in the timeline's namespaces are observed.
func (t *Timeline) Watched() map[kube.Kind]time.Time {
	t.hub.mu.Lock()
	defer t.hub.mu.Unlock()
	since := map[kube.Kind]time.Time{}
	for _, w := range t.hub.watches {
		if (!w.kind.Namespaced || !t.hub.opts.Scoped) && !w.since.IsZero() {
			since[w.kind] = w.since
		}
	}
	for _, k := range t.kinds {
		if _, known := since[k.kind]; !known && !k.since.IsZero() {
			since[k.kind] = k.since
		}
	}
	return since
}

// stopped reports whether a wait ended because the run has stopped.
func stopped(err error) bool { return errors.Is(err, ErrStopped) || errors.Is(err, ErrClosed) }
