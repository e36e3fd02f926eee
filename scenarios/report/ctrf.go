package report

import (
	"encoding/json"
	"strings"
	"time"
)

// ctrfVersion is that of the schema which the writer keeps to; see ctrf.io.
const ctrfVersion = "0.0.0"

// NewCTRF makes the listener that writes the run as Common Test Report Format: a
// test for each scenario, with its steps, its reason as message and the whole explanation as
// trace. What CTRF has no field for is in "extra". In the file of a run that
// was stopped, scenarios that were not started are "pending" and those that were
// running are "other".
func NewCTRF(path string) Listener {
	return &file[ctrfTest]{format: "CTRF", path: path, part: ctrfTestOf, whole: ctrfDocument}
}

func ctrfDocument(now snapshot[ctrfTest]) ([]byte, error) {
	r := now.run
	name, version, _ := strings.Cut(attr(r.Tool), " ")
	if name == "" {
		name = "gherkind" // the schema wants one
	}
	doc := ctrfReport{Format: "CTRF", Version: ctrfVersion, GeneratedBy: attr(r.Tool), Run: attr(r.ID)}
	doc.Results = ctrfResults{
		Tool:    ctrfTool{Name: name, Version: version},
		Summary: ctrfSummaryOf(now),
		Tests:   append([]ctrfTest{}, now.parts...),
		Environment: ctrfEnvironment{
			Name: attr(r.Cluster.Name), Healthy: r.Err == "",
			Extra: ctrfCluster{
				Kubernetes: attr(r.Cluster.Kubernetes), How: attr(r.Cluster.How),
				Nodes: namesOf(r.Cluster.Nodes), Images: texts(r.Cluster.Images),
			},
		},
		Extra: ctrfRunExtra{Complete: now.finished, Error: value(r.Err)},
	}
	out, err := json.MarshalIndent(doc, "", "  ")
	return append(out, '\n'), err
}

func ctrfSummaryOf(now snapshot[ctrfTest]) ctrfSummary {
	s := ctrfSummary{Tests: len(now.parts), Start: millis(now.run.Started), Stop: millis(now.run.Started)}
	suites := map[string]bool{}
	for i, t := range now.parts {
		s.Stop = max(s.Stop, t.Stop)
		suites[now.entries[i].URI] = true
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
	if now.finished {
		s.Stop = max(s.Stop, millis(now.run.Ended))
	}
	s.Suites, s.Duration = len(suites), s.Stop-s.Start
	return s
}

func ctrfTestOf(e entry) ctrfTest {
	t := ctrfTest{
		ID: attr(e.ID), Name: attr(e.title()), Status: ctrfStatus(e), Raw: jsonVerdicts[e.verdict()],
		Duration: e.Duration().Milliseconds(), Start: millis(e.Started), Suite: []string{attr(e.Feature)},
		Message: attr(e.reason()), Trace: e.trace(), File: attr(e.URI), Line: e.Line, Tags: namesOf(e.Tags),
		Extra: ctrfTestExtra{
			Code: attr(e.code()), Failure: e.failure(), Namespaces: texts(e.Namespaces), Waited: e.Waited.Milliseconds(),
			Warnings: e.warnings(),
		},
	}
	if t.Name == "" {
		t.Name = attr(e.Place()) // the schema wants one
	}
	if e.stage == ended {
		t.Stop, t.Extra.Error, t.Extra.Cleanup = millis(e.Ended), value(e.Err), items(e.Cleanup)
		if e.Status == Interrupted || e.Status != "" && e.verdict() != Broken {
			t.Raw = string(e.Status)
		}
	}
	t.Attachments = ctrfEvidence(e)
	ctrfRetries(&t, e)
	for _, step := range e.Steps {
		t.Steps = append(t.Steps, ctrfStep{Name: stepText(step), Status: ctrfStepStatus(step.Status), Extra: ctrfStepExtra{
			Line: step.Line, Millis: step.Duration.Milliseconds(), Status: step.Status,
		}})
	}
	return t
}

func ctrfEvidence(e entry) []ctrfAttachment {
	if e.Bundle == "" {
		return nil
	}
	path := strings.TrimRight(attr(e.Bundle), `/\`)
	return []ctrfAttachment{
		{Name: "evidence", ContentType: "inode/directory", Path: path},
		{Name: "bundle", ContentType: "application/gzip", Path: path + ".tgz"},
	}
}

// ctrfRetries adds the earlier attempts. CTRF calls all tests flaky that passed when they were tried
// again; what gherkind says of them is in extra.
func ctrfRetries(t *ctrfTest, e entry) {
	t.Retries = len(e.Earlier)
	t.Flaky = t.Retries > 0 && t.Status == ctrfPassed
	t.Extra.Cause, t.Extra.Comparison = e.cause(), e.comparison()
	for i, a := range e.attempts() {
		t.Attempts = append(t.Attempts, ctrfAttempt{
			Attempt: i + 1, Status: ctrfStatus(a), Duration: a.Duration().Milliseconds(), Message: attr(a.reason()), Trace: a.trace(),
			Line: a.line(), Start: millis(a.Started), Stop: millis(a.Ended), Attachments: ctrfEvidence(a),
		})
	}
}

func ctrfStatus(e entry) string {
	switch e.stage {
	case waiting:
		return ctrfPending
	case running:
		return ctrfOther
	case ended:
	}
	switch e.verdict() {
	case Good:
		return ctrfPassed
	case NotRun:
		return ctrfSkipped
	case Bad, Broken:
	}
	if e.Status == Interrupted {
		return ctrfOther
	}
	return ctrfFailed
}

func ctrfStepStatus(s Status) string {
	switch s {
	case Passed:
		return ctrfPassed
	case Skipped:
		return ctrfSkipped
	case "":
		return ctrfPending
	case Interrupted:
		return ctrfOther
	case Failed, Pending, Undefined, Ambiguous:
	}
	return ctrfFailed
}

// millis is a time as CTRF has it: milliseconds since 1970, 0 for none.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
