package observe

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/kube"
)

var kindNames = map[string]string{"pods": "Pod", "nodes": "Node", "events": "Event"}

func kindOf(path string) kube.Kind {
	core := schema.GroupVersion{Version: "v1"}
	return kube.Kind{GVK: core.WithKind(kindNames[path]), GVR: core.WithResource(path), Namespaced: path != "nodes"}
}

var pods, nodes, events = kindOf("pods"), kindOf("nodes"), kindOf("events")

// ref is given as "namespace/name" or "name".
func ref(kind kube.Kind, name string) kube.Ref {
	namespace, short := split(name)
	return kube.Ref{Kind: kind, Namespace: namespace, Name: short}
}

type doer func(*http.Request) (*http.Response, error)

func (f doer) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// connect creates a hub for a server; failed receives the errors of connections.
func connect(t *testing.T, s *server, opts Options) (h *Hub, client *kube.Client, failed <-chan error) {
	t.Helper()
	errs := make(chan error, 100)
	client, err := kube.New(&rest.Config{Host: "http://" + s.address, WrapTransport: func(next http.RoundTripper) http.RoundTripper {
		return doer(func(r *http.Request) (*http.Response, error) {
			answer, err := next.RoundTrip(r)
			if err != nil {
				select {
				case errs <- err:
				default:
				}
			}
			return answer, err
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	h = NewHub(t.Context(), client, opts)
	t.Cleanup(h.Stop)
	return h, client, errs
}

// watching returns a hub that already watches the kinds.
func watching(t *testing.T, s *server, kinds ...kube.Kind) *Hub {
	t.Helper()
	h, _, _ := connect(t, s, Options{})
	ensure(t, h, kinds...)
	for _, kind := range kinds {
		s.watched(kind.GVR.Resource)
	}
	return h
}

func ensure(t *testing.T, h *Hub, kinds ...kube.Kind) {
	t.Helper()
	if err := h.Ensure(bounded(t), kinds...); err != nil {
		t.Fatal(err)
	}
}

func bounded(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), bound)
	t.Cleanup(cancel)
	return ctx
}

// within receives from a channel, with a generous timeout.
func within[T any](t *testing.T, what string, c <-chan T) T {
	t.Helper()
	select {
	case value := <-c:
		return value
	case <-time.After(bound):
		t.Fatalf("timed out waiting for %s", what)
		panic("not reached")
	}
}

// waiting starts a wait and returns when its check has been evaluated once: from then on it must not miss anything.
func waiting(t *testing.T, check Check, wait func(Check) error) <-chan error {
	t.Helper()
	evaluated, result := make(chan struct{}), make(chan error, 1)
	var once sync.Once
	go func() {
		result <- wait(func(v View) Verdict {
			defer once.Do(func() { close(evaluated) })
			return check(v)
		})
	}()
	within(t, "the first evaluation", evaluated)
	return result
}

// phase checks a pod's phase. It panics if that is "panic".
func phase(pod, want string) Check {
	return func(v View) Verdict {
		switch got := phaseOf(v.Get(ref(pods, pod))); got {
		case want:
			return Verdict{Met: true}
		case "panic":
			panic("broken check")
		default:
			return Verdict{Saw: "it is " + got}
		}
	}
}

func phaseOf(obj *unstructured.Unstructured) string {
	if obj == nil {
		return "absent"
	}
	got, _, _ := unstructured.NestedString(obj.Object, "status", "phase")
	return got
}

// reach waits until a check is met.
func reach(t *testing.T, tl *Timeline, check Check) {
	t.Helper()
	if err := tl.Until(bounded(t), check); err != nil {
		t.Fatal(err)
	}
}

// story lists a timeline in lines: "ADDED pod "web" 101", without the revision if that is 0.
func story(tl *Timeline) []string {
	var lines []string
	tl.View(func(v View) {
		for _, o := range v.All() {
			lines = append(lines, tell(o))
		}
	})
	return lines
}

func tell(o Observation) string {
	text := fmt.Sprintf("%s %s", o.Type, o.Ref)
	if o.Revision != 0 {
		text += fmt.Sprint(" ", o.Revision)
	}
	return text
}

func told(event watch.EventType, kind kube.Kind, name string, revision int) string {
	return tell(Observation{Type: event, Ref: ref(kind, name), Revision: uint64(revision)})
}

// same compares stories in any order, as the order of a replay is not defined.
func same(t *testing.T, got, want []string) {
	t.Helper()
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		t.Errorf("the timeline is %q, not %q", got, want)
	}
}

// timeline returns a timeline of some namespaces for kinds whose watches are all open.
func timeline(t *testing.T, s *server, opts Options, namespaces []string, kinds ...kube.Kind) (*Timeline, *Hub) {
	t.Helper()
	h, _, _ := connect(t, s, opts)
	tl := h.Timeline(namespaces...)
	if err := tl.Ensure(bounded(t), kinds...); err != nil {
		t.Fatal(err)
	}
	for _, kind := range kinds {
		want := 1
		if opts.Scoped && kind.Namespaced {
			want = len(namespaces)
		}
		s.until("its watches are open", func() bool { return s.open[kind.GVR.Resource] >= want })
	}
	return tl, h
}

// bothScopes runs a test with watches of the whole cluster, and of each namespace, in both modes.
func bothScopes(t *testing.T, test func(t *testing.T, s *server, opts Options)) {
	t.Helper()
	for name, opts := range map[string]Options{"cluster": {}, "scoped": {Scoped: true}} {
		t.Run(name, func(t *testing.T) {
			bothModes(t, func(t *testing.T, s *server) { test(t, s, opts) })
		})
	}
}
