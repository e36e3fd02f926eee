package observe

import (
	"errors"
	"slices"
	"strconv"
	"syscall"
	"testing"

	"k8s.io/apimachinery/pkg/watch"
)

// outage is a way to lose a watch. The cluster is changed during it.
type outage struct {
	name    string
	gapless bool // the watch resumes where it stopped, if it had brought anything
	expires bool // a watch cannot resume
	happen  func(t *testing.T, s *server, failed <-chan error, during func())
}

func held(lose func(s *server), expire bool) func(*testing.T, *server, <-chan error, func()) {
	return func(_ *testing.T, s *server, _ <-chan error, during func()) {
		release := s.hold()
		lose(s)
		s.unwatched()
		during()
		if expire {
			s.expire()
		}
		release()
	}
}

func expired() []byte { return line("ERROR", status(410, "Expired", "too old resource version")) }

// stale returns an old version of the pod that is Pending at first, and a pod that never existed.
func stale() []byte {
	pod := func(name string) object {
		meta := object{"name": name, "namespace": "a", "uid": "pods/a/web-101", "resourceVersion": "101"}
		return object{"apiVersion": "v1", "kind": "Pod", "metadata": meta, "status": object{"phase": "Failed"}}
	}
	return append(line("MODIFIED", pod("web")), line("ADDED", pod("ghost"))...)
}

func outages() []outage {
	return []outage{
		{name: "cut", gapless: true, happen: held((*server).cutAll, false)},
		{name: "cut and expired", expires: true, happen: held((*server).cutAll, true)},
		{name: "expired in the stream", happen: held(func(s *server) { s.raw(expired()) }, true)},
		// What an old connection delivers after its end must not bring back old versions. The client closes it, so only what
		// was already in transit can arrive late.
		{name: "late bytes", happen: held(func(s *server) { s.raw(expired(), stale(), stale()) }, true)},
		{name: "server error", happen: held(func(s *server) {
			s.raw(line("ERROR", status(500, "InternalError", "etcd is away")), stale())
		}, false)},
		{name: "restart", gapless: true, happen: func(t *testing.T, s *server, failed <-chan error, during func()) {
			s.stop()
			for !errors.Is(within(t, "a refused connection", failed), syscall.ECONNREFUSED) {
				continue
			}
			during()
			s.start()
		}},
	}
}

// However a watch is lost, no wait is lost, nothing is observed twice, and deletions and new objects of the same name are
// noticed. A watch that ended early without an event lists again, others resume where they stopped.
func TestOutages(t *testing.T) {
	t.Parallel()
	for _, o := range outages() {
		for _, fresh := range []bool{true, false} {
			t.Run(o.name+map[bool]string{true: " early", false: " later"}[fresh], func(t *testing.T) {
				t.Parallel()
				bothModes(t, func(t *testing.T, s *server) { survive(t, s, o, fresh) })
			})
		}
	}
}

func survive(t *testing.T, s *server, o outage, fresh bool) {
	s.pod("a/web", "Pending")   // 101
	s.pod("a/gone", "Running")  // 102
	s.pod("a/again", "Running") // 103
	h, _, failed := connect(t, s, Options{})
	ensure(t, h, pods)
	s.watched("pods")
	tl := h.Timeline("a")
	want := []string{
		told(watch.Added, pods, "a/web", 101), told(watch.Added, pods, "a/gone", 102), told(watch.Added, pods, "a/again", 103),
	}
	if !fresh {
		revision := s.pod("a/web", "Unknown")
		reach(t, tl, phase("a/web", "Unknown"))
		want = append(want, told(watch.Modified, pods, "a/web", revision))
	}
	failing := tl.Never(phase("a/web", "Failed"))
	waits := map[string]<-chan error{}
	for name, check := range map[string]Check{
		"the change": phase("a/web", "Running"), "the deletion": phase("a/gone", "absent"), "the new pod": phase("a/new", "Running"),
		"the other UID": func(v View) Verdict {
			now := v.Get(ref(pods, "a/again"))
			return Verdict{Met: now != nil && now.GetUID() != "pods/a/again-103"}
		},
	} {
		waits[name] = waiting(t, check, func(c Check) error { return tl.Until(bounded(t), c) })
	}

	var brief, changed, gone, left, again, added int
	o.happen(t, s, failed, func() {
		brief, changed = s.pod("a/web", "brief"), s.pod("a/web", "Running")
		gone, left = s.remove("pods", "a/gone"), s.remove("pods", "a/again")
		again, added = s.pod("a/again", "Running"), s.pod("a/new", "Running")
	})
	for name, result := range waits {
		if err := within(t, name, result); err != nil {
			t.Errorf("the wait for %s: %v", name, err)
		}
	}
	after := s.pod("a/after", "Running")
	reach(t, tl, phase("a/after", "Running"))
	got := story(tl)
	passing := told(watch.Modified, pods, "a/web", brief)
	switch err := failing(); {
	case slices.Contains(got, passing) && err != nil:
		t.Errorf("an old version came back: %v", err)
	case !slices.Contains(got, passing) && !errors.Is(err, ErrUnobserved):
		t.Errorf("it cannot be known that it never failed: %v", err)
	}
	if slices.Contains(got, passing) {
		want = append(want, passing)
	} else { // listed again: what happened in between is lost, and so are the times of deletions
		gone, left = 0, 0
		if o.gapless && !fresh {
			t.Error("the watch did not resume where it stopped")
		}
	}
	same(t, got, append(want, told(watch.Modified, pods, "a/web", changed),
		told(watch.Deleted, pods, "a/gone", gone), told(watch.Deleted, pods, "a/again", left),
		told(watch.Added, pods, "a/again", again), told(watch.Added, pods, "a/new", added), told(watch.Added, pods, "a/after", after)))
	recreated(t, tl, again)
	if o.expires && !fresh && s.requested()["EXPIRED pods"] == 0 {
		t.Error("no watch was told that it has expired")
	}
}

// recreated checks that the old pod is deleted before the new one is added.
func recreated(t *testing.T, tl *Timeline, revision int) {
	t.Helper()
	tl.View(func(v View) {
		var types []watch.EventType
		versions := v.History(ref(pods, "a/again"))
		for _, o := range versions {
			types = append(types, o.Type)
		}
		if !slices.Equal(types, []watch.EventType{watch.Added, watch.Deleted, watch.Added}) {
			t.Fatalf("the history is %v", types)
		}
		if uid := versions[2].Object.GetUID(); string(uid) != "pods/a/again-"+strconv.Itoa(revision) {
			t.Errorf("the new pod has UID %s", uid)
		}
		if before, known := Before(versions[0], versions[1]); !before || !known {
			t.Errorf("the pod was before its deletion: %t, known %t", before, known)
		}
		if before, known := Before(versions[1], versions[2]); !before || !known {
			t.Errorf("the deletion was before the new pod: %t, known %t", before, known)
		}
	})
}
