package observe

import (
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"
)

// Each namespace has its own list: listing one again says nothing about the objects in the others.
func TestRelistOfOneNamespaceKeepsTheOthers(t *testing.T) {
	t.Parallel()
	bothModes(t, func(t *testing.T, s *server) {
		want := []string{
			told(watch.Added, pods, "a/web", s.pod("a/web", "Running")), told(watch.Added, pods, "b/web", s.pod("b/web", "Running")),
		}
		h, _, _ := connect(t, s, Options{Scoped: true})
		tl := h.Timeline("a", "b")
		if err := tl.Ensure(bounded(t), pods); err != nil {
			t.Fatal(err)
		}
		s.until("both are watched", func() bool { return s.open["pods"] == 2 })
		for range 2 {
			release := s.hold()
			s.raw(expired())
			s.unwatched()
			release()
			s.until("both are watched again", func() bool { return s.open["pods"] == 2 })
		}
		want = append(want, told(watch.Added, pods, "a/new", s.pod("a/new", "Running")), told(watch.Added, pods, "b/new", s.pod("b/new", "Running")))
		reach(t, tl, phase("a/new", "Running"))
		reach(t, tl, phase("b/new", "Running"))
		same(t, story(tl), want)
	})
}

// Bookmarks and values that are not objects leave no trace, and known versions are not observations.
func TestWhatIsNoObservation(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Running")
	tl := watching(t, s, pods).Timeline("a")
	s.mu.Lock()
	again := line("MODIFIED", s.objects["pods/a/web"])
	s.mu.Unlock()
	s.raw(again, line("BOOKMARK", bookmark("pods", 101, false)), again)
	last := s.pod("a/last", "Running")
	reach(t, tl, phase("a/last", "Running"))
	same(t, story(tl), []string{told(watch.Added, pods, "a/web", 101), told(watch.Added, pods, "a/last", last)})

	odd := &store{}
	if odd.Add("text") == nil || odd.Delete(nil) == nil || odd.Replace([]any{1}, "") == nil || odd.Resync() != nil {
		t.Error("a store accepted a value that is not an object")
	}
}

// The answer to a list is sorted by name; the timeline is in the order of the changes.
func TestListsAreSeenInTheOrderOfChanges(t *testing.T) {
	t.Parallel()
	bothModes(t, func(t *testing.T, s *server) {
		h, _, _ := connect(t, s, Options{})
		tl := h.Timeline("a")
		names := []string{"a/delta", "a/alpha", "a/charlie", "a/bravo"}
		for _, name := range names {
			s.pod(name, "Pending")
		}
		s.pod("a/alpha", "Running")
		ensure(t, h, pods)
		var got []string
		tl.View(func(v View) {
			for _, o := range v.All() {
				got = append(got, o.Ref.Namespace+"/"+o.Ref.Name)
			}
		})
		if want := []string{"a/delta", "a/charlie", "a/bravo", "a/alpha"}; !slices.Equal(got, want) {
			t.Errorf("seen %q, not %q", got, want)
		}
	})
}

func TestRevisionOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]uint64{"17": 17, "": 0, "abc": 0, "-1": 0, "18446744073709551615": 1<<64 - 1, "18446744073709551616": 0} {
		o := &unstructured.Unstructured{Object: object{}}
		o.SetResourceVersion(text)
		if got := revisionOf(o); got != want {
			t.Errorf("%q: %d, not %d", text, got, want)
		}
	}
}
