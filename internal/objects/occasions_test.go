package objects

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/viewtest"
)

// TestWhen: what happened is of one object, the last one of its name to which it happened.
func TestWhen(t *testing.T) {
	const pod = "{apiVersion: v1, kind: Pod, metadata: {name: db, namespace: a, uid: UID}, status: {phase: PHASE, conditions: [{type: Ready, status: 'READY'}]}}"
	doc := func(uid, phase, ready string) string {
		return strings.NewReplacer("UID", uid, "PHASE", phase, "READY", ready).Replace(pod)
	}
	v := viewtest.See(t, doc("one", "Pending", "False"), doc("one", "Running", "True"), doc("one", "Running", "True"),
		doc("two", "Pending", "False"))
	v[2].Type = watch.Deleted
	for occasion, want := range map[string]int{WasCreated: 3, WasReady: 1, WasGone: 2, WasDeleted: 2, "Running": 1, "Pending": 3, "Failed": -1} {
		at, saw := When(v, v[0].Ref, occasion)
		switch {
		case at == nil && (want >= 0 || saw == ""):
			t.Errorf("%s: nothing, %q", occasion, saw)
		case at != nil && (want < 0 || at.Seq != v[want].Seq):
			t.Errorf("%s: version %d, want %d", occasion, at.Seq, want)
		}
	}
	if a, b, saw := WhenBoth(v, v[0].Ref, WasCreated, WasGone); saw != "" || a.Seq != v[0].Seq || b.Seq != v[2].Seq {
		t.Errorf("both: %v, %v, %q", a, b, saw)
	}
	other := v[0].Ref
	other.Name = "bd"
	if at, saw := When(v, other, WasCreated); at != nil || saw != `there never was a pod "bd"; there was "db"` {
		t.Errorf("%v, %q", at, saw)
	}
}
