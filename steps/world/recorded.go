package world

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
)

// recorded is the backend of a replay.
type recorded struct{ tape *observe.Tape }

// Replay opens a recorded scenario with its recorded names and answers. The tape must be that of the run's hub.
func (r *Run) Replay(tape *observe.Tape, s Scenario, names State, answers []Answer) *World {
	w := r.open(s, recorded{tape})
	maps.Copy(w.namespaces, names.Namespaces)
	w.visits(names.SetUp)
	w.answers.list = answers
	return w
}

// oftenEnough is the longest interval between two attempts of a poll; see probe.Longest.
const oftenEnough = time.Second

// ask returns the first recorded answer to the question from now on.
func (r recorded) ask(ctx context.Context, w *World, q Question, value any, _ func(context.Context) error) error {
	answer, last := w.recorded(q, r.tape.Now())
	if answer == nil && last != nil && last.Err == "" && q.Once {
		answer = last // it was sent only once, so its answer also counts if the replay resolves the target a moment later than the run
	}
	deadline, bounded := ctx.Deadline()
	inTime := answer != nil && (!bounded || !answer.Ended.After(deadline))
	asked := answer != nil && !answer.Began.After(deadline) || last != nil && !last.Ended.Add(oftenEnough).Before(deadline)
	switch {
	case bounded && !inTime && asked && !deadline.After(r.tape.Limit()):
		r.tape.PlayTo(deadline) // the question was asked until then, without an answer in time
		return ctx.Err()
	case answer == nil && last == nil:
		return r.tape.Lack("it was not asked while this was recorded: %s", q)
	case !inTime || answer.Ended.After(r.tape.Limit()):
		return r.tape.Lack("it was not asked often enough while this was recorded: %s", q)
	case answer.Value == nil:
		return r.tape.Lack("the recorded answer was left out, because there were too many or too large ones: %s", q)
	}
	r.tape.PlayTo(answer.Ended)
	if err := json.Unmarshal(answer.Value, value); err != nil {
		return fmt.Errorf("read the recorded answer to %s: %w", q, err)
	}
	switch {
	case answer.Lost:
		return &astray{errors.New(answer.Err)}
	case answer.Err != "":
		return errors.New(answer.Err)
	}
	return nil
}

// recall returns the next recorded answer, or else the last one.
func (r recorded) recall(w *World, q Question, value any, _ func()) bool {
	answer, last := w.recorded(q, r.tape.Now())
	if answer == nil {
		answer = last
	}
	return answer != nil && answer.Value != nil && json.Unmarshal(answer.Value, value) == nil
}

// recorded returns the first answer to a question that was asked at this time or later, and the last one before it.
func (w *World) recorded(question Question, from time.Time) (next, last *Answer) {
	for i := range w.answers.list {
		a := &w.answers.list[i]
		if a.Question != question {
			continue
		}
		if !a.Began.Before(from) {
			return a, last
		}
		last = a
	}
	return nil, last
}

func (r recorded) clock() probe.Clock { return r.tape }

func (r recorded) beginAsking() { r.tape.BeginAsking() }

func (recorded) feel(context.Context, *World, time.Duration) *probe.Pulse { return nil }

func (r recorded) makeNamespace(_ context.Context, _ *World, alias string) (string, error) {
	return "", r.tape.Lack("the scenario had no namespace %q while it was recorded", alias)
}

func (r recorded) look(_ context.Context, _ *World, _ kube.Kind, namespace string) (*observe.Timeline, error) {
	return nil, r.tape.Lack("namespace %q is not the scenario's, and was not recorded", namespace)
}
