package world

import (
	"context"
	"encoding/json"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/probe"
)

// Answer is the result of something that cannot be watched: a request, a command, a log.
type Answer struct {
	Question     Question
	Began, Ended time.Time
	Value        json.RawMessage // nil if it was left out, see AnswerLimit
	Err          string          // why Value is incomplete or missing; "" if there was no error
	Lost         bool            `json:",omitempty"` // there is no answer, because the connection was lost
}

// Limits for recorded answers. Answers beyond them are left out of the recording; a replay that needs one of them reports that.
const (
	AnswerLimit  = 256 << 10 // bytes of one answer
	AnswersLimit = 1 << 20   // bytes of all different answers
	AnswersMost  = 5000      // number of answers
)

// answers are the answers of a scenario in order; equal values are stored once.
type answers struct {
	list  []Answer
	kept  map[string]json.RawMessage
	bytes int
}

func (a *answers) add(answer Answer, value any, err error) {
	if len(a.list) == AnswersMost {
		return
	}
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

// NewAnswer returns an answer that was given at one moment.
func NewAnswer(question Question, at time.Time, value any) Answer {
	data, err := json.Marshal(value)
	if err != nil {
		return Answer{Question: question, Began: at, Ended: at, Err: err.Error()}
	}
	return Answer{Question: question, Began: at, Ended: at, Value: data}
}

// Answers returns the answers that the scenario has received so far.
func (w *World) Answers() []Answer { return w.answers.list }

// Attempts returns when the scenario polled for something that cannot be watched.
func (w *World) Attempts() []time.Time { return w.attempts }

// StepEnded records the scenario's state after a step.
func (w *World) StepEnded() { w.states = append(w.states, w.State()) }

// States returns the states that StepEnded has recorded.
func (w *World) States() []State { return w.states }

// Attempted records the start of an attempt. withdraw removes it again, if the attempt does not count; it must be called before
// the next attempt.
func (w *World) Attempted() (withdraw func()) {
	before := len(w.attempts)
	if before < AnswersMost {
		w.attempts = append(w.attempts, w.Timeline.Now())
	}
	return func() { w.attempts = w.attempts[:before] }
}

// Ask asks something that cannot be watched, and records the answer for replays. A replay does not ask, but returns the
// recorded answer when its time has come. The question must contain everything on which the answer depends.
func Ask[T any](ctx context.Context, w *World, question Question, ask func(context.Context) (T, error)) (T, error) {
	var value T
	err := w.backend.ask(ctx, w, question, &value, func(ctx context.Context) (err error) {
		value, err = ask(ctx)
		return err
	})
	return value, err
}

// Recall is Ask for explanations: a replay accepts any recorded answer, preferably one from now or soon after, and returns the
// zero value if there is none.
func Recall[T any](ctx context.Context, w *World, question Question, ask func(context.Context) T) T {
	var value T
	if !w.backend.recall(w, question, &value, func() { value = ask(ctx) }) {
		return *new(T)
	}
	return value
}

// forbidden fails a wait fast, because retrying does not grant the missing permission.
type forbidden struct{ *kube.RightError }

func (f *forbidden) Unwrap() []error { return []error{f.RightError, probe.ErrFailFast} }
