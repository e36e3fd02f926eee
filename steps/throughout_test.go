package steps

import (
	"fmt"
	"testing"

	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
)

// growing passes a view to a counter one observation at a time, as watches do, and returns at which observation the count
// increased; 0 for none.
func growing(v viewtest.View, kind string, begin int, count func(observe.Observation) (int, bool)) (int, *objects.Counter) {
	c := objects.NewCounter(v[:begin], kind)
	for i := begin; i <= len(v); i++ {
		if _, grown := c.Grown(v[:i], count); grown {
			return i, c
		}
	}
	return 0, c
}

func TestThroughoutCountsRestarts(t *testing.T) {
	pod := func(uid string, restarts int, more string) string {
		return fmt.Sprintf("{kind: Pod, metadata: {name: web, namespace: a, uid: %s%s}, status: {%s: [{name: c, restartCount: %d}]}}", uid, more, "containerStatuses", restarts)
	}
	const gone = ", annotations: {gone: ''}"
	sidecar := "{kind: Pod, metadata: {name: web, namespace: a, uid: x}, status: {initContainerStatuses: [{name: i, restartCount: 1}]}}"
	for name, c := range map[string]struct {
		begin int
		docs  []string
		at    int
		alive bool
	}{
		"a restart":                     {1, []string{pod("x", 0, ""), pod("x", 0, ""), pod("x", 1, "")}, 3, true},
		"one before, and none since":    {2, []string{pod("x", 0, ""), pod("x", 1, ""), pod("x", 1, "")}, 0, true},
		"one before, and another":       {1, []string{pod("x", 1, ""), pod("x", 2, "")}, 2, true},
		"a pod that came restarted":     {0, []string{pod("x", 1, "")}, 1, true},
		"a sidecar":                     {0, []string{sidecar}, 1, true},
		"replaced by one of that name":  {1, []string{pod("x", 0, ""), pod("x", 0, gone), pod("y", 0, "")}, 0, true},
		"gone, with what it had":        {1, []string{pod("x", 1, ""), pod("x", 1, gone)}, 0, true},
		"no pod":                        {0, []string{"{kind: Service, metadata: {name: s, namespace: a, uid: s}}"}, 0, false},
		"a pod that had gone before it": {2, []string{pod("x", 0, ""), pod("x", 0, gone)}, 0, false},
	} {
		at, counter := growing(viewtest.See(t, c.docs...), "pods", c.begin, objects.PodRestarts)
		if at != c.at || (counter.Idle("idle")(nil) == "") != c.alive {
			t.Errorf("%s: at %d, has objects: %v; want %d, %v", name, at, counter.Idle("idle")(nil) == "", c.at, c.alive)
		}
	}
}

func TestThroughoutCountsEvents(t *testing.T) {
	event := func(name string, count int, namespace string) string {
		return fmt.Sprintf("{kind: Event, metadata: {name: %s, namespace: a, uid: %[1]s}, reason: BackOff, count: %d, involvedObject: {kind: Pod, name: web, namespace: '%s'}}", name, count, namespace)
	}
	for name, c := range map[string]struct {
		begin int
		docs  []string
		at    int
	}{
		"recorded":               {0, []string{event("e", 1, "a")}, 1},
		"recorded before":        {1, []string{event("e", 1, "a"), event("e", 1, "a")}, 0},
		"recorded again":         {1, []string{event("e", 1, "a"), event("e", 2, "a")}, 2},
		"about somebody's node":  {0, []string{event("e", 1, "")}, 0},
		"before and another one": {1, []string{event("e", 1, "a"), event("f", 1, "a")}, 2},
	} {
		if at, _ := growing(viewtest.See(t, c.docs...), "events", c.begin, objects.TimesRecorded); at != c.at {
			t.Errorf("%s: at %d, want %d", name, at, c.at)
		}
	}
}
