package report

import "github.com/gherkind/gherkind/internal/plaintext"

type (
	jsonScenario struct {
		ID         string            `json:"id"`
		Feature    string            `json:"feature"`
		Rule       string            `json:"rule,omitempty"`
		Name       string            `json:"name"`
		File       string            `json:"file"`
		Line       int               `json:"line"`
		Tags       []string          `json:"tags"`
		Verdict    string            `json:"verdict"`
		Status     Status            `json:"status,omitempty"`
		Reason     string            `json:"reason,omitempty"`
		Code       string            `json:"code,omitempty"`
		Started    string            `json:"started,omitempty"`
		Ended      string            `json:"ended,omitempty"`
		Seconds    jsonSeconds       `json:"seconds"`
		Waited     jsonSeconds       `json:"waitedSeconds"`
		Namespaces map[string]string `json:"namespaces"`
		Kept       bool              `json:"kept"`
		Bundle     string            `json:"bundle,omitempty"`
		Error      string            `json:"error,omitempty"`
		Failure    *shownFailure     `json:"failure,omitempty"`
		Cleanup    []string          `json:"cleanup,omitempty"`
		Warnings   []warning         `json:"warnings,omitempty"`
		Steps      []jsonStep        `json:"steps"`
		Cause      Cause             `json:"cause,omitempty"`
		Comparison string            `json:"comparison,omitempty"`
		Earlier    []jsonAttempt     `json:"earlierAttempts,omitempty"`
	}
	jsonAttempt struct {
		Verdict    string            `json:"verdict"`
		Reason     string            `json:"reason,omitempty"`
		Code       string            `json:"code,omitempty"`
		Started    string            `json:"started,omitempty"`
		Ended      string            `json:"ended,omitempty"`
		Seconds    jsonSeconds       `json:"seconds"`
		Namespaces map[string]string `json:"namespaces"`
		Kept       bool              `json:"kept"`
		Bundle     string            `json:"bundle,omitempty"`
		Error      string            `json:"error,omitempty"`
		Failure    *shownFailure     `json:"failure,omitempty"`
		Cleanup    []string          `json:"cleanup,omitempty"`
		Warnings   []warning         `json:"warnings,omitempty"`
	}
	jsonStep struct {
		Keyword  string      `json:"keyword"`
		Text     string      `json:"text"`
		Line     int         `json:"line"`
		Status   Status      `json:"status,omitempty"`
		Started  string      `json:"started,omitempty"`
		Seconds  jsonSeconds `json:"seconds"`
		Argument string      `json:"argument,omitempty"`
		Def      string      `json:"definition,omitempty"`
		Needed   jsonSeconds `json:"neededSeconds,omitempty"`
		Allowed  jsonSeconds `json:"allowedSeconds,omitempty"`
		Note     string      `json:"note,omitempty"`
	}
)

// jsonVerdicts are the words for the verdicts, in the JSON of ours.
var jsonVerdicts = map[Verdict]string{Good: "passed", Bad: "failed", Broken: "broken", NotRun: "notRun"}

func jsonScenarioOf(e entry) jsonScenario {
	s := jsonScenario{
		ID: attr(e.ID), Feature: attr(e.Feature), Rule: attr(e.Rule), Name: attr(e.Name), File: attr(e.URI), Line: e.Line,
		Tags: namesOf(e.Tags), Verdict: jsonVerdicts[e.verdict()],
		Reason: attr(e.reason()), Code: attr(e.code()), Started: moment(e.Started), Waited: jsonSeconds(e.Waited),
		Namespaces: texts(e.Namespaces), Kept: e.Kept, Bundle: attr(e.Bundle), Failure: e.failure(), Steps: []jsonStep{},
		Warnings: e.firstWarnings(maxWarnings, "… (%d more)"),
	}
	if e.stage == ended {
		s.Status, s.Ended, s.Seconds = e.Status, moment(e.Ended), jsonSeconds(e.Duration())
		s.Error, s.Cleanup = value(e.Err), items(e.Cleanup)
		s.Cause, s.Comparison = e.cause(), e.comparison()
	}
	for _, a := range e.attempts() {
		was := jsonScenarioOf(a)
		s.Earlier = append(s.Earlier, jsonAttempt{
			Verdict: was.Verdict, Reason: was.Reason, Code: was.Code, Started: was.Started, Ended: was.Ended, Seconds: was.Seconds,
			Namespaces: was.Namespaces, Kept: was.Kept, Bundle: was.Bundle, Error: was.Error, Failure: was.Failure, Cleanup: was.Cleanup, Warnings: was.Warnings,
		})
	}
	for _, step := range e.Steps {
		s.Steps = append(s.Steps, jsonStep{
			Keyword: attr(step.Keyword), Text: attr(step.Text), Line: step.Line, Status: step.Status,
			Started: moment(step.Started), Seconds: jsonSeconds(step.Duration), Argument: plaintext.Lines(step.Argument, maxArgument),
			Def: attr(step.Definition), Needed: jsonSeconds(step.Needed), Allowed: jsonSeconds(step.Allowed),
			Note: plaintext.Line(step.Note, maxItem),
		})
	}
	return s
}
