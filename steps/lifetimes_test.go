package steps

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
)

// TestInOrder: the order is that of the resource versions. An unknown order is never met, and the step waits for what has not
// happened yet.
func TestInOrder(t *testing.T) {
	const one, two = "{apiVersion: v1, kind: Pod, metadata: {name: one, namespace: a, uid: u1, resourceVersion: '5'}, status: {phase: Running}}",
		"{apiVersion: v1, kind: Pod, metadata: {name: two, namespace: a, uid: u2, resourceVersion: '7'}, status: {phase: Running}}"
	v := viewtest.See(t, two, one) // which arrived in the opposite order
	v[0].Revision, v[1].Revision = 7, 5
	first, second := happening{v[1].Ref, "created"}, happening{v[0].Ref, "created"}
	viewtest.Verdict(t, "in order", inOrder(v, first, second), "")
	viewtest.Verdict(t, "in the other order", inOrder(v, second, first), `pod "one" was created 0s before pod "two" was created`)
	viewtest.Verdict(t, "not yet", inOrder(v, first, happening{v[0].Ref, "gone"}), `pod "two" was never gone; it is Running, 0/0 ready`)
	v[0].Revision, v[0].Ref.Namespace = 0, "b"
	second.of.Namespace = "b"
	viewtest.Verdict(t, "nobody knows", inOrder(v, first, second), `the cluster does not tell which came first: pod "one" was created, or pod "two" was created`)
}

func TestInTime(t *testing.T) {
	first, second := happening{what: "deleted"}, happening{what: "gone"}
	for took, met := range map[time.Duration]bool{time.Second: false, 2 * time.Second: true, 3 * time.Second: true, 4 * time.Second: true, 5 * time.Second: false} {
		if verdict := inTime(first, second, took, 2*time.Second, 4*time.Second); verdict.Met != met {
			t.Errorf("%s: %+v", took, verdict)
		}
	}
}

// TestWhatAWatchHasHidden: what is observed when a watch resumes may have happened at any time since the interruption.
func TestWhatAWatchHasHidden(t *testing.T) {
	v := viewtest.See(t, "{apiVersion: v1, kind: Pod, metadata: {name: one, namespace: a}}", "{apiVersion: v1, kind: Pod, metadata: {name: two, namespace: a}}")
	at := func(second int) time.Time { return time.Unix(int64(1000+second), 0) }
	v[0].At, v[1].At = at(0), at(10)
	pods, nodes := v[0].Ref.Kind, viewtest.KindFor("Node")
	for name, c := range map[string]struct {
		blind       observe.Blind
		least, most int
		unknown     bool
	}{
		"never":                              {observe.Blind{}, 8, 12, false},
		"of another kind":                    {observe.Blind{Kind: nodes, From: at(5), To: at(10)}, 8, 12, false},
		"before the end":                     {observe.Blind{Kind: pods, From: at(5), To: at(10)}, 8, 12, true},
		"before the end, and it is late":     {observe.Blind{Kind: pods, From: at(5), To: at(10)}, 1, 4, false},
		"before the end, and it may be late": {observe.Blind{Kind: pods, From: at(5), To: at(10)}, 1, 6, true},
		"before the end, for a moment":       {observe.Blind{Kind: pods, From: at(9), To: at(10)}, 8, 12, false},
		"at the end, and it lasts":           {observe.Blind{Kind: pods, From: at(5)}, 8, 12, true},
		"before the beginning":               {observe.Blind{Kind: pods, From: at(-5), To: at(0)}, 8, 12, true},
		"between":                            {observe.Blind{Kind: pods, From: at(2), To: at(5)}, 8, 12, false},
		"after the end":                      {observe.Blind{Kind: pods, From: at(11), To: at(12)}, 8, 12, false},
	} {
		err := timeUnknown([]observe.Blind{c.blind}, &v[0], &v[1], time.Duration(c.least)*time.Second, time.Duration(c.most)*time.Second)
		if (err != nil) != c.unknown || err != nil && !errors.Is(err, observe.ErrUnobserved) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAnOrderThatTheClusterDoesNotTell: an unknown order is infrastructure, not a failure.
func TestAnOrderThatTheClusterDoesNotTell(t *testing.T) {
	const pod = "{apiVersion: v1, kind: Pod, metadata: {name: NAME, namespace: a, uid: NAME}, status: {phase: Running}}"
	failed := errors.New("failed")
	for name, other := range map[string]string{"the watch tells": strings.ReplaceAll(pod, "NAME", "two"), "nothing tells": "{apiVersion: v1, kind: Service, metadata: {name: two, namespace: a, uid: two}}"} {
		seen := viewtest.See(t, strings.ReplaceAll(pod, "NAME", "one"), other)
		w := viewtest.Open(t, seen)
		err := unlessOrderUnknown(w.World, happening{seen[0].Ref, "created"}, happening{seen[1].Ref, "created"}, failed)
		if errors.Is(err, observe.ErrUnobserved) != (name == "nothing tells") || !errors.Is(err, failed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
