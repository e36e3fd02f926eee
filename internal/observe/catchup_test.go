package observe

import (
	"context"
	"errors"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
)

// changed is the answer of an API server to the write of a pod.
func changed(s *server, pod string, revision int) kube.Change {
	return kube.Change{Ref: ref(pods, pod), UID: uidOf(s, pod), Revision: strconv.Itoa(revision)}
}

// ending is the answer to the deletion of an existing pod.
func ending(s *server, pod string) kube.Change {
	s.mu.Lock()
	revision := s.objects["pods/"+pod]["metadata"].(object)["resourceVersion"].(string)
	s.mu.Unlock()
	return kube.Change{Ref: ref(pods, pod), UID: uidOf(s, pod), Revision: revision, Ending: true}
}

func uidOf(s *server, pod string) types.UID {
	s.mu.Lock()
	defer s.mu.Unlock()
	return types.UID(s.objects["pods/"+pod]["metadata"].(object)["uid"].(string))
}

// going sets the deletionTimestamp of a pod, as the deletion of a running one does.
func (s *server) going(pod string) {
	s.mu.Lock()
	meta := s.objects["pods/"+pod]["metadata"].(object)
	meta["deletionTimestamp"] = "2026-01-01T00:00:00Z"
	s.mu.Unlock()
	s.pod(pod, "Running")
}

// CatchUp waits for a late watch, however the watch finally shows the change. The check after it sees the new state when it is
// first evaluated, not later.
func TestCatchUpWaitsForALateWatch(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		write   func(s *server) kube.Change // while nothing is delivered
		deliver func(s *server, now func()) // nil: now
		sees    func(v View) (wrong string) // "" if it is right
	}{
		"a change": {
			write: func(s *server) kube.Change { return changed(s, "a/web", s.pod("a/web", "Running")) },
			sees:  phaseIs("Running"),
		},
		"a change of a change": {
			write: func(s *server) kube.Change {
				c := changed(s, "a/web", s.pod("a/web", "Running"))
				s.pod("a/web", "Failed")
				return c
			},
			sees: phaseIs("Running", "Failed"),
		},
		"a new object": {
			write: func(s *server) kube.Change { return changed(s, "a/new", s.pod("a/new", "Pending")) },
			sees:  counts(2),
		},
		"one namespace of several": {
			write: func(s *server) kube.Change { return changed(s, "a/web", s.pod("a/web", "Running")) },
			sees:  phaseIs("Running"),
		},
		"a list instead of the lost events": {
			write: func(s *server) kube.Change { return changed(s, "a/web", s.pod("a/web", "Running")) },
			deliver: func(s *server, now func()) {
				release := s.hold()
				s.cutAll()
				s.expire()
				release()
				now()
			},
			sees: phaseIs("Running"),
		},
		"a list in which it is gone again": {
			write: func(s *server) kube.Change {
				c := changed(s, "a/new", s.pod("a/new", "Pending"))
				s.remove("pods", "a/new")
				return c
			},
			deliver: func(s *server, now func()) {
				release := s.hold()
				s.cutAll()
				s.expire()
				release()
				now()
			},
			sees: counts(1),
		},
		"a bookmark": { // for something that this watch does not show: an object outside a selector or a filter of the server
			write: func(s *server) kube.Change {
				c := changed(s, "a/web", s.revisionNow()+1)
				s.put("nodes", "n", nil)
				s.raw(line("BOOKMARK", bookmark("pods", s.revisionNow(), false)))
				return c
			},
			sees: counts(1),
		},
		"the end at once": {
			write: func(s *server) kube.Change {
				c := ending(s, "a/web")
				s.remove("pods", "a/web")
				return c
			},
			sees: counts(0),
		},
		"the end of what was never seen": {
			write: func(s *server) kube.Change {
				s.pod("a/new", "Pending")
				c := ending(s, "a/new")
				s.remove("pods", "a/new")
				return c
			},
			sees: counts(1),
		},
		"the eviction of what was never seen": {
			write: func(s *server) kube.Change {
				s.pod("a/new", "Pending")
				c := ending(s, "a/new")
				c.Revision = "" // the answer to an eviction has no version
				s.going("a/new")
				return c
			},
			sees: func(v View) string {
				if obj := v.Get(ref(pods, "a/new")); obj == nil || obj.GetDeletionTimestamp() == nil {
					return "the pod is not ending"
				}
				return ""
			},
		},
		"a slow end": {
			write: func(s *server) kube.Change {
				c := ending(s, "a/web")
				s.going("a/web")
				return c
			},
			sees: func(v View) string {
				if obj := v.Get(ref(pods, "a/web")); obj == nil || obj.GetDeletionTimestamp() == nil {
					return "the pod is not ending"
				}
				return ""
			},
		},
		"a successor of the same name": {
			write: func(s *server) kube.Change {
				c := ending(s, "a/web")
				s.remove("pods", "a/web")
				s.pod("a/web", "Pending")
				return c
			},
			sees: func(v View) string {
				for _, o := range v.History(ref(pods, "a/web")) {
					if o.Type == "DELETED" {
						return ""
					}
				}
				return "its end was not seen"
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bothScopes(t, func(t *testing.T, s *server, opts Options) {
				s.pod("a/web", "Pending")
				tl, h := timeline(t, s, opts, []string{"b", "a"}, pods)
				now := s.delay()
				change := c.write(s)
				wrong := make(chan string, 1)
				go func() {
					if err := tl.CatchUp(bounded(t), change); err != nil {
						wrong <- err.Error()
						return
					}
					tl.View(func(v View) { wrong <- c.sees(v) })
				}()
				awaited(t, h, wrong)
				if c.deliver == nil {
					now()
				} else {
					c.deliver(s, now)
				}
				if got := within(t, "the change", wrong); got != "" {
					t.Error(got)
				}
			})
		})
	}
}

// awaited returns when somebody waits for progress of a watch, and fails if nobody does.
func awaited(t *testing.T, h *Hub, over <-chan string) {
	t.Helper()
	for late := time.Now().Add(bound); time.Now().Before(late); runtime.Gosched() {
		h.mu.Lock()
		waits := false
		for _, w := range h.watches {
			waits = waits || w.moved != nil
		}
		h.mu.Unlock()
		if waits {
			return
		}
		if len(over) > 0 {
			t.Fatalf("it did not wait for the watch, which has shown nothing yet: %q", <-over)
		}
	}
	t.Fatal("nobody waits")
}

func (s *server) revisionNow() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.revision
}

func phaseIs(want ...string) func(View) string {
	return func(v View) string {
		got := phaseOf(v.Get(ref(pods, "a/web")))
		for _, phase := range want {
			if got == phase {
				return ""
			}
		}
		return "it is " + got
	}
}

func counts(want int) func(View) string {
	return func(v View) string {
		if n := len(v.List(pods, "a", nil)); n != want {
			return strconv.Itoa(n) + " pods"
		}
		return ""
	}
}

// A state that is already observed is not waited for: a write that changed nothing returns a version that was observed long
// ago.
func TestCatchUpWithWhatIsSeen(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	revision := s.pod("a/web", "Pending")
	h := watching(t, s, pods)
	before := s.requested()
	deliver := s.delay()
	defer deliver()
	if err := h.Timeline().CatchUp(bounded(t), changed(s, "a/web", revision), changed(s, "a/web", revision)); err != nil {
		t.Error(err)
	}
	if err := h.Timeline().CatchUp(bounded(t)); err != nil {
		t.Error(err)
	}
	if after := s.requested(); len(after) != len(before) || after["LIST pods"] != before["LIST pods"] || after["WATCH pods"] != before["WATCH pods"] {
		t.Errorf("it asked the server: %v, before %v", after, before)
	}
}

// A write to a kind that is not watched yet starts its watch. A list that is older than the write, perhaps from the cache of
// another API server, is not enough.
func TestCatchUpStartsTheWatch(t *testing.T) {
	t.Parallel()
	bothModes(t, func(t *testing.T, s *server) {
		h, _, _ := connect(t, s, Options{})
		tl := h.Timeline("a")
		change := changed(s, "a/web", s.pod("a/web", "Running"))
		if err := h.Timeline().CatchUp(bounded(t), change); err != nil {
			t.Fatal(err)
		}
		tl.View(func(v View) {
			if wrong := phaseIs("Running")(v); wrong != "" {
				t.Error(wrong)
			}
		})
		later := change
		later.Revision = strconv.Itoa(s.revisionNow() + 1)
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := h.Timeline().CatchUp(ctx, later); !errors.Is(err, ErrUnobserved) {
			t.Errorf("it accepted a list from before the write: %v", err)
		}
	})
}

// A watch that delivers nothing is not a verdict on the cluster.
func TestCatchUpIsBounded(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Pending")
	h := watching(t, s, pods)
	deliver := s.delay()
	defer deliver()
	change := changed(s, "a/web", s.pod("a/web", "Running"))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	err := h.Timeline().CatchUp(ctx, change)
	if !errors.Is(err, ErrUnobserved) || !strings.Contains(err.Error(), `a change of pod "web", and the watch of pods did not show it within`) {
		t.Errorf("got %v", err)
	}
	interrupted, stop := context.WithCancel(t.Context())
	stop()
	if err := h.Timeline().CatchUp(interrupted, change); !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnobserved) {
		t.Errorf("interrupted: %v", err)
	}
	h.Stop()
	if err := h.Timeline().CatchUp(t.Context(), change); !errors.Is(err, ErrStopped) {
		t.Errorf("stopped: %v", err)
	}
}

// A watch that is forbidden or impossible is an error.
func TestCatchUpWithoutAWatch(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.forbid("pods")
	h, _, _ := connect(t, s, Options{})
	change := changed(s, "a/web", s.pod("a/web", "Running"))
	if err := h.Timeline().CatchUp(bounded(t), change); !errors.Is(err, ErrUnobserved) || !strings.Contains(err.Error(), "pods is forbidden") {
		t.Errorf("got %v", err)
	}
}

// TestReachedIsOfOneNamespace: the progress of another namespace's watch proves nothing.
func TestReachedIsOfOneNamespace(t *testing.T) {
	t.Parallel()
	h := &Hub{watches: map[scope]*kindWatch{}}
	for namespace, seen := range map[string]*store{"a": {listed: true, revision: 5}, "b": {listed: true, revision: 9}, "c": {revision: 9}} {
		w := &kindWatch{kind: pods, namespace: namespace, store: seen}
		h.watches[w.scope()] = w
	}
	for namespace, want := range map[string]bool{"a": false, "b": true, "c": false} {
		watches := h.watchesOf(ref(pods, namespace+"/web"))
		if len(watches) != 1 || watches[0].reached(7) != want {
			t.Errorf("%s: %d watches, reached is %v", namespace, len(watches), !want)
		}
	}
}
