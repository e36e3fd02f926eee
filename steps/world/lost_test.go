package world_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// TestWhatIsLostOnTheWayToAPod: if the connection to a pod could not be established or broke, there is no answer, in a replay
// as well, unless the scenario itself has stopped something on the way, or the pod is not running.
func TestWhatIsLostOnTheWayToAPod(t *testing.T) {
	t.Parallel()
	broke := fmt.Errorf("run a command: %w", &kube.Unreached{Err: errors.New("unexpected EOF")})
	running := map[string]any{"running": map[string]any{"startedAt": "2026-01-01T00:00:00Z"}}
	ended := map[string]any{"terminated": map[string]any{"exitCode": int64(1)}}
	for name, c := range map[string]struct {
		err        error
		state      world.State
		container  map[string]any // state of the container
		deleted    bool
		unobserved bool
	}{
		"it broke":                             {broke, world.State{}, running, false, true},
		"the command failed":                   {errors.New("it exited with 1"), world.State{}, running, false, false},
		"the scenario stopped a control plane": {broke, world.State{StoppedControl: true}, running, false, false},
		"the scenario stopped its node":        {broke, world.State{Power: map[string]world.Power{"n1": {Off: time.Now()}}}, running, false, false},
		"the scenario stopped another node":    {broke, world.State{Power: map[string]world.Power{"n2": {Off: time.Now()}}}, running, false, true},
		"its container has ended":              {broke, world.State{}, ended, false, false},
		"it is being deleted":                  {broke, world.State{}, running, true, false},
	} {
		metadata := map[string]any{"name": "c", "namespace": "a", "uid": "u", "resourceVersion": "1"}
		if c.deleted {
			metadata["deletionTimestamp"] = "2026-01-01T00:00:00Z"
		}
		pod := map[string]any{"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": map[string]any{"nodeName": "n1"},
			"status": map[string]any{"containerStatuses": []any{map[string]any{"name": "app", "state": c.container}}}}
		s := &lateServer{kind: coreKind("Pod", "pods"), old: pod}
		for _, container := range []string{"app", ""} {
			q := world.Question{Kind: world.QuestionContainer, Namespace: "a", Pod: "c", Container: container}
			var answers []world.Answer
			_, err := seenBehind(t, s, time.Minute, func(ctx context.Context, w *world.World) error {
				_, err := world.Ask(ctx, w, q, func(context.Context) (string, error) { return "", c.err })
				answers = w.Answers()
				return err
			}, c.state)
			if errors.Is(err, observe.ErrUnobserved) != c.unobserved || err == nil || err.Error() != c.err.Error() {
				t.Errorf("%s: %v", name, err)
			}
			if again := replayed(t, q, answers); errors.Is(again, observe.ErrUnobserved) != c.unobserved || again == nil || again.Error() != err.Error() {
				t.Errorf("%s: in a replay, %v", name, again)
			}
		}
	}
}

// replayed asks the question in a replay and returns the error.
func replayed(t *testing.T, q world.Question, answers []world.Answer) error {
	t.Helper()
	began := answers[0].Began
	hub, tape := observe.Replay(t.Context(), observe.Recording{Ended: began.Add(time.Minute), Steps: []observe.Window{{Started: began, Ended: began.Add(time.Minute)}}})
	defer hub.Stop()
	w := (&world.Run{Hub: hub}).Replay(tape, world.Scenario{}, world.State{}, answers)
	tape.Begin(began.Add(time.Minute), "")
	_, err := world.Ask(t.Context(), w, q, func(context.Context) (string, error) { return "", errors.New("a replay asks nobody") })
	return err
}
