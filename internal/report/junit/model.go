package junit

import (
	"encoding/xml"

	"github.com/gherkind/gherkind/internal/report/show"
)

// The elements of a JUnit file, in the order in which readers expect them.
type (
	junitSuites struct {
		XMLName xml.Name `xml:"testsuites"`
		Name    string   `xml:"name,attr"`
		junitTotals
		Timestamp string       `xml:"timestamp,attr,omitempty"`
		Suites    []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name string `xml:"name,attr"`
		junitTotals
		Timestamp  string           `xml:"timestamp,attr,omitempty"`
		File       string           `xml:"file,attr"`
		Properties *junitProperties `xml:"properties"`
		Cases      []junitCase      `xml:"testcase"`
	}
	junitTotals struct {
		Tests      int    `xml:"tests,attr"`
		Failures   int    `xml:"failures,attr"`
		Errors     int    `xml:"errors,attr"`
		Skipped    int    `xml:"skipped,attr"`
		Assertions int    `xml:"assertions,attr"` // number of steps
		Time       string `xml:"time,attr"`       // seconds
	}
	junitCase struct {
		Name       string           `xml:"name,attr"`
		Classname  string           `xml:"classname,attr"`
		Assertions int              `xml:"assertions,attr"`
		Time       string           `xml:"time,attr"`
		File       string           `xml:"file,attr"`
		Line       int              `xml:"line,attr"`
		Properties *junitProperties `xml:"properties"`
		Skipped    *junitSkipped    `xml:"skipped"`
		Failure    *junitProblem    `xml:"failure"`
		Error      *junitProblem    `xml:"error"`
		Reruns     []junitAttempt   // failures and errors of earlier attempts
		SystemOut  *junitText       `xml:"system-out"` // warnings
		SystemErr  *junitText       `xml:"system-err"`
	}
	junitProperties struct {
		Property []junitProperty `xml:"property"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitText struct {
		Text string `xml:",cdata"`
	}
	junitSkipped struct {
		Message string `xml:"message,attr"`
	}
	junitAttempt struct {
		XMLName    xml.Name
		Message    string    `xml:"message,attr"`
		Type       string    `xml:"type,attr"`
		StackTrace junitText `xml:"stackTrace"`
	}
	junitProblem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",cdata"`
	}
)

func (t *junitTotals) add(c junitCase) {
	t.Tests++
	t.Assertions += c.Assertions
	switch {
	case c.Error != nil:
		t.Errors++
	case c.Failure != nil:
		t.Failures++
	case c.Skipped != nil:
		t.Skipped++
	}
}

func (p *junitProperties) add(name, value string) {
	if value != "" {
		p.Property = append(p.Property, junitProperty{show.Attr(name), show.Attr(value)})
	}
}
