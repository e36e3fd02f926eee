package observe

import (
	"fmt"
	"testing"

	"k8s.io/apimachinery/pkg/watch"
)

// An event about a former node does not reach a timeline that has not seen that node: there is another one of the name.
func TestEventsAboutFormerNodes(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	at := func(second int) string { return fmt.Sprintf("2026-01-01T00:00:%02dZ", second) }
	event := func(name, uid string, second int) string {
		about := object{"kind": "Node", "name": "worker", "apiVersion": "v1"}
		if uid != "" {
			about["uid"] = uid
		}
		return told(watch.Added, events, name, s.put("events", name, object{"involvedObject": about, "creationTimestamp": at(second)}))
	}
	first := s.put("nodes", "worker", object{"creationTimestamp": at(10)})
	uid := fmt.Sprintf("nodes//worker-%d", first)
	node := told(watch.Added, nodes, "worker", first)
	event("default/former.1", "another", 9)
	own := event("default/own.1", uid, 9)
	early := event("default/kubelet.1", "", 9)
	named := event("default/kubelet.2", "worker", 9)
	later := event("default/unseen.1", "unseen", 10)

	h := watching(t, s, nodes, events)
	tl := h.Timeline("a")
	same(t, story(tl), []string{node, own, early, named, later})
	event("default/former.1", "another", 9)
	event("default/former.2", "another", 9)
	live := event("default/own.2", uid, 11)
	shows := func(name string) Check {
		return func(v View) Verdict { return Verdict{Met: v.Get(ref(events, name)) != nil} }
	}
	reach(t, tl, shows("default/own.2"))
	same(t, story(tl), []string{node, own, early, named, later, live})

	// A node that is replaced while the timeline is open is part of it, and so is what is told of it afterwards.
	gone := told(watch.Deleted, nodes, "worker", s.remove("nodes", "worker"))
	second := told(watch.Added, nodes, "worker", s.put("nodes", "worker", object{"creationTimestamp": at(20)}))
	reach(t, tl, func(v View) Verdict { return Verdict{Met: len(v.History(ref(nodes, "worker"))) == 3} })
	removed := event("default/own.3", uid, 19)
	reach(t, tl, shows("default/own.3"))
	same(t, story(tl), []string{node, own, early, named, later, live, gone, second, removed})
	same(t, story(h.Timeline("a")), []string{second, early, named})
}
