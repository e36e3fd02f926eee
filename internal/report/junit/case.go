package junit

import (
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// caseOf returns a scenario as a test case.
func caseOf(e show.Entry) junitCase {
	c := caseHead(e.Scenario)
	if e.Stage == show.Ended {
		c.Assertions = len(e.Steps)
		if len(e.Cleanup) > 0 {
			c.SystemErr = &junitText{"\nnot cleaned up:\n" + strings.Join(show.Items(e.Cleanup), "\n") + "\n"}
		}
	}
	if all := e.ShownWarnings(); len(all) > 0 {
		lines := []string{"\nwarnings:"}
		for _, w := range all {
			lines = append(lines, w.String())
		}
		c.SystemOut = &junitText{strings.Join(lines, "\n") + "\n"}
	}
	c.Reruns = rerunsOf(e)
	switch o := e.ShownOutcome(); {
	case !o.Ran():
		c.Skipped = &junitSkipped{Message: show.Attr(e.ShownReason())}
	case o.Inconclusive():
		c.Error = problem(e)
	case !o.Passed():
		c.Failure = problem(e)
	}
	return c
}

// rerunsOf returns the earlier attempts, in the elements of Maven Surefire, which other readers support, too: flaky elements if
// the case passed in the end, otherwise rerun elements.
func rerunsOf(e show.Entry) []junitAttempt {
	var out []junitAttempt
	for _, a := range e.EarlierEntries() {
		name := "rerun"
		if e.ShownOutcome().Passed() {
			name = "flaky"
		}
		if a.ShownOutcome().Inconclusive() {
			name += "Error"
		} else {
			name += "Failure"
		}
		p := problem(a)
		out = append(out, junitAttempt{XMLName: xml.Name{Local: name}, Message: p.Message, Type: p.Type, StackTrace: junitText{p.Text}})
	}
	return out
}

func problem(e show.Entry) *junitProblem {
	p := &junitProblem{Type: show.Attr(e.ShownCode()), Message: show.Attr(e.ShownReason())}
	if e.Stage == show.Ended {
		p.Text = text(e.Scenario)
	}
	return p
}

// text describes the scenario with its steps, and why it failed:
//
//	features/pods/memory.feature:12
//	Scenario: A container above its limit is killed
//	  passed   Given the manifest "memory.yaml" is applied  (0.4s)
//	  failed   Then pod "memory-hog" is Running within 30s  (30.0s)  line 14
//	  want  …
func text(s *report.Scenario) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s\nScenario: %s\n", s.Place(), show.Attr(s.Name))
	for _, step := range s.Steps {
		status := string(step.Status)
		if status == "" {
			status = "not run"
		}
		fmt.Fprintf(&b, "  %-9s  %s", status, show.StepText(step))
		if step.Duration > 0 {
			fmt.Fprintf(&b, "  (%s)", explain.Seconds(step.Duration))
		}
		b.WriteString("\n")
		if step.Argument != "" {
			b.WriteString(show.Indented(plaintext.Lines(step.Argument, show.MaxArgument), "             "))
		}
	}
	b.WriteString("\n" + strings.Join(show.FailureLines(s, 0), "\n") + "\n")
	return show.Body(b.String()) + "\n"
}
