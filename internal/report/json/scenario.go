package json

import (
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

type (
	jsonScenario struct {
		ID         string            `json:"id"`
		Feature    string            `json:"feature"`
		Rule       string            `json:"rule,omitempty"`
		Name       string            `json:"name"`
		File       string            `json:"file"`
		Line       int               `json:"line"`
		Tags       []string          `json:"tags"`
		Repetition int               `json:"repetition,omitempty"`
		Of         int               `json:"repetitions,omitempty"`
		Verdict    string            `json:"verdict"`
		Status     report.Status     `json:"status,omitempty"`
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
		Failure    *show.Failure     `json:"failure,omitempty"`
		Cleanup    []string          `json:"cleanup,omitempty"`
		Warnings   []show.Warning    `json:"warnings,omitempty"`
		Steps      []jsonStep        `json:"steps"`
		Cause      report.Cause      `json:"cause,omitempty"`
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
		Failure    *show.Failure     `json:"failure,omitempty"`
		Cleanup    []string          `json:"cleanup,omitempty"`
		Warnings   []show.Warning    `json:"warnings,omitempty"`
	}
	jsonStep struct {
		Keyword  string        `json:"keyword"`
		Text     string        `json:"text"`
		Line     int           `json:"line"`
		Status   report.Status `json:"status,omitempty"`
		Started  string        `json:"started,omitempty"`
		Seconds  jsonSeconds   `json:"seconds"`
		Argument string        `json:"argument,omitempty"`
		Def      string        `json:"definition,omitempty"`
		Needed   jsonSeconds   `json:"neededSeconds,omitempty"`
		Allowed  jsonSeconds   `json:"allowedSeconds,omitempty"`
		Note     string        `json:"note,omitempty"`
	}
)

func jsonScenarioOf(e show.Entry) jsonScenario {
	s := jsonScenario{
		ID: show.Attr(e.ID), Feature: show.Attr(e.Feature), Rule: show.Attr(e.Rule), Name: show.Attr(e.Name), File: show.Attr(e.URI), Line: e.Line,
		Tags: show.NamesOf(e.Tags), Repetition: e.Repetition, Of: e.Repetitions, Verdict: show.VerdictWord(e.ShownOutcome()),
		Reason: show.Attr(e.ShownReason()), Code: show.Attr(e.ShownCode()), Started: moment(e.Started), Waited: jsonSeconds(e.Waited),
		Namespaces: show.Texts(e.Namespaces), Kept: e.Kept, Bundle: show.Attr(e.Bundle), Failure: e.ShownFailure(), Steps: []jsonStep{},
		Warnings: e.FirstWarnings(show.MaxWarnings, "… (%d more)"),
	}
	if e.Stage == show.Ended {
		s.Status, s.Ended, s.Seconds = e.Status, moment(e.Ended), jsonSeconds(e.Duration())
		s.Error, s.Cleanup = show.Value(e.Err), show.Items(e.Cleanup)
		s.Cause, s.Comparison = e.ShownCause(), e.ShownComparison()
	}
	for _, a := range e.EarlierEntries() {
		was := jsonScenarioOf(a)
		s.Earlier = append(s.Earlier, jsonAttempt{
			Verdict: was.Verdict, Reason: was.Reason, Code: was.Code, Started: was.Started, Ended: was.Ended, Seconds: was.Seconds,
			Namespaces: was.Namespaces, Kept: was.Kept, Bundle: was.Bundle, Error: was.Error, Failure: was.Failure, Cleanup: was.Cleanup, Warnings: was.Warnings,
		})
	}
	for _, step := range e.Steps {
		s.Steps = append(s.Steps, jsonStep{
			Keyword: show.Attr(step.Keyword), Text: show.Attr(step.Text), Line: step.Line, Status: step.Status,
			Started: moment(step.Started), Seconds: jsonSeconds(step.Duration), Argument: plaintext.Lines(step.Argument, show.MaxArgument),
			Def: show.Attr(step.Definition), Needed: jsonSeconds(step.Needed), Allowed: jsonSeconds(step.Allowed),
			Note: plaintext.Line(step.Note, show.MaxItem),
		})
	}
	return s
}
