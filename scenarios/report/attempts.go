package report

import (
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/internal/tags"
)

// Cause is the conclusion from comparing the attempts at a scenario.
type Cause string

// The causes. A scenario that was run once has none: one failure alone is not enough.
const (
	// Flaky: it failed, and passed at a later attempt.
	Flaky Cause = "flaky"
	// Real: the behaviour failed at the last attempt as well.
	Real Cause = "real"
	// Infrastructure: the host or the cluster was at fault in all failed attempts, or in the last one, so that nothing is
	// known.
	Infrastructure Cause = "infrastructure"
)

// Retrier is a Listener that is also notified of failed attempts that are retried.
// ScenarioFinished is only called for the last attempt.
type Retrier interface {
	// ScenarioRetried is called when an attempt at s has failed and s will be retried. By then, s has been reset to its
	// state before the start, and failed is the newest of s.Earlier.
	ScenarioRetried(s, failed *Scenario)
}

// TryAgain adds the result so far to the earlier attempts and resets the scenario for
// the next attempt. It returns the failed attempt.
func (s *Scenario) TryAgain() *Scenario {
	failed := *s
	failed.Earlier = nil
	*s = Scenario{
		ID: s.ID, Feature: s.Feature, Rule: s.Rule, Name: s.Name, URI: s.URI, Line: s.Line, Tags: s.Tags,
		Earlier: append(s.Earlier, &failed), Repetition: s.Repetition, Repetitions: s.Repetitions,
	}
	for _, step := range failed.Steps {
		s.Steps = append(s.Steps, &Step{
			Keyword: step.Keyword, Text: step.Text, Line: step.Line, Argument: step.Argument, Definition: step.Definition, Values: step.Values,
		})
	}
	return &failed
}

// TakeBack removes an attempt that was interrupted or not started: the previous one counts again. What the removed one could
// not undo stays recorded.
func (s *Scenario) TakeBack() {
	n := len(s.Earlier)
	if n == 0 {
		return
	}
	before, left := s.Earlier[:n-1], s.Cleanup
	*s = *s.Earlier[n-1]
	s.Earlier = before
	s.Cleanup = append(s.Cleanup, left...)
}

// Attempts returns all attempts in order; the last one is the scenario itself.
func (s *Scenario) Attempts() []*Scenario { return append(append([]*Scenario{}, s.Earlier...), s) }

// Cause compares the attempts; it is empty if there was only one, or the last has not ended.
func (s *Scenario) Cause() Cause {
	if len(s.Earlier) == 0 {
		return ""
	}
	switch o := s.lastAttempt(); {
	case o == OutcomePassed:
		for _, a := range s.Earlier {
			if !a.ClusterAtFault() {
				return Flaky
			}
		}
		return Infrastructure
	case o.Ran():
		if s.ClusterAtFault() {
			return Infrastructure
		}
		return Real
	}
	return ""
}

// ClusterAtFault reports whether the host or the cluster was at fault in the last attempt: the attempt ended with such an
// error, or the explanation names a part of the cluster that the scenario did not change.
func (s *Scenario) ClusterAtFault() bool {
	if o := s.lastAttempt(); o != OutcomeFailed {
		return o.Inconclusive()
	}
	f := s.Reason()
	if f == nil {
		return false
	}
	switch f.Code {
	case explain.NodeNotReady, explain.PodSandboxFailed:
		return !s.touchesNodes()
	}
	return false
}

// Comparison describes the cause in a sentence: "flaky: passed at attempt 2, after POD_OOM_KILLED in line 14". It is empty if
// there is nothing to compare.
func (s *Scenario) Comparison() string { return s.Compared().String() }

// Compared is Comparison as a translatable text.
func (s *Scenario) Compared() say.Text {
	attempts, last := s.Attempts(), len(s.Earlier)+1
	switch s.Cause() {
	case Flaky:
		return say.Textf("flaky: passed at attempt %d, after %s", last, s.Earlier[last-2].where())
	case Real:
		for _, a := range s.Earlier {
			if a.where().String() != s.where().String() {
				return say.Textf("real: failed at each of %d attempts, differently: %s", last, listed(attempts))
			}
		}
		return say.Textf("real: failed at each of %d attempts, with %s each time", last, s.where())
	case Infrastructure:
		if s.Outcome().Passed() {
			return say.Textf("infrastructure: passed at attempt %d, after the host and the cluster had recovered", last)
		}
		return say.Textf("infrastructure: host or cluster failed at attempt %d, so the cause is unknown; %s", last, listed(attempts))
	}
	return say.Text{}
}

// where returns at which step an attempt failed, and how: "POD_OOM_KILLED in line 14".
func (s *Scenario) where() say.Text {
	if s.FailedStep() == nil {
		return say.Literal(s.Code())
	}
	return say.Textf("%s in line %d", s.Code(), s.FailedLine())
}

func listed(attempts []*Scenario) say.Text {
	var places []say.Text
	for _, a := range attempts {
		places = append(places, a.where())
	}
	return say.Join(places, ", then ")
}

// Retried notifies a listener of a retry if it is a Retrier.
func Retried(l Listener, s, failed *Scenario) {
	if r, ok := l.(Retrier); ok {
		r.ScenarioRetried(s, failed)
	}
}

// touchesNodes reports whether the scenario locks nodes, so that it may be the reason why one is not ready.
func (s *Scenario) touchesNodes() bool {
	return len(tags.Locks(s.Tags)) > 0
}
