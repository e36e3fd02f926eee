package observe

import (
	"errors"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/watch"
)

var scoped = Options{Scoped: true}

// urls records the requested paths.
type urls struct {
	mu   sync.Mutex
	seen map[string]int
}

func noting(s *server) *urls {
	u := &urls{seen: map[string]int{}}
	s.answering(func(_ http.ResponseWriter, r *http.Request) bool {
		u.mu.Lock()
		defer u.mu.Unlock()
		u.seen[strings.TrimPrefix(r.URL.Path, "/api/v1/")]++
		return false
	})
	return u
}

// A scoped hub requests namespaced kinds only in the namespaces of its timelines: to watch, to confirm, and to catch up. Events
// about nodes are in a namespace of their own.
func TestAScopedHubAsksForNoOtherNamespace(t *testing.T) {
	t.Parallel()
	bothModes(t, func(t *testing.T, s *server) {
		u := noting(s)
		s.pod("a/web", "Running")
		s.pod("z/web", "Running")
		h, _, _ := connect(t, s, scoped)
		ensure(t, h, pods, nodes, events)
		tl := h.Timeline()
		tl.Want(pods, events)
		tl.Add("a")
		if err := tl.Listed(bounded(t)); err != nil {
			t.Fatal(err)
		}
		if err := tl.CatchUp(bounded(t), changed(s, "a/web", s.pod("a/web", "Failed"))); err != nil {
			t.Fatal(err)
		}
		if err := tl.Holds(t.Context(), func(v View) Verdict {
			return Verdict{Met: len(v.List(pods, "", nil)) == 1 && len(v.List(events, "", nil)) == 0}
		}, time.Millisecond); err != nil {
			t.Fatal(err)
		}
		if _, err := tl.SoFar(bounded(t), func(v View) Verdict { return Verdict{Met: len(v.All()) > 0} }); err != nil {
			t.Fatal(err)
		}
		u.mu.Lock()
		defer u.mu.Unlock()
		for path := range u.seen {
			switch path {
			case "nodes", "namespaces/a/pods", "namespaces/a/events", "namespaces/default/events":
			default:
				t.Errorf("it asked for %s", path)
			}
		}
	})
}

// When the last timeline of a namespace ends, nothing of it is left: no watch, no goroutine, no object.
func TestScopesEndWithTheirTimelines(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Running")
	h, _, _ := connect(t, s, scoped)
	ensure(t, h, nodes, events)
	s.watched("events", "nodes")
	one, two := h.Timeline("a"), h.Timeline("a", "b")
	for _, tl := range []*Timeline{one, two} {
		if err := tl.Ensure(bounded(t), pods); err != nil {
			t.Fatal(err)
		}
	}
	s.until("both namespaces are watched", func() bool { return s.open["pods"] == 2 })
	two.Close()
	s.until("the one of the other is left", func() bool { return s.open["pods"] == 1 })
	s.pod("a/web", "Failed")
	reach(t, one, phase("a/web", "Failed"))
	one.Close()
	s.until("none is left", func() bool { return s.open["pods"] == 0 })
	h.mu.Lock()
	left := len(h.watches)
	h.mu.Unlock()
	if left != 2 || s.requested()["WATCH events"] != 1 {
		t.Errorf("%d watches are left, want those of nodes and of events about nodes", left)
	}
	if err := one.Ensure(bounded(t), pods); err != nil {
		t.Error(err)
	}
	one.Add("c")
	if s.requested()["WATCH pods"] != 2 {
		t.Error("a closed timeline began to watch")
	}
}

// Hundreds of scenarios, one after the other, leave as many goroutines and watches behind as one.
func TestScopesDoNotPileUp(t *testing.T) {
	s := newServer(t)
	h, _, _ := connect(t, s, scoped)
	round := func() {
		tl := h.Timeline("a", "b")
		if err := tl.Ensure(bounded(t), pods, events); err != nil {
			t.Fatal(err)
		}
		tl.Close()
	}
	settled := func() {
		s.until("only the events about nodes are watched", func() bool { return s.open["pods"] == 0 && s.open["events"] == 1 })
	}
	round()
	settled()
	before := runtime.NumGoroutine()
	for range 100 {
		round()
	}
	settled()
	for late := time.Now().Add(bound); runtime.NumGoroutine() > before+20; runtime.Gosched() {
		if time.Now().After(late) {
			t.Fatalf("%d goroutines, and %d before", runtime.NumGoroutine(), before)
		}
	}
}

// A namespace that is added later is watched for all kinds requested before, from before it contains anything.
func TestANamespaceThatIsAddedLater(t *testing.T) {
	t.Parallel()
	bothModes(t, func(t *testing.T, s *server) {
		tl, _ := timeline(t, s, scoped, []string{"a"}, pods)
		since := tl.Watched()[pods]
		if since.IsZero() {
			t.Error("it does not know since when pods are observed")
		}
		tl.Add("b")
		release := s.hold()
		listed := make(chan error, 1)
		go func() { listed <- tl.Listed(bounded(t)) }()
		release()
		if err := within(t, "the first list", listed); err != nil {
			t.Fatal(err)
		}
		first, last := s.pod("b/web", "Pending"), s.pod("b/web", "Running")
		reach(t, tl, phase("b/web", "Running"))
		same(t, story(tl), []string{told(watch.Added, pods, "b/web", first), told(watch.Modified, pods, "b/web", last)})
		if got := tl.Watched()[pods]; !got.Equal(since) {
			t.Errorf("pods are observed since %v, before that since %v", got, since)
		}
	})
}

// Listed does not return before the lists have arrived: a check for absence would otherwise pass on an unknown state.
func TestListedWaitsForTheLists(t *testing.T) {
	t.Parallel()
	bothModes(t, func(t *testing.T, s *server) {
		tl, h := timeline(t, s, scoped, []string{"a"}, pods)
		s.pod("b/web", "Running")
		release := s.hold()
		tl.Add("b")
		listed := make(chan error, 1)
		go func() { listed <- tl.Listed(bounded(t)) }()
		s.until("the list was asked for", func() bool { return s.requests["WATCH pods"] == 2 || s.listing && s.requests["LIST pods"] >= 2 })
		if len(listed) > 0 {
			t.Error("it returned")
		}
		release()
		if err := within(t, "the list", listed); err != nil {
			t.Fatal(err)
		}
		tl.View(func(v View) {
			if v.Get(ref(pods, "b/web")) == nil {
				t.Error("it is not known")
			}
		})
		s.forbid("pods")
		tl.Add("c")
		if err := tl.Listed(bounded(t)); err == nil || !strings.Contains(err.Error(), "watch pods: ") {
			t.Errorf("got %v", err)
		}
		_ = h
	})
}

// An outage of a namespace's watch concerns only the timelines with that namespace.
func TestAnOutageIsThatOfANamespace(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Running")
	s.pod("b/web", "Running")
	h, _, _ := connect(t, s, scoped)
	one, other := h.Timeline("a"), h.Timeline("b")
	for _, tl := range []*Timeline{one, other} {
		if err := tl.Ensure(bounded(t), pods); err != nil {
			t.Fatal(err)
		}
	}
	s.until("both are watched", func() bool { return s.open["pods"] == 2 })
	began := time.Now()
	stop := one.Never(phase("a/web", "Failed"))
	h.mu.Lock()
	h.watches[scope{pods.GVR, "b"}].store.blinds = []Blind{{Kind: pods, From: began, To: time.Now(), Missed: true}}
	h.mu.Unlock()
	if err := stop(); err != nil {
		t.Errorf("the outage of another namespace: %v", err)
	}
	if len(one.Blinds(began)) != 0 || len(other.Blinds(began)) != 1 {
		t.Errorf("blind: %v and %v", one.Blinds(began), other.Blinds(began))
	}
	if err := other.Never(phase("b/web", "Failed"))(); err != nil { // it began after the outage
		t.Error(err)
	}
	stop = other.Never(phase("b/web", "Failed"))
	h.mu.Lock()
	h.watches[scope{pods.GVR, "b"}].store.blinds = []Blind{{Kind: pods, From: time.Now(), To: time.Now().Add(time.Hour), Missed: true}}
	h.mu.Unlock()
	if err := stop(); !errors.Is(err, ErrUnobserved) {
		t.Errorf("the outage of its own: %v", err)
	}
}

// A frozen watch is detected by a request for the namespace in question.
func TestAFrozenScopeIsFoundOut(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Running")
	tl, h := timeline(t, s, scoped, []string{"a"}, pods)
	h.recovery = 300 * time.Millisecond
	deliver := s.delay()
	defer deliver()
	stop := tl.Never(phase("a/web", "Failed"))
	s.pod("a/web", "Failed")
	if err := stop(); !errors.Is(err, ErrUnobserved) {
		t.Errorf("got %v", err)
	}
}

// A timeline of all namespaces has its own watches, which show nothing to the others.
func TestATimelineOfAllBesideScopes(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Running")
	tl, h := timeline(t, s, scoped, []string{"a"}, pods)
	all := h.Timeline("")
	if err := all.Ensure(bounded(t), pods); err != nil {
		t.Fatal(err)
	}
	last, other := s.pod("a/web", "Failed"), s.pod("z/web", "Running")
	reach(t, all, phase("z/web", "Running"))
	reach(t, tl, phase("a/web", "Failed"))
	same(t, story(tl), []string{told(watch.Added, pods, "a/web", 101), told(watch.Modified, pods, "a/web", last)})
	same(t, story(all), []string{told(watch.Added, pods, "a/web", 101), told(watch.Modified, pods, "a/web", last), told(watch.Added, pods, "z/web", other)})
	if err := all.CatchUp(bounded(t), changed(s, "z/web", s.pod("z/web", "Failed"))); err != nil {
		t.Error(err)
	}
	all.Close()
	s.until("the one of the namespace is left", func() bool { return s.open["pods"] == 1 })
}
