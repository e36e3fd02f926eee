// Package junit writes a run as JUnit XML, which nearly every CI system reads.
package junit

import (
	"encoding/xml"
	"time"

	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// New returns the listener that writes the run to a JUnit XML file (with the conventions of testmoapp/junitxml): a testsuite for
// each feature, a testcase for each scenario. The message of a failure is its reason in one line, its type the code of the
// reason, and its text the steps with their statuses and the whole explanation. A fault of the host or the cluster is an error
// instead of a failure.
//
// Scenarios that were running when the file was written are errors. Scenarios that were not started are skipped with the message
// "not run".
func New(path string) report.Listener {
	return &show.File[junitCase]{Format: "JUnit", Path: path, Part: caseOf, Whole: junitDocument}
}

func junitDocument(now show.Snapshot[junitCase]) ([]byte, error) {
	out, err := xml.MarshalIndent(suitesOf(now.Run, now.Parts), "", "  ")
	return append([]byte(xml.Header), append(out, '\n')...), err
}

// stamp returns a time in ISO 8601, in UTC.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}
