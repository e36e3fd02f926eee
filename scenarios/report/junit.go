package report

import (
	"encoding/xml"
	"time"
)

// NewJUnit makes the listener that writes the run to a JUnit XML file (the
// conventions of testmoapp/junitxml): a testsuite for each feature, a testcase for
// each scenario. The message of a failure is its reason in one line, its type the
// reason's code, its text the steps with their statuses and the whole explanation.
// What the host or the cluster spoilt is an error, not a failure.
//
// Scenarios that were running when the file was written are errors, those not
// started are skipped with the message "not run".
func NewJUnit(path string) Listener {
	return &file[junitCase]{format: "JUnit", path: path, part: caseOf, whole: junitDocument}
}

func junitDocument(now snapshot[junitCase]) ([]byte, error) {
	out, err := xml.MarshalIndent(suitesOf(now.run, now.parts), "", "  ")
	return append([]byte(xml.Header), append(out, '\n')...), err
}

// stamp is a time as JUnit has it: ISO 8601, here in UTC.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}
