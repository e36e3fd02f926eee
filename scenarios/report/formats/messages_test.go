package formats

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/report"

	messages "github.com/cucumber/messages/go/v21"
)

// checkMessages reads the stream as a consumer does: one message per line, no unknown fields, each id declared once and before
// it is referred to.
func checkMessages(t testing.TB, r *report.Run, text string) {
	t.Helper()
	s := stream{t: t, known: map[string]string{}, open: map[string]bool{}, count: map[string]int{}}
	for line := range strings.Lines(text) {
		var m messages.Envelope
		decoder := json.NewDecoder(strings.NewReader(line))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&m); err != nil || s.count["end"] > 0 {
			t.Fatalf("line %q: %v", line, err)
		}
		s.document(m)
		s.definition(m)
		s.run(m)
	}
	if s.count["pickle"] != len(r.Scenarios) || s.count["testCase"] != len(r.Scenarios) {
		t.Fatalf("%v of %d scenarios", s.count, len(r.Scenarios))
	}
	if s.count["end"] > 0 && len(s.open) > 0 {
		t.Fatalf("at the end, %d test cases are not finished", len(s.open))
	}
}

// stream is the state of a consumer of messages.
type stream struct {
	t     testing.TB
	known map[string]string // id → kind
	open  map[string]bool   // started but unfinished test cases and steps
	count map[string]int
}

func (s *stream) give(kind, id string) {
	s.t.Helper()
	if id == "" || s.known[id] != "" {
		s.t.Fatalf("the id %q of a %s is the one of a %s", id, kind, s.known[id])
	}
	s.known[id] = kind
	s.count[kind]++
}

func (s *stream) need(kind, id string) {
	s.t.Helper()
	if s.known[id] != kind {
		s.t.Fatalf("%q is not a %s but a %s", id, kind, s.known[id])
	}
}

func (s *stream) document(m messages.Envelope) {
	if m.GherkinDocument != nil {
		for _, c := range m.GherkinDocument.Feature.Children {
			s.scenario(c.Scenario)
			if c.Rule != nil {
				s.give("rule", c.Rule.Id)
				for _, rc := range c.Rule.Children {
					s.scenario(rc.Scenario)
				}
			}
		}
	}
	if p := m.Pickle; p != nil {
		s.give("pickle", p.Id)
		for _, id := range p.AstNodeIds {
			s.need("scenario", id)
		}
		for _, step := range p.Steps {
			s.give("pickleStep", step.Id)
			for _, id := range step.AstNodeIds {
				s.need("step", id)
			}
		}
	}
}

func (s *stream) scenario(sc *messages.Scenario) {
	if sc == nil {
		return
	}
	s.give("scenario", sc.Id)
	for _, step := range sc.Steps {
		s.give("step", step.Id)
	}
}

func (s *stream) definition(m messages.Envelope) {
	switch {
	case m.Hook != nil:
		s.give("hook", m.Hook.Id)
	case m.StepDefinition != nil:
		s.give("definition", m.StepDefinition.Id)
	case m.TestCase != nil:
		s.give("testCase", m.TestCase.Id)
		s.need("pickle", m.TestCase.PickleId)
		for _, step := range m.TestCase.TestSteps {
			s.give("testStep", step.Id)
			if step.HookId != "" {
				s.need("hook", step.HookId)
			} else {
				s.need("pickleStep", step.PickleStepId)
			}
			for _, id := range step.StepDefinitionIds {
				s.need("definition", id)
			}
		}
	}
}

func (s *stream) run(m messages.Envelope) {
	s.t.Helper()
	end := func(id string) {
		if !s.open[id] {
			s.t.Fatalf("%q was finished but not started", id)
		}
		delete(s.open, id)
	}
	switch {
	case m.TestCaseStarted != nil:
		s.give("started", m.TestCaseStarted.Id)
		s.need("testCase", m.TestCaseStarted.TestCaseId)
		s.open[m.TestCaseStarted.Id] = true
	case m.TestStepStarted != nil:
		s.need("testStep", m.TestStepStarted.TestStepId)
		s.open[m.TestStepStarted.TestStepId] = true
	case m.Attachment != nil:
		if !s.open[m.Attachment.TestStepId] {
			s.t.Fatal("an attachment of a step that is not running")
		}
	case m.TestStepFinished != nil:
		end(m.TestStepFinished.TestStepId)
	case m.TestCaseFinished != nil:
		end(m.TestCaseFinished.TestCaseStartedId)
	case m.TestRunFinished != nil:
		s.count["end"]++
	}
}
