package messages

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/plaintext"
)

// hookName is the name of the last step of each test case, which stands for what gherkind does around the steps. It fails if the
// cluster, the host or the clean-up failed.
const hookName = "namespaces, cluster and clean-up"

// testCase has the ids of a scenario's test case.
type testCase struct {
	id, run string
	pickle  *messages.Pickle
	steps   []string // one for each step, and one for the hook
	attempt int      // from 0
	more    bool     // whether another attempt follows
}

func newTestCase(s *report.Scenario, p *messages.Pickle, ids func() string) testCase {
	c := testCase{id: ids(), run: ids(), pickle: p}
	for range len(s.Steps) + 1 {
		c.steps = append(c.steps, ids())
	}
	return c
}

// message returns the test case, with the id of the definition of each step.
func (c testCase) message(s *report.Scenario, definitions map[string]string, hook string) *messages.TestCase {
	m := &messages.TestCase{Id: c.id, PickleId: c.pickle.Id}
	for i, step := range s.Steps {
		t := &messages.TestStep{Id: c.steps[i], PickleStepId: c.pickle.Steps[i].Id}
		if id := definitions[step.Definition]; id != "" {
			t.StepDefinitionIds = []string{id}
			t.StepMatchArgumentsLists = []*messages.StepMatchArgumentsList{argumentsOf(step)}
		}
		m.TestSteps = append(m.TestSteps, t)
	}
	m.TestSteps = append(m.TestSteps, &messages.TestStep{Id: c.steps[len(s.Steps)], HookId: hook})
	return m
}

// argumentsOf returns the positions of the values. They are in UTF-16 units, because most readers are written in JavaScript.
func argumentsOf(step *report.Step) *messages.StepMatchArgumentsList {
	list := &messages.StepMatchArgumentsList{StepMatchArguments: []*messages.StepMatchArgument{}}
	for _, v := range step.Values {
		before := step.Text[:min(max(v.Start, 0), len(step.Text))]
		list.StepMatchArguments = append(list.StepMatchArguments, &messages.StepMatchArgument{
			ParameterTypeName: v.Type,
			Group:             &messages.Group{Start: int64(len(utf16.Encode([]rune(before)))), Value: v.Text, Children: []*messages.Group{}},
		})
	}
	return list
}

// play adds what has happened to the scenario so far, attempt by attempt.
func (c testCase) play(e show.Entry, r *report.Run, out *envelopes) {
	first := c.run
	for i, a := range e.EarlierEntries() {
		c.more = true
		c.playOne(a, r, out)
		c.more, c.attempt, c.run = false, i+1, fmt.Sprintf("%s-%d", first, i+2)
	}
	if e.Stage != show.Running || !e.Started.IsZero() { // otherwise it is waiting for its next attempt
		c.playOne(e, r, out)
	}
}

func (c testCase) playOne(e show.Entry, r *report.Run, out *envelopes) {
	if e.Stage == show.Waiting {
		return
	}
	at := e.Started
	if at.IsZero() {
		at = r.Started // it ended before its start, as infrastructure or skipped
	}
	out.add(messages.Envelope{TestCaseStarted: &messages.TestCaseStarted{
		Id: c.run, TestCaseId: c.id, Attempt: int64(c.attempt), Timestamp: timestamp(at),
	}})
	for i, step := range e.Steps {
		if e.Stage == show.Running && step.Status == "" {
			if !step.Started.IsZero() {
				out.add(c.started(i, step.Started))
			}
			return
		}
		at = c.step(e, i, at, out)
	}
	if e.Stage == show.Ended {
		c.hook(e, at, out)
	}
}

// step adds a step that started at or after a time, and returns when it ended.
func (c testCase) step(e show.Entry, i int, at time.Time, out *envelopes) time.Time {
	step := e.Steps[i]
	if step.Started.After(at) {
		at = step.Started
	}
	out.add(c.started(i, at))
	result := &messages.TestStepResult{Status: messagesStatus(step.Status)}
	if f := e.Reason(); f != nil && step == e.FailedStep() && e.Stage == show.Ended {
		// Cucumber's HTML would show an exception instead of the message.
		result.Message = plaintext.Lines(f.Block(0), show.MaxTrace)
		out.add(c.attachment(i, "why.txt", evidence(e, f)))
	}
	c.warned(e, step, i, out)
	if step.Note != "" {
		out.add(c.attachment(i, "note.txt", plaintext.Line(step.Note, show.MaxItem)))
	}
	return c.finished(i, result, at, step.Duration, out)
}

// hook adds the errors outside of steps, and the end of the scenario.
func (c testCase) hook(e show.Entry, at time.Time, out *envelopes) {
	i := len(e.Steps)
	result := &messages.TestStepResult{Status: messages.TestStepResultStatus_PASSED}
	problems := show.Value(e.Err)
	if len(e.Cleanup) > 0 {
		problems = strings.TrimSpace(problems + "\nnot cleaned up:\n" + strings.Join(show.Items(e.Cleanup), "\n"))
	}
	switch {
	case e.ShownOutcome().Inconclusive() || len(e.Cleanup) > 0:
		result.Status, result.Message = messages.TestStepResultStatus_FAILED, problems
	case e.ShownOutcome() == report.OutcomeFailed && e.FailedStep() == nil:
		result.Status, result.Message = messages.TestStepResultStatus_FAILED, show.Value(e.ShownReason())
	case !e.ShownOutcome().Ran():
		result.Status = messages.TestStepResultStatus_SKIPPED
		if e.LeftOut() {
			result.Message = show.Value(e.ShownReason())
		}
	}
	out.add(c.started(i, at))
	c.warned(e, nil, i, out)
	at = c.finished(i, result, at, 0, out)
	if e.Ended.After(at) {
		at = e.Ended
	}
	out.add(messages.Envelope{TestCaseFinished: &messages.TestCaseFinished{
		TestCaseStartedId: c.run, WillBeRetried: c.more, Timestamp: timestamp(at),
	}})
}

func (c testCase) started(i int, at time.Time) messages.Envelope {
	return messages.Envelope{TestStepStarted: &messages.TestStepStarted{
		TestCaseStartedId: c.run, TestStepId: c.steps[i], Timestamp: timestamp(at),
	}}
}

func (c testCase) finished(i int, result *messages.TestStepResult, at time.Time, took time.Duration, out *envelopes) time.Time {
	duration := messages.GoDurationToDuration(took)
	result.Duration = &duration
	at = at.Add(took)
	out.add(messages.Envelope{TestStepFinished: &messages.TestStepFinished{
		TestCaseStartedId: c.run, TestStepId: c.steps[i], TestStepResult: result, Timestamp: timestamp(at),
	}})
	return at
}

// warned attaches the warnings of a step, or of the clean-up if it is nil.
func (c testCase) warned(e show.Entry, step *report.Step, i int, out *envelopes) {
	for _, w := range e.Warnings[:min(len(e.Warnings), show.MaxItems)] {
		if w.Step == step {
			out.add(c.attachment(i, "warning.txt", "warning: "+plaintext.Line(w.Text, show.MaxItem)))
		}
	}
}

func (c testCase) attachment(i int, name, text string) messages.Envelope {
	return messages.Envelope{Attachment: &messages.Attachment{
		Body: text, ContentEncoding: messages.AttachmentContentEncoding_IDENTITY, FileName: name, MediaType: "text/plain",
		TestCaseStartedId: c.run, TestStepId: c.steps[i],
	}}
}

// evidence returns the facts behind the message of a failure, and where to look further.
func evidence(e show.Entry, f *explain.Failure) string {
	lines := []string{e.ShownReason()}
	for _, item := range show.Items(f.Evidence) {
		lines = append(lines, "- "+item)
	}
	for _, alias := range slices.Sorted(maps.Keys(show.Texts(e.Namespaces))) {
		lines = append(lines, strings.TrimSpace("namespace "+alias)+": "+show.Texts(e.Namespaces)[alias])
	}
	if f.More != "" {
		lines = append(lines, "more: "+f.More)
	}
	return plaintext.Lines(strings.Join(lines, "\n"), show.MaxTrace)
}

// messagesStatus returns the status in Cucumber's terms. A step that was not reached is skipped.
func messagesStatus(s report.Status) messages.TestStepResultStatus {
	if s == "" || s == report.Interrupted {
		s = report.Skipped
	}
	return messages.TestStepResultStatus(strings.ToUpper(string(s)))
}
