package ctrf

import (
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// The statuses of CTRF.
const (
	ctrfPassed  = "passed"
	ctrfFailed  = "failed"
	ctrfSkipped = "skipped"
	ctrfPending = "pending"
	ctrfOther   = "other"
)

// The objects of a CTRF file. Its schema allows additional fields only in extra.
type (
	ctrfReport struct {
		Format      string      `json:"reportFormat"`
		Version     string      `json:"specVersion"`
		Run         string      `json:"runId,omitempty"`
		GeneratedBy string      `json:"generatedBy,omitempty"`
		Results     ctrfResults `json:"results"`
	}
	ctrfResults struct {
		Tool        ctrfTool        `json:"tool"`
		Summary     ctrfSummary     `json:"summary"`
		Tests       []ctrfTest      `json:"tests"`
		Environment ctrfEnvironment `json:"environment"`
		Extra       ctrfRunExtra    `json:"extra"`
	}
	ctrfTool struct {
		Name    string `json:"name"`
		Version string `json:"version,omitempty"`
	}
	ctrfSummary struct {
		Tests    int   `json:"tests"`
		Passed   int   `json:"passed"`
		Failed   int   `json:"failed"`
		Skipped  int   `json:"skipped"`
		Pending  int   `json:"pending"`
		Other    int   `json:"other"`
		Flaky    int   `json:"flaky"`
		Suites   int   `json:"suites"`
		Start    int64 `json:"start"`    // milliseconds since 1970, like all times
		Stop     int64 `json:"stop"`     // during the run, the end of the last scenario
		Duration int64 `json:"duration"` // milliseconds, like all durations
	}
	ctrfTest struct {
		ID          string           `json:"testId,omitempty"`
		Name        string           `json:"name"`
		Status      string           `json:"status"`
		Raw         string           `json:"rawStatus,omitempty"`
		Duration    int64            `json:"duration"`
		Start       int64            `json:"start,omitempty"`
		Stop        int64            `json:"stop,omitempty"`
		Suite       []string         `json:"suite"`
		Message     string           `json:"message,omitempty"`
		Trace       string           `json:"trace,omitempty"`
		File        string           `json:"filePath,omitempty"`
		Line        int              `json:"line,omitempty"`
		Tags        []string         `json:"tags,omitempty"`
		Steps       []ctrfStep       `json:"steps,omitempty"`
		Attachments []ctrfAttachment `json:"attachments,omitempty"`
		Retries     int              `json:"retries,omitempty"`
		Flaky       bool             `json:"flaky,omitempty"`
		Attempts    []ctrfAttempt    `json:"retryAttempts,omitempty"`
		Extra       ctrfTestExtra    `json:"extra"`
	}
	ctrfAttempt struct {
		Attempt     int              `json:"attempt"`
		Status      string           `json:"status"`
		Duration    int64            `json:"duration"`
		Message     string           `json:"message,omitempty"`
		Trace       string           `json:"trace,omitempty"`
		Line        int              `json:"line,omitempty"`
		Start       int64            `json:"start,omitempty"`
		Stop        int64            `json:"stop,omitempty"`
		Attachments []ctrfAttachment `json:"attachments,omitempty"`
	}
	ctrfStep struct {
		Name   string        `json:"name"`
		Status string        `json:"status"`
		Extra  ctrfStepExtra `json:"extra"`
	}
	ctrfAttachment struct {
		Name        string `json:"name"`
		ContentType string `json:"contentType"`
		Path        string `json:"path"`
	}
	ctrfEnvironment struct {
		Name    string      `json:"testEnvironment,omitempty"`
		Healthy bool        `json:"healthy"`
		Extra   ctrfCluster `json:"extra"`
	}
)

// The content of extra.
type (
	ctrfRunExtra struct {
		Complete bool   `json:"complete"`
		Error    string `json:"error,omitempty"`
	}
	ctrfCluster struct {
		Kubernetes string            `json:"kubernetes"`
		How        string            `json:"how"`
		Nodes      []string          `json:"nodes"`
		Images     map[string]string `json:"images"`
	}
	ctrfTestExtra struct {
		Code       string            `json:"code,omitempty"`
		Cause      report.Cause      `json:"cause,omitempty"`
		Comparison string            `json:"comparison,omitempty"`
		Failure    *show.Failure     `json:"failure,omitempty"`
		Error      string            `json:"error,omitempty"`
		Cleanup    []string          `json:"cleanup,omitempty"`
		Warnings   []show.Warning    `json:"warnings,omitempty"`
		Namespaces map[string]string `json:"namespaces,omitempty"`
		Waited     int64             `json:"waitedMs,omitempty"`
	}
	ctrfStepExtra struct {
		Line   int           `json:"line"`
		Millis int64         `json:"durationMs"`
		Status report.Status `json:"status,omitempty"`
	}
)
