package report

import (
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
)

// caseOf is a scenario as a test case.
func caseOf(e entry) junitCase {
	c := caseHead(e.Scenario)
	if e.stage == ended {
		c.Assertions = len(e.Steps)
		if len(e.Cleanup) > 0 {
			c.SystemErr = &junitText{"\nnot cleaned up:\n" + strings.Join(items(e.Cleanup), "\n") + "\n"}
		}
	}
	if all := e.warnings(); len(all) > 0 {
		lines := []string{"\nwarnings:"}
		for _, w := range all {
			lines = append(lines, w.String())
		}
		c.SystemOut = &junitText{strings.Join(lines, "\n") + "\n"}
	}
	c.Reruns = rerunsOf(e)
	switch e.verdict() {
	case Good:
	case NotRun:
		c.Skipped = &junitSkipped{Message: attr(e.reason())}
	case Broken:
		c.Error = problem(e)
	case Bad:
		c.Failure = problem(e)
	}
	return c
}

// rerunsOf are the earlier attempts, in the elements of Maven Surefire, which other readers know too:
// flaky ones of a case that passed in the end, and reruns of one that did not.
func rerunsOf(e entry) []junitAttempt {
	var out []junitAttempt
	for _, a := range e.attempts() {
		name := "rerun"
		if e.verdict() == Good {
			name = "flaky"
		}
		if a.verdict() == Broken {
			name += "Error"
		} else {
			name += "Failure"
		}
		p := problem(a)
		out = append(out, junitAttempt{XMLName: xml.Name{Local: name}, Message: p.Message, Type: p.Type, StackTrace: junitText{p.Text}})
	}
	return out
}

func problem(e entry) *junitProblem {
	p := &junitProblem{Type: attr(e.code()), Message: attr(e.reason())}
	if e.stage == ended {
		p.Text = text(e.Scenario)
	}
	return p
}

// text is the scenario as it was run, and why it failed:
//
//	features/pods/memory.feature:12
//	Scenario: A container above its limit is killed
//	  passed   Given the manifest "memory.yaml" is applied  (0.4s)
//	  failed   Then pod "memory-hog" is Running within 30s  (30.0s)  line 14
//	  want  …
func text(s *Scenario) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s\nScenario: %s\n", s.Place(), attr(s.Name))
	for _, step := range s.Steps {
		status := string(step.Status)
		if status == "" {
			status = "not run"
		}
		fmt.Fprintf(&b, "  %-9s  %s", status, stepText(step))
		if step.Duration > 0 {
			fmt.Fprintf(&b, "  (%s)", seconds(step.Duration))
		}
		b.WriteString("\n")
		if step.Argument != "" {
			b.WriteString(indented(plaintext.Lines(step.Argument, maxArgument), "             "))
		}
	}
	b.WriteString("\n" + strings.Join(failureLines(s, 0), "\n") + "\n")
	return body(b.String()) + "\n"
}

func indented(text, by string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(by + strings.TrimRight(line, "\n") + "\n")
	}
	return b.String()
}
