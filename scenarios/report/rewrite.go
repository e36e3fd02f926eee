package report

import (
	"strings"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/say"
)

// Rewrite applies a function to every text of the scenario, of its steps and of its earlier attempts, except to the names
// that identify the scenario, its objects and its files. Rewriting a text twice must have the same result as
// rewriting it once.
func (s *Scenario) Rewrite(text func(string) string) {
	for _, p := range []*string{&s.Feature, &s.Rule, &s.Name, &s.Err} {
		*p = text(*p)
	}
	rewriteAll(s.Cleanup, text)
	for i := range s.Warnings {
		s.Warnings[i].Text = text(s.Warnings[i].Text)
	}
	s.Failure = rewritten(s.Failure, text)
	for _, step := range s.Steps {
		step.rewrite(text)
	}
	for i := range s.Lanes {
		s.Lanes[i].rewrite(text)
	}
	for _, attempt := range s.Earlier {
		attempt.Rewrite(text)
	}
}

func (s *Step) rewrite(text func(string) string) {
	for _, p := range []*string{&s.Err, &s.Note, &s.Argument} {
		*p = text(*p)
	}
	s.Failure = rewritten(s.Failure, text)
	if now := text(s.Text); now != s.Text {
		s.Values = rewrittenValues(s.Text, now, s.Values, text)
		s.Text = now
	}
}

// rewrittenValues returns the values at their places in the new text; none if they cannot be located there.
func rewrittenValues(before, now string, values []Value, text func(string) string) []Value {
	var out []Value
	for _, v := range values {
		moved := Value{Type: v.Type, Text: text(v.Text), Start: len(text(before[:min(max(v.Start, 0), len(before))]))}
		if moved.Start > len(now) || !strings.HasPrefix(now[moved.Start:], moved.Text) {
			return nil
		}
		out = append(out, moved)
	}
	return out
}

func (l *Lane) rewrite(text func(string) string) {
	for i := range l.Tracks {
		for j := range l.Tracks[i].Bars {
			bar := &l.Tracks[i].Bars[j]
			bar.Text = text(bar.Text)
		}
	}
	for i := range l.Marks {
		l.Marks[i].Reason, l.Marks[i].Message = text(l.Marks[i].Reason), text(l.Marks[i].Message)
	}
}

// rewritten returns a copy: whoever judged the step may still use the original failure.
func rewritten(f *explain.Failure, text func(string) string) *explain.Failure {
	if f == nil {
		return nil
	}
	out := *f
	for _, p := range []*string{&out.Step, &out.Want, &out.Saw, &out.Why, &out.Hint} {
		*p = text(*p)
	}
	out.Said, out.Advised = unchanged(f.Said, text), unchanged(f.Advised, text)
	out.Evidence = append([]string(nil), f.Evidence...)
	rewriteAll(out.Evidence, text)
	if f.Err != nil && text(f.Err.Error()) != f.Err.Error() {
		out.Err = &rewrittenError{f.Err, text(f.Err.Error())}
	}
	return &out
}

// unchanged returns a text that is not rewritten; for any other, only the English is kept.
func unchanged(t say.Text, text func(string) string) say.Text {
	if english := t.String(); text(english) != english {
		return say.Text{}
	}
	return t
}

func rewriteAll(texts []string, text func(string) string) {
	for i := range texts {
		texts[i] = text(texts[i])
	}
}

// rewrittenError is an error with another message.
type rewrittenError struct {
	error
	text string
}

func (e *rewrittenError) Error() string { return e.text }
func (e *rewrittenError) Unwrap() error { return e.error }

// Rewrite applies a function to the texts of the run itself. Its scenarios are not rewritten.
func (r *Run) Rewrite(text func(string) string) {
	r.Err = text(r.Err)
	for i := range r.Advice {
		r.Advice[i].Step = text(r.Advice[i].Step)
	}
}
