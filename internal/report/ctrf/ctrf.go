// Package ctrf writes a run as Common Test Report Format, for dashboards.
package ctrf

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// ctrfVersion is the version of the schema, see ctrf.io.
const ctrfVersion = "0.0.0"

// New returns the listener that writes the run as Common Test Report Format: a test for each scenario, with its steps, its reason
// as message and the whole explanation as trace. "extra" has what CTRF has no field for. In the file of an aborted run, scenarios
// that were not started are "pending" and running ones are "other".
func New(path string) report.Listener {
	return &show.File[ctrfTest]{Format: "CTRF", Path: path, Part: ctrfTestOf, Whole: ctrfDocument}
}

func ctrfDocument(now show.Snapshot[ctrfTest]) ([]byte, error) {
	r := now.Run
	name, version, _ := strings.Cut(show.Attr(r.Tool), " ")
	if name == "" {
		name = "gherkind" // required by the schema
	}
	doc := ctrfReport{Format: "CTRF", Version: ctrfVersion, GeneratedBy: show.Attr(r.Tool), Run: show.Attr(r.ID)}
	doc.Results = ctrfResults{
		Tool:    ctrfTool{Name: name, Version: version},
		Summary: ctrfSummaryOf(now),
		Tests:   append([]ctrfTest{}, now.Parts...),
		Environment: ctrfEnvironment{
			Name: show.Attr(r.Cluster.Name), Healthy: r.Err == "",
			Extra: ctrfCluster{
				Kubernetes: show.Attr(r.Cluster.Kubernetes), How: show.Attr(r.Cluster.How),
				Nodes: show.NamesOf(r.Cluster.Nodes), Images: show.Texts(r.Cluster.Images),
			},
		},
		Extra: ctrfRunExtra{Complete: now.Finished, Error: show.Value(r.Err)},
	}
	out, err := json.MarshalIndent(doc, "", "  ")
	return append(out, '\n'), err
}

func ctrfSummaryOf(now show.Snapshot[ctrfTest]) ctrfSummary {
	s := ctrfSummary{Tests: len(now.Parts), Start: millis(now.Run.Started), Stop: millis(now.Run.Started)}
	suites := map[string]bool{}
	for i, t := range now.Parts {
		s.Stop = max(s.Stop, t.Stop)
		suites[now.Entries[i].URI] = true
		if t.Flaky {
			s.Flaky++
		}
		switch t.Status {
		case ctrfPassed:
			s.Passed++
		case ctrfFailed:
			s.Failed++
		case ctrfSkipped:
			s.Skipped++
		case ctrfPending:
			s.Pending++
		default:
			s.Other++
		}
	}
	if now.Finished {
		s.Stop = max(s.Stop, millis(now.Run.Ended))
	}
	s.Suites, s.Duration = len(suites), s.Stop-s.Start
	return s
}

func ctrfTestOf(e show.Entry) ctrfTest {
	t := ctrfTest{
		ID: show.Attr(e.ID), Name: show.Attr(e.Title()), Status: ctrfStatus(e), Raw: show.VerdictWord(e.ShownOutcome()),
		Duration: e.Duration().Milliseconds(), Start: millis(e.Started), Suite: []string{show.Attr(e.Feature)},
		Message: show.Attr(e.ShownReason()), Trace: e.Trace(), File: show.Attr(e.URI), Line: e.Line, Tags: show.NamesOf(e.Tags),
		Extra: ctrfTestExtra{
			Code: show.Attr(e.ShownCode()), Failure: e.ShownFailure(), Namespaces: show.Texts(e.Namespaces), Waited: e.Waited.Milliseconds(),
			Warnings: e.ShownWarnings(),
		},
	}
	if t.Name == "" {
		t.Name = show.Attr(e.Place()) // required by the schema
	}
	if e.Stage == show.Ended {
		t.Stop, t.Extra.Error, t.Extra.Cleanup = millis(e.Ended), show.Value(e.Err), show.Items(e.Cleanup)
		if e.Status != "" && e.ShownOutcome() != report.OutcomeInfrastructure {
			t.Raw = string(e.Status)
		}
	}
	t.Attachments = ctrfEvidence(e)
	ctrfRetries(&t, e)
	for _, step := range e.Steps {
		t.Steps = append(t.Steps, ctrfStep{Name: show.StepText(step), Status: ctrfStepStatus(step.Status), Extra: ctrfStepExtra{
			Line: step.Line, Millis: step.Duration.Milliseconds(), Status: step.Status,
		}})
	}
	return t
}

func ctrfEvidence(e show.Entry) []ctrfAttachment {
	if e.Bundle == "" {
		return nil
	}
	path := strings.TrimRight(show.Attr(e.Bundle), `/\`)
	return []ctrfAttachment{
		{Name: "evidence", ContentType: "inode/directory", Path: path},
		{Name: "bundle", ContentType: "application/gzip", Path: path + ".tgz"},
	}
}

// ctrfRetries adds the earlier attempts. CTRF calls every test flaky that passed on a retry; gherkind's own classification is in
// extra.
func ctrfRetries(t *ctrfTest, e show.Entry) {
	t.Retries = len(e.Earlier)
	t.Flaky = t.Retries > 0 && t.Status == ctrfPassed
	t.Extra.Cause, t.Extra.Comparison = e.ShownCause(), e.ShownComparison()
	for i, a := range e.EarlierEntries() {
		t.Attempts = append(t.Attempts, ctrfAttempt{
			Attempt: i + 1, Status: ctrfStatus(a), Duration: a.Duration().Milliseconds(), Message: show.Attr(a.ShownReason()), Trace: a.Trace(),
			Line: a.FailedLine(), Start: millis(a.Started), Stop: millis(a.Ended), Attachments: ctrfEvidence(a),
		})
	}
}

func ctrfStatus(e show.Entry) string {
	switch o := e.ShownOutcome(); {
	case e.Stage == show.Waiting:
		return ctrfPending
	case o == report.OutcomeInterrupted:
		return ctrfOther
	case o.Passed():
		return ctrfPassed
	case !o.Ran():
		return ctrfSkipped
	}
	return ctrfFailed
}

func ctrfStepStatus(s report.Status) string {
	switch s {
	case report.Passed:
		return ctrfPassed
	case report.Skipped:
		return ctrfSkipped
	case "":
		return ctrfPending
	case report.Interrupted:
		return ctrfOther
	case report.Failed, report.Pending, report.Undefined, report.Ambiguous:
	}
	return ctrfFailed
}

// millis returns a time as in CTRF: milliseconds since 1970, 0 for none.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
