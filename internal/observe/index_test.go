package observe

import (
	"context"
	"fmt"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
)

func version(kind kube.Kind, name string, revision int, extra map[string]any) Observation {
	obj := &unstructured.Unstructured{Object: map[string]any{
		"kind": kind.GVK.Kind, "apiVersion": "v1",
		"metadata": map[string]any{"name": name, "namespace": "a", "uid": kind.GVK.Kind + name, "resourceVersion": fmt.Sprint(revision)},
	}}
	for key, value := range extra {
		obj.Object[key] = value
	}
	return Observation{Seq: uint64(revision), Type: watch.Modified, Object: obj, Ref: ref(kind, "a/"+name)}
}

func eventAbout(pod string, n int) Observation {
	return version(events, fmt.Sprintf("%s.%d", pod, n), n, map[string]any{
		"involvedObject": map[string]any{"kind": "Pod", "name": pod, "namespace": "a", "uid": "Pod" + pod},
	})
}

// seeing returns a timeline to which observations are passed one by one.
func seeing(tb testing.TB) *Timeline {
	h := NewHub(context.Background(), nil, Options{})
	tb.Cleanup(h.Stop)
	return h.Timeline("a")
}

// TestOnlyWhatConcernsACheckWakesIt counts evaluations.
func TestOnlyWhatConcernsACheckWakesIt(t *testing.T) {
	t.Parallel()
	about := Subject{"Pod", "a", "web"}
	for _, c := range []struct {
		name  string
		look  func(View)
		wakes int
	}{
		{"one object", func(v View) { v.Get(ref(pods, "a/web")) }, 1},
		{"its history", func(v View) { v.History(ref(pods, "a/web")) }, 1},
		{"its events", func(v View) { EventsOf(v, about) }, 1},
		{"object and events", func(v View) { v.Get(ref(pods, "a/web")); EventsOf(v, about) }, 2},
		{"the kind", func(v View) { v.List(pods, "a", nil) }, 201},
		{"the kind in all namespaces", func(v View) { v.List(pods, "", nil) }, 201},
		{"the kind elsewhere", func(v View) { v.List(pods, "b", nil) }, 0},
		{"everything", func(v View) { v.All() }, 402},
		{"nothing", func(View) {}, 0},
	} {
		tl, evaluated := seeing(t), 0
		tl.wait(newWaiter(func(v View) Verdict { evaluated++; c.look(v); return Verdict{} }, func(Verdict) (bool, error) { return false, nil }))
		for n := range 200 {
			tl.receive(eventAbout("other", n))
			tl.receive(version(pods, fmt.Sprintf("other-%d", n), n, nil))
		}
		tl.receive(version(pods, "web", 300, nil))
		tl.receive(eventAbout("web", 301))
		if got := evaluated - 1; got != c.wakes {
			t.Errorf("%s: evaluated %d times, want %d", c.name, got, c.wakes)
		}
	}
}

// TestConvertedOnce: the latest version of an object is converted once; conversions of older versions are not kept.
func TestConvertedOnce(t *testing.T) {
	t.Parallel()
	tl, converted := seeing(t), 0
	convert := func(obj *unstructured.Unstructured) *string {
		converted++
		name := obj.GetResourceVersion()
		return &name
	}
	var seen []string
	for revision := range 3 {
		tl.receive(version(pods, "web", revision, nil))
		for range 5 {
			tl.View(func(v View) { seen = append(seen, *Typed(&reading{View: v}, v.Get(ref(pods, "a/web")), convert)) })
		}
	}
	if converted != 3 || seen[0] != "0" || seen[14] != "2" || len(tl.state.converted) != 1 {
		t.Errorf("converted %d times (%q), %d kept", converted, seen, len(tl.state.converted))
	}
	gone := version(pods, "web", 4, nil)
	gone.Type = watch.Deleted
	tl.receive(gone)
	tl.View(func(v View) {
		if len(v.List(pods, "", nil)) != 0 || len(tl.state.converted) != 0 {
			t.Error("deleted objects are kept")
		}
	})
}

// BenchmarkObservation measures the cost of one more observation after n others, with one waiter.
func BenchmarkObservation(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		tl := seeing(b)
		tl.receive(version(pods, "web", 1, nil))
		for i := range n {
			tl.receive(eventAbout(fmt.Sprintf("other-%d", i%50), i))
			if i < 2000 {
				tl.receive(version(pods, fmt.Sprintf("p-%d", i), i, nil))
			}
		}
		about := Subject{"Pod", "a", "web"}
		tl.wait(newWaiter(func(v View) Verdict {
			v.Get(ref(pods, "a/web"))
			return Verdict{Saw: fmt.Sprint(len(EventsOf(v, about)))}
		}, func(Verdict) (bool, error) { return false, nil }))
		b.Run(fmt.Sprintf("events=%d/of-others", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				tl.receive(eventAbout("other-1", n+i))
			}
		})
		b.Run(fmt.Sprintf("events=%d/of-its-own-pod", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				tl.receive(version(pods, "web", n+i, nil))
			}
		})
	}
}
