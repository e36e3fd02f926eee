package reporttest

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/report"
)

// junitRead is a JUnit file as read by consumers.
type junitRead struct {
	junitCount
	Suites []struct {
		Name string `xml:"name,attr"`
		junitCount
		Cases []struct {
			Skipped *struct {
				Message string `xml:"message,attr"`
			} `xml:"skipped"`
			Failure *struct {
				Type string `xml:"type,attr"`
			} `xml:"failure"`
			Error *struct {
				Type string `xml:"type,attr"`
			} `xml:"error"`
			Assertions int `xml:"assertions,attr"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

type junitCount struct {
	Tests      int `xml:"tests,attr"`
	Failures   int `xml:"failures,attr"`
	Errors     int `xml:"errors,attr"`
	Skipped    int `xml:"skipped,attr"`
	Assertions int `xml:"assertions,attr"`
}

// ReadJUnit reads the file strictly, and checks token by token what Unmarshal skips.
func ReadJUnit(t testing.TB, text string) junitRead {
	t.Helper()
	var doc junitRead
	if err := xml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatalf("not XML: %v\n%s", err, text)
	}
	if got := strings.Count(text, "<testcase "); got != doc.Tests {
		t.Fatalf("the file says %d test cases and has %d", doc.Tests, got)
	}
	return doc
}

// CheckJUnit compares the numbers in the file with its content.
func CheckJUnit(t testing.TB, r *report.Run, text string) {
	t.Helper()
	doc := ReadJUnit(t, text)
	var sum junitCount
	for _, suite := range doc.Suites {
		var own junitCount
		for _, c := range suite.Cases {
			own.Tests++
			own.Assertions += c.Assertions
			switch {
			case c.Error != nil:
				own.Errors++
			case c.Failure != nil:
				own.Failures++
			case c.Skipped != nil:
				own.Skipped++
			}
		}
		if own != suite.junitCount {
			t.Errorf("suite %s says %+v and has %+v", suite.Name, suite.junitCount, own)
		}
		sum.Tests += own.Tests
		sum.Failures += own.Failures
		sum.Errors += own.Errors
		sum.Skipped += own.Skipped
		sum.Assertions += own.Assertions
	}
	if sum != doc.junitCount {
		t.Errorf("the file says %+v and has %+v", doc.junitCount, sum)
	}
	if doc.Tests != len(r.Scenarios) {
		t.Fatalf("%d tests for %d scenarios", doc.Tests, len(r.Scenarios))
	}
}
