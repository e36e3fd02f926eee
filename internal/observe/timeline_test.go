package observe

import (
	"testing"

	"k8s.io/apimachinery/pkg/watch"
)

// Scenarios see their own namespaces and cluster-scoped objects, and nothing else.
func TestTimelinesAreSeparate(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	h := watching(t, s, pods, nodes)
	a, b, both := h.Timeline("a"), h.Timeline("b"), h.Timeline("a", "b")
	inA, inB, inC := s.pod("a/web", "Running"), s.pod("b/web", "Running"), s.pod("c/web", "Running")
	goneA := s.remove("pods", "a/web")
	s.pod("c/last", "Running") // once this is observed, everything before it is, too
	node := s.put("nodes", "worker", nil)
	witness := h.Timeline("c")
	reach(t, witness, phase("c/last", "Running"))
	for _, tl := range []*Timeline{a, b, both, witness} {
		reach(t, tl, func(v View) Verdict { return Verdict{Met: v.Get(ref(nodes, "worker")) != nil} })
	}
	onNode := told(watch.Added, nodes, "worker", node)
	ofA := []string{told(watch.Added, pods, "a/web", inA), told(watch.Deleted, pods, "a/web", goneA)}
	ofB := []string{told(watch.Added, pods, "b/web", inB)}
	same(t, story(a), append([]string{onNode}, ofA...))
	same(t, story(b), append([]string{onNode}, ofB...))
	same(t, story(both), append(append([]string{onNode}, ofA...), ofB...))
	same(t, story(witness), []string{onNode, told(watch.Added, pods, "c/web", inC), told(watch.Added, pods, "c/last", inC+2)})
}

// What existed before the timeline was opened, or its namespace added, is part of it once. What was gone by then is not.
func TestTimelinesBeginWithWhatIsThere(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Pending")
	s.pod("b/web", "Pending")
	s.pod("b/gone", "Pending")
	node := s.put("nodes", "worker", nil)
	about := s.put("events", "default/worker.1", object{"involvedObject": object{"kind": "Node", "name": "worker"}})
	h := watching(t, s, pods, nodes, events)
	a, b := h.Timeline("a"), h.Timeline("b")
	running := s.pod("a/web", "Running")
	s.pod("b/web", "Running")
	s.remove("pods", "b/gone")
	last := s.pod("b/web", "Succeeded")
	reach(t, b, phase("b/web", "Succeeded"))

	want := []string{
		told(watch.Added, nodes, "worker", node), told(watch.Added, events, "default/worker.1", about),
		told(watch.Added, pods, "a/web", 101), told(watch.Modified, pods, "a/web", running),
	}
	same(t, story(a), want)
	met := waiting(t, phase("b/web", "Succeeded"), func(c Check) error { return a.Until(bounded(t), c) })
	a.Add("b")
	a.Add("b")
	a.Add("a")
	if err := within(t, "the added namespace", met); err != nil {
		t.Error(err)
	}
	want = append(want, told(watch.Added, pods, "b/web", last))
	same(t, story(a), want)

	// From then on the timeline grows with the namespace. Adding "default" does not repeat the node's event.
	a.Add("default")
	next := s.pod("b/web", "Failed")
	reach(t, a, phase("b/web", "Failed"))
	same(t, story(a), append(want, told(watch.Modified, pods, "b/web", next)))
	same(t, story(h.Timeline("a")), []string{want[0], want[1], told(watch.Added, pods, "a/web", running)})
}

// A kind that is watched only later still reaches the open timelines.
func TestTimelinesGetKindsWatchedLater(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Running")
	node := s.put("nodes", "worker", nil)
	h := watching(t, s, pods)
	tl := h.Timeline("a")
	same(t, story(tl), []string{told(watch.Added, pods, "a/web", 101)})
	ensure(t, h, nodes)
	same(t, story(tl), []string{told(watch.Added, pods, "a/web", 101), told(watch.Added, nodes, "worker", node)})
}

// Events have a namespace. Those about nodes, which are cluster-scoped, reach every timeline; those about objects in "default"
// do not.
func TestEventsAboutNodesReachAll(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	h := watching(t, s, events)
	tl := h.Timeline("a")
	involved := func(kind, name, namespace string) object {
		about := object{"kind": kind, "name": name}
		if namespace != "" {
			about["namespace"] = namespace
		}
		return object{"involvedObject": about}
	}
	s.put("events", "default/other.1", involved("Pod", "other", "default"))
	s.put("events", "b/web.1", involved("Pod", "web", "b"))
	s.put("events", "b/worker.1", involved("Node", "worker", ""))
	node := s.put("events", "default/worker.1", involved("Node", "worker", ""))
	own := s.put("events", "a/web.1", involved("Pod", "web", "a"))
	reach(t, tl, func(v View) Verdict { return Verdict{Met: v.Get(ref(events, "a/web.1")) != nil} })
	want := []string{told(watch.Added, events, "default/worker.1", node), told(watch.Added, events, "a/web.1", own)}
	same(t, story(tl), want)
	same(t, story(h.Timeline("a")), want)
}

// A closed timeline does not change.
func TestAClosedTimelineDoesNotGrow(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Pending")
	h := watching(t, s, pods)
	closed, open := h.Timeline("a"), h.Timeline("a")
	closed.Close()
	s.pod("a/web", "Running")
	reach(t, open, phase("a/web", "Running"))
	closed.Add("b")
	same(t, story(closed), []string{told(watch.Added, pods, "a/web", 101)})
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.timelines) != 1 {
		t.Errorf("the hub still knows %d timelines", len(h.timelines))
	}
}

// A timeline of all namespaces also gets those that are created later.
func TestATimelineOfAllNamespaces(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.put("pods", "a/one", nil)
	h := watching(t, s, pods)
	all, other := h.Timeline(""), h.Timeline("b")
	s.put("pods", "c/two", nil)
	reach(t, all, func(v View) Verdict {
		return Verdict{Met: v.Get(ref(pods, "a/one")) != nil && v.Get(ref(pods, "c/two")) != nil}
	})
	other.View(func(v View) {
		if len(v.All()) != 0 {
			t.Errorf("a timeline of one namespace has %v", v.All())
		}
	})
}
