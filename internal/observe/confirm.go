package observe

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
)

// A frozen watch looks like one on which nothing happens: the connection stays open until its health check fails, most of a
// minute later. A result that depends on not having seen something is therefore confirmed at its end: the API server is
// asked once for each list that the check has read, and the result counts when the watches have shown what is in the answer.

// askAgain is the pause before a question that could not be answered is repeated.
const askAgain = 250 * time.Millisecond

// question is a list request: all objects of a kind in a namespace, or the one with a name.
type question struct{ namespace, name string }

func (q question) covers(key objectKey) bool {
	return (q.namespace == "" || q.namespace == key.namespace) && (q.name == "" || q.name == key.name)
}

// confirm returns when the watches of what a check has read have shown everything that existed in the API server after the
// call began. The error names the first watch that has not.
func (t *Timeline) confirm(ctx context.Context, needs needs) error {
	return t.askAll(needs, func(w *kindWatch, q question) error { return w.confirm(ctx, q) })
}

// askAll calls ask for each question about what a check has read, in parallel. The error names the first watch for which it
// failed.
func (t *Timeline) askAll(needs needs, ask func(*kindWatch, question) error) error {
	asked := time.Now()
	var all sync.WaitGroup
	var unseen []*error // in the order of the kinds
	for _, w := range t.watchesFor(needs) {
		for _, q := range t.questions(needs, w) {
			into := new(error)
			unseen = append(unseen, into)
			all.Go(func() {
				if err := ask(w, q); err != nil {
					*into = &Unseen{Blind{Kind: w.kind, From: asked, Behind: true}, fmt.Sprintf("it has not shown what was so then (%v)", err)}
				}
			})
		}
	}
	all.Wait()
	for _, err := range unseen {
		if *err != nil {
			return *err
		}
	}
	return nil
}

// watchesFor returns the timeline's watches of the kinds that a check has read, sorted by name.
func (t *Timeline) watchesFor(needs needs) []*kindWatch {
	t.hub.mu.Lock()
	defer t.hub.mu.Unlock()
	var watches []*kindWatch
	for of, w := range t.hub.watches {
		if w.serves(t) && (needs.all && w.store.listed || slices.Contains(needs.kinds, of.gvr.GroupResource())) {
			watches = append(watches, w)
		}
	}
	slices.SortFunc(watches, func(a, b *kindWatch) int {
		return cmp.Or(strings.Compare(a.kind.GVR.String(), b.kind.GVR.String()), strings.Compare(a.namespace, b.namespace))
	})
	return watches
}

// questions returns the lists of a kind that a check has read, as far as the watch covers them.
func (t *Timeline) questions(needs needs, w *kindWatch) []question {
	t.hub.mu.Lock()
	defer t.hub.mu.Unlock()
	asked := map[question]bool{}
	for _, q := range needs.questions(w.kind.GVR.GroupResource()) {
		if q != (question{}) || !w.kind.Namespaced {
			asked[q] = true
			continue
		}
		for namespace := range t.namespaces {
			asked[question{namespace: namespace}] = true
		}
	}
	return slices.DeleteFunc(slices.Collect(maps.Keys(asked)), func(q question) bool {
		wider := q != question{} && asked[question{}] || q.name != "" && asked[question{namespace: q.namespace}]
		return wider || !w.within(q.namespace)
	})
}

// within reports whether a namespace is covered by the watch.
func (w *kindWatch) within(namespace string) bool {
	return w.namespace == metav1.NamespaceAll || w.namespace == namespace
}

// confirm returns when the watch has shown everything that the question asks for.
func (w *kindWatch) confirm(ctx context.Context, q question) error {
	at, err := w.comeTo(ctx, q)
	if err != nil || at == 0 {
		return err
	}
	return w.nothingBetween(ctx, q, at)
}

// comeTo waits until the watch has shown everything that the API server has now, and returns the revision of that state; 0 if
// the cluster no longer has the kind. It sends one request, and repeats it only if there is no answer.
func (w *kindWatch) comeTo(ctx context.Context, q question) (at uint64, err error) {
	var list *unstructured.UnstructuredList
	var last error
	err = wait.PollUntilContextCancel(ctx, askAgain, true, func(ctx context.Context) (bool, error) {
		list, last = w.ask(ctx, q)
		return last == nil || apierrors.IsNotFound(last), nil
	})
	switch {
	case apierrors.IsNotFound(last):
		return 0, nil // the cluster no longer has this kind
	case err != nil:
		return 0, fmt.Errorf("list %s: %w", w.kind.GVR.GroupResource(), last)
	}
	return number(list.GetResourceVersion()), w.until(ctx, w.shown(q, list))
}

func (w *kindWatch) ask(ctx context.Context, q question) (*unstructured.UnstructuredList, error) {
	return w.hub.client.Dynamic().Resource(w.kind.GVR).Namespace(q.namespace).List(ctx, q.options())
}

func (q question) options() metav1.ListOptions {
	options := metav1.ListOptions{}
	if q.name != "" {
		options.FieldSelector = fields.OneTermEqualSelector("metadata.name", q.name).String()
	}
	return options
}

// shown reports whether the watch has caught up with an answer.
func (w *kindWatch) shown(q question, list *unstructured.UnstructuredList) func() bool {
	at := number(list.GetResourceVersion())
	there := map[objectKey]types.UID{}
	versions := map[types.UID]string{}
	for i := range list.Items {
		obj := &list.Items[i]
		there[objectKey{w.kind.GVR.GroupResource(), obj.GetNamespace(), obj.GetName()}] = obj.GetUID()
		versions[obj.GetUID()] = obj.GetResourceVersion()
	}
	return func() bool { return at > 0 && w.reached(at) || w.showsAll(q, there, versions) }
}

// showsAll reports whether the watch has caught up with a list. A newer state counts as well. The caller holds the hub's
// lock.
func (w *kindWatch) showsAll(q question, there map[objectKey]types.UID, versions map[types.UID]string) bool {
	for key, uid := range there {
		obj := w.known.get(key)
		if obj == nil || obj.GetUID() != uid || revisionOf(obj) < number(versions[uid]) {
			return false
		}
	}
	for key := range w.known.all() {
		if _, listed := there[key]; !listed && q.covers(key) {
			return false
		}
	}
	return true
}

// until waits until the watch fulfils a condition, which is evaluated under the hub's lock.
func (w *kindWatch) until(ctx context.Context, shown func() bool) error {
	for {
		moved := w.movedUnless(shown)
		if moved == nil {
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
