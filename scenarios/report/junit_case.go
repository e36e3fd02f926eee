package report

import (
	"fmt"
	"strings"
)

// caseOf is a finished scenario as a test case.
func caseOf(s *Scenario) junitCase {
	c := caseHead(s)
	c.Assertions = len(s.Steps)
	if len(s.Cleanup) > 0 {
		c.SystemErr = &junitText{"\nnot cleaned up:\n" + body(strings.Join(s.Cleanup, "\n")) + "\n"}
	}
	switch s.Verdict() {
	case Good:
	case NotRun:
		c.Skipped = &junitSkipped{Message: "not run"}
		if step := skippedBecause(s); step != "" {
			c.Skipped.Message = attr(step)
		}
	case Broken:
		c.Error = &junitProblem{Message: attr(firstLine(s.Err)), Type: "INFRASTRUCTURE", Text: text(s)}
	case Bad:
		c.Failure = problem(s)
	}
	return c
}

func problem(s *Scenario) *junitProblem {
	p := &junitProblem{Type: strings.ToUpper(string(s.Status)), Message: string(s.Status), Text: text(s)}
	f := failureOf(s)
	if f == nil {
		return p
	}
	if f.Code != "" {
		p.Type = attr(f.Code)
	}
	p.Message = attr(f.Summary())
	return p
}

// skippedBecause is what a step of a skipped scenario says about it.
func skippedBecause(s *Scenario) string {
	for _, step := range s.Steps {
		if step.Err != "" {
			return firstLine(step.Err)
		}
	}
	return ""
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
			b.WriteString(indented(step.Argument, "             "))
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

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}
