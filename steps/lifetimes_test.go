package steps

import (
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/viewtest"
)

// TestInOrder: the order is that of the cluster's revisions. What is not known is not taken for an order, and what has not
// happened is waited for.
func TestInOrder(t *testing.T) {
	const one, two = "{apiVersion: v1, kind: Pod, metadata: {name: one, namespace: a, uid: u1, resourceVersion: '5'}, status: {phase: Running}}",
		"{apiVersion: v1, kind: Pod, metadata: {name: two, namespace: a, uid: u2, resourceVersion: '7'}, status: {phase: Running}}"
	v := viewtest.See(t, two, one) // which arrived the other way round
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
