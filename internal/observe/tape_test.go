package observe

import (
	"context"
	"errors"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
)

var (
	taped  = kube.Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: "Pod"}, GVR: schema.GroupVersionResource{Version: "v1", Resource: "pods"}}
	midday = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
)

// tape plays versions "1", "2", … of one object, one per second from midday+1s on, and ends half a second after the last.
func tape(t *testing.T, versions int) (*Timeline, *Tape) {
	t.Helper()
	r := Recording{
		Watched: map[schema.GroupVersionResource]time.Time{taped.GVR: midday},
		Ended:   midday.Add(time.Duration(versions)*time.Second + 500*time.Millisecond),
	}
	for n := range versions {
		obj := &unstructured.Unstructured{Object: map[string]any{"n": int64(n + 1)}}
		r.Observations = append(r.Observations, Observation{Seq: uint64(n), At: midday.Add(time.Duration(n+1) * time.Second), Type: watch.Modified,
			Ref: kube.Ref{Kind: taped, Name: "web"}, Object: obj})
	}
	hub, tape := Replay(t.Context(), r)
	t.Cleanup(hub.Stop)
	timeline := hub.Timeline()
	tape.PlayTo(midday)
	tape.Begin(r.Ended, "")
	return timeline, tape
}

// reaches is met by version n only.
func reaches(n int64) Check {
	return func(v View) Verdict {
		obj := v.Get(kube.Ref{Kind: taped, Name: "web"})
		return Verdict{Met: obj != nil && obj.Object["n"] == n, Saw: "another one"}
	}
}

func TestTapeStopsWhereItIsMet(t *testing.T) {
	timeline, tape := tape(t, 5)
	ctx, cancel := timeline.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := timeline.Until(ctx, reaches(3)); err != nil || tape.Now() != midday.Add(3*time.Second) {
		t.Errorf("at %s: %v", tape.Now(), err)
	}
	if err := timeline.Holds(t.Context(), reaches(3), 900*time.Millisecond); err != nil {
		t.Errorf("it holds until the next version: %v", err)
	}
	if err := timeline.Holds(t.Context(), reaches(3), 200*time.Millisecond); !errors.Is(err, errNotHeld) {
		t.Errorf("the next version: %v", err)
	}
	if lacks := tape.Lacks(); lacks != nil {
		t.Errorf("nothing was lacking: %v", lacks)
	}
}

func TestTapeHasDeadlines(t *testing.T) {
	timeline, tape := tape(t, 5)
	outer, cancel := timeline.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	inner, cancel := timeline.WithTimeout(outer, time.Hour)
	defer cancel()
	derived, cancel := context.WithTimeout(inner, time.Hour)
	defer cancel()
	var missed *Missed
	if err := timeline.Until(inner, reaches(4)); !errors.As(err, &missed) || !errors.Is(err, context.DeadlineExceeded) || missed.Waited != 2*time.Second {
		t.Errorf("got %v after %v", err, missed)
	}
	if outer.Err() == nil || inner.Err() == nil || derived.Err() == nil || tape.Now() != midday.Add(2*time.Second) {
		t.Errorf("at %s: %v, %v, %v", tape.Now(), outer.Err(), inner.Err(), derived.Err())
	}
}

func TestTapeEnds(t *testing.T) {
	timeline, tape := tape(t, 2)
	ctx, cancel := timeline.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var lacks *NotRecorded
	if err := timeline.Until(ctx, reaches(3)); !errors.As(err, &lacks) || tape.Lacks() != lacks || lacks.Error() != "the recording ends 2.5s after this step began" {
		t.Errorf("got %v", err)
	}
	tape.Begin(midday.Add(time.Second), "an action")
	if err := timeline.Until(t.Context(), reaches(3)); !errors.As(err, &lacks) { // also without a deadline
		t.Errorf("got %v", err)
	}
	other := kube.Kind{GVR: schema.GroupVersionResource{Version: "v1", Resource: "nodes"}}
	tape.Begin(midday, "")
	if err := timeline.hub.Ensure(t.Context(), taped, other); !errors.As(err, &lacks) || lacks.Error() != "no nodes were watched while it was recorded" {
		t.Errorf("got %v", err)
	}
}

func TestTapeDoesNotPassAnAction(t *testing.T) {
	timeline, tape := tape(t, 5)
	tape.Begin(midday.Add(2500*time.Millisecond), "it is deleted")
	ctx, cancel := timeline.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	err := timeline.Until(ctx, reaches(3))
	if lacks := tape.Lacks(); lacks == nil || !errors.Is(err, lacks) || tape.Now().After(midday.Add(2500*time.Millisecond)) {
		t.Errorf("at %s: %v", tape.Now(), err)
	}
	never := timeline.Never(reaches(5))
	tape.PlayTo(midday.Add(5 * time.Second))
	if err := never(); !errors.Is(err, errHappened) {
		t.Errorf("what must never be: %v", err)
	}
}
