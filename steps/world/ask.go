package world

import (
	"context"
	"encoding/json"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/probe"
)

// Answer is an answer of something that is not watched: a request, a command,
// a log.
type Answer struct {
	Question     Question
	Began, Ended time.Time
	Value        json.RawMessage // nil when it was left out, see AnswerLimit
	Err          string          // what Value lacks, or why there is none; "" when all went well
	Lost         bool            `json:",omitempty"` // there is none since the way to who was asked was lost
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
	var value T
	err := w.backend.ask(ctx, w, question, &value, func(ctx context.Context) (err error) {
		value, err = ask(ctx)
		return err
	})
	return value, err
}

// Recall is Ask for what an explanation needs: in a replay, any recorded answer
// will do, best one of now or soon after, and the zero value when there is none.
func Recall[T any](ctx context.Context, w *World, question Question, ask func(context.Context) T) T {
	var value T
	if !w.backend.recall(w, question, &value, func() { value = ask(ctx) }) {
		return *new(T)
	}
	return value
}

// forbidden ends a wait: nobody gets a right by asking again.
type forbidden struct{ *kube.RightError }

func (f *forbidden) Unwrap() []error { return []error{f.RightError, probe.ErrFailFast} }
