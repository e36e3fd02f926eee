package world

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/probe"
)

// Answer is what a scenario was told by something that is not watched: a
// request, a command, a log.
type Answer struct {
	Question     Question
	Began, Ended time.Time
	Value        json.RawMessage // nil when it was left out, see AnswerLimit
	Err          string          // what Value lacks, or why there is none; "" when all went well
}

// Limits of what a scenario's recording keeps of such answers. Those above are
// left out; a replay says so where it needs one.
const (
	AnswerLimit  = 256 << 10 // bytes of one answer
	AnswersLimit = 1 << 20   // bytes of all that differ
	AnswersMost  = 5000      // answers
)

// answers are a scenario's, in order; equal values are kept once.
type answers struct {
	list  []Answer
	kept  map[string]json.RawMessage
	bytes int
}

func (a *answers) add(question Question, began, ended time.Time, value any, err error) {
	if len(a.list) == AnswersMost {
		return
	}
	answer := Answer{Question: question, Began: began, Ended: ended}
	if err != nil {
		answer.Err = err.Error()
	}
	if data, err := json.Marshal(value); err == nil {
		answer.Value = a.keep(data)
	}
	a.list = append(a.list, answer)
}

func (a *answers) keep(data []byte) json.RawMessage {
	if same, ok := a.kept[string(data)]; ok {
		return same
	}
	if len(data) > AnswerLimit || a.bytes+len(data) > AnswersLimit {
		return nil
	}
	if a.kept == nil {
		a.kept = map[string]json.RawMessage{}
	}
	a.bytes += len(data)
	a.kept[string(data)] = data
	return data
}

// NewAnswer is an answer that was found at one moment.
func NewAnswer(question Question, at time.Time, value any) Answer {
	data, err := json.Marshal(value)
	if err != nil {
		return Answer{Question: question, Began: at, Ended: at, Err: err.Error()}
	}
	return Answer{Question: question, Began: at, Ended: at, Value: data}
}

// Answers returns what the scenario was told so far.
func (w *World) Answers() []Answer { return w.answers.list }

// Attempts returns when the scenario tried what it waits for without a watch.
func (w *World) Attempts() []time.Time { return w.attempts }

// StepEnded notes the scenario's names, as they are after a step.
func (w *World) StepEnded() { w.states = append(w.states, w.State()) }

// States returns what StepEnded has noted.
func (w *World) States() []State { return w.states }

// Attempted notes that such a try begins. withdraw takes the note back, before
// the next one: the try came to nothing that counts.
func (w *World) Attempted() (withdraw func()) {
	before := len(w.attempts)
	if before < AnswersMost {
		w.attempts = append(w.attempts, w.Timeline.Now())
	}
	return func() { w.attempts = w.attempts[:before] }
}

// Ask asks something that is not watched, and keeps the answer for replays. A
// replay does not ask: it gives the recorded answer, when its time has come.
// The question must have all that the answer depends on.
func Ask[T any](ctx context.Context, w *World, question Question, ask func(context.Context) (T, error)) (T, error) {
	if w.Run.Hub.Tape() != nil {
		return again[T](ctx, w, question)
	}
	began := time.Now()
	value, err := ask(ctx)
	w.answers.add(question, began, time.Now(), value, err)
	if missing := kube.MissingRight(err); missing != nil {
		return value, &forbidden{missing}
	}
	return value, err
}

// forbidden ends a wait: nobody gets a right by asking again.
type forbidden struct{ *kube.RightError }

func (f *forbidden) Unwrap() []error { return []error{f.RightError, probe.ErrHopeless} }

// Recall is Ask for what an explanation needs: in a replay, any recorded answer
// will do, best one of now or soon after, and the zero value when there is none.
func Recall[T any](ctx context.Context, w *World, question Question, ask func(context.Context) T) T {
	if w.Run.Hub.Tape() == nil {
		began := time.Now()
		value := ask(ctx)
		w.answers.add(question, began, time.Now(), value, nil)
		return value
	}
	var value T
	answer, last := w.recorded(question, w.Run.Hub.Tape().Now())
	if answer == nil {
		answer = last
	}
	if answer == nil || answer.Value == nil || json.Unmarshal(answer.Value, &value) != nil {
		return *new(T)
	}
	return value
}

// oftenEnough is the longest pause before what is asked again and again is asked
// again; see probe.Longest.
const oftenEnough = time.Second

// again gives the next recorded answer that was asked for from now on.
func again[T any](ctx context.Context, w *World, question Question) (T, error) {
	var value T
	tape := w.Run.Hub.Tape()
	answer, last := w.recorded(question, tape.Now())
	deadline, bounded := ctx.Deadline()
	inTime := answer != nil && (!bounded || !answer.Ended.After(deadline))
	asked := answer != nil && !answer.Began.After(deadline) || last != nil && !last.Ended.Add(oftenEnough).Before(deadline)
	switch {
	case bounded && !inTime && asked && !deadline.After(tape.Limit()):
		tape.PlayTo(deadline) // it was asked until then, without an answer in time
		return value, ctx.Err()
	case answer == nil && last == nil:
		return value, tape.Lack("it was not asked while this was recorded: %s", question)
	case !inTime || answer.Ended.After(tape.Limit()):
		return value, tape.Lack("it was not asked often enough while this was recorded: %s", question)
	case answer.Value == nil:
		return value, tape.Lack("the recorded answer was left out, because there were too many or too large ones: %s", question)
	}
	tape.PlayTo(answer.Ended)
	if err := json.Unmarshal(answer.Value, &value); err != nil {
		return value, fmt.Errorf("read the recorded answer to %s: %w", question, err)
	}
	if answer.Err != "" {
		return value, errors.New(answer.Err)
	}
	return value, nil
}

// recorded finds the first answer to a question that was asked at a time or
// later, and the last one before it.
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
