package assert

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/world"
)

// TestNamespacesInTheScenariosWords: nobody knows the names that are made up for a run.
func TestNamespacesInTheScenariosWords(t *testing.T) {
	hub, tape := observe.Replay(t.Context(), observe.Recording{})
	t.Cleanup(hub.Stop)
	w := (&world.Run{Hub: hub}).Replay(tape, world.Scenario{}, world.State{Namespaces: map[string]string{"": "gherkind-a-1", "mem2": "gherkind-a-2"}}, nil)
	for text, want := range map[string]string{
		`there is no pod "wbe" in namespace "gherkind-a-1"; there is "web"`: `there is no pod "wbe" in the scenario's namespace; there is "web"`,
		`there is no pod "wbe" in namespace "gherkind-a-2"`:                 `there is no pod "wbe" in namespace "mem2"`,
		`there is no pod "wbe" in namespace "mem2", but in "gherkind-a-1"`:  `there is no pod "wbe" in namespace "mem2", but in the scenario's namespace`,
		"look at its events: kubectl describe pod/web -n gherkind-a-1":      "look at its events: kubectl describe pod/web -n gherkind-a-1",
	} {
		if got := inScenarioWords(w, text); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}

// TestWhyOfAMissThatIsOver: the reason for a missed wait is that of the time of the miss if the pod has recovered since then.
func TestWhyOfAMissThatIsOver(t *testing.T) {
	const (
		pod    = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: a, uid: a}, spec: {nodeName: worker, containers: [{name: main, image: ngnix}]}, status: {"
		failed = pod + "phase: Pending, containerStatuses: [{name: main, image: ngnix, state: {waiting: {reason: ImagePullBackOff, message: not found}}}]}}"
		ready  = pod + "phase: Running, conditions: [{type: Ready, status: 'True'}], containerStatuses: [{name: main, image: ngnix, ready: true, state: {running: {}}}]}}"
	)
	view, began := viewtest.See(t, failed, ready), time.Now().Add(-time.Minute)
	view[0].At, view[1].At = began, began.Add(2*time.Second)
	w := viewtest.Open(t, view)
	for ended, want := range map[time.Duration]string{time.Second: explain.PodImagePull, 3 * time.Second: ""} {
		missed := &observe.Missed{Saw: "ImagePullBackOff", Ended: began.Add(ended), Cause: context.DeadlineExceeded}
		f, is := errors.AsType[*explain.Failure](Failure(t.Context(), w.World, w.Ref("Pod", "web"), time.Second, missed))
		if !is || f.Code != want {
			t.Errorf("missed after %s: %q, want %q", ended, f.Code, want)
		}
	}
}
