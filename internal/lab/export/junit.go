package export

import (
	"cmp"
	"encoding/xml"
	"fmt"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/wording"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
)

// The document has a suite for each grade and a case for each criterion. That of package junit is about scenarios and their
// steps, and has no place for points.
type (
	junitSuites struct {
		XMLName xml.Name `xml:"testsuites"`
		Name    string   `xml:"name,attr"`
		junitCounts
		Suites []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name string `xml:"name,attr"`
		junitCounts
		Timestamp  string          `xml:"timestamp,attr,omitempty"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
	}
	junitCounts struct {
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Errors   int    `xml:"errors,attr"`
		Skipped  int    `xml:"skipped,attr"`
		Time     string `xml:"time,attr"`
	}
	junitCase struct {
		Name       string          `xml:"name,attr"`
		Classname  string          `xml:"classname,attr"`
		Time       string          `xml:"time,attr"`
		File       string          `xml:"file,attr,omitempty"`
		Line       int             `xml:"line,attr,omitempty"`
		Properties []junitProperty `xml:"properties>property"`
		Skipped    *junitProblem   `xml:"skipped"`
		Failure    *junitProblem   `xml:"failure"`
		Error      *junitProblem   `xml:"error"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitProblem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// junit writes what students may see now: readers of test reports have no concept of hidden cases. A partial criterion has
// failed, a blocked one was skipped, and one that could not be judged is an error.
func junit(b Book) ([]byte, error) {
	doc := junitSuites{Name: "gherkind grade"}
	seconds := 0.0
	for _, g := range b.Grades {
		suite := junitSuiteOf(b.ViewOf(g))
		doc.Tests += suite.Tests
		doc.Failures += suite.Failures
		doc.Errors += suite.Errors
		doc.Skipped += suite.Skipped
		seconds += max(g.Seconds(), 0)
		doc.Suites = append(doc.Suites, suite)
	}
	doc.Time = show.Decimal(seconds)
	data, err := xml.MarshalIndent(doc, "", "  ")
	return append([]byte(xml.Header), append(data, '\n')...), err
}

func junitSuiteOf(v View) junitSuite {
	g := v.Grade
	w := wording.In(g.Language)
	suite := junitSuite{Name: show.Attr(titleOf(g))}
	if key := g.Student.Key(); key != "" {
		suite.Name += ": " + show.Attr(key)
	}
	if !g.Started.IsZero() {
		suite.Timestamp = g.Started.UTC().Format("2006-01-02T15:04:05Z")
	}
	suite.Time = show.Decimal(max(g.Seconds(), 0))
	suite.property("exercise", g.Exercise.Name)
	suite.property("hash", g.Exercise.Hash)
	suite.property("attempt", fmt.Sprint(g.Attempt))
	suite.property("result", v.Sum(w))
	for _, c := range v.Criteria {
		one := junitCaseOf(g, c, w)
		suite.Tests++
		switch {
		case one.Failure != nil:
			suite.Failures++
		case one.Error != nil:
			suite.Errors++
		case one.Skipped != nil:
			suite.Skipped++
		}
		suite.Cases = append(suite.Cases, one)
	}
	return suite
}

func (s *junitSuite) property(name, value string) {
	if value != "" {
		s.Properties = append(s.Properties, junitProperty{name, show.Attr(value)})
	}
}

func junitCaseOf(g *marks.Grade, c marks.Criterion, w *wording.Table) junitCase {
	one := junitCase{
		Name: show.Attr(c.Title), Classname: show.Attr(g.Exercise.Name), Time: show.Decimal(max(c.Seconds, 0)), File: show.Attr(c.URI), Line: c.Line,
		Properties: []junitProperty{{"id", show.Attr(c.ID)}, {"points", pointsText(c)}, {"verdict", string(c.Verdict)}},
	}
	message := show.Attr(cmp.Or(because(c), c.Credit, c.Seen, w.Verdicts[c.Verdict]))
	problem := &junitProblem{Message: message, Type: show.Attr(cmp.Or(c.Code, string(c.Verdict))), Text: plaintext.Lines(feedbackText(c, w), show.MaxBody)}
	switch c.Verdict {
	case marks.Passed:
	case marks.Partial, marks.Failed:
		one.Failure = problem
	case marks.Blocked:
		one.Skipped = &junitProblem{Message: message}
	case marks.Infrastructure:
		one.Error = problem
	}
	return one
}
