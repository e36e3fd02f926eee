package scenarios_test

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios/report"
)

// wanted returns the entry for a scenario.
func (c inputCase) wanted(name string) (caseScenario, error) {
	var found []caseScenario
	for _, want := range c.Scenarios {
		if want.isFor(name) {
			found = append(found, want)
		}
	}
	if len(found) != 1 {
		return caseScenario{}, fmt.Errorf("case.yaml has %d entries for the scenario %q", len(found), name)
	}
	return found[0], nil
}

func (c caseScenario) isFor(name string) bool {
	return regexp.MustCompile(wholly(c.Name)).MatchString(name)
}

// unfit returns what is wrong with an entry, or "".
func (c caseScenario) unfit(pickles []*gherkin.Pickle) string {
	if !slices.Contains([]string{"passed", "failed", "infrastructure"}, c.Verdict) {
		return fmt.Sprintf("the verdict %q is none of passed, failed, infrastructure", c.Verdict)
	}
	if c.Verdict == "failed" && (c.FailsAt == "" || c.Saw == "") {
		return "say at which step it fails, and what that saw"
	}
	found := false
	for _, pickle := range pickles {
		if !c.isFor(pickle.Name) {
			continue
		}
		found = true
		if c.FailsAt != "" && !slices.ContainsFunc(pickle.Steps, func(s gherkin.Step) bool { return s.Text == c.FailsAt }) {
			return fmt.Sprintf("%q has no step %q", pickle.Name, c.FailsAt)
		}
	}
	if !found {
		return "no scenario is called so"
	}
	return ""
}

// problems returns how the result of a scenario differs from the expected one.
func (c inputCase) problems(s *report.Scenario) (problems []string) {
	want, err := c.wanted(s.Name)
	if err != nil {
		return []string{err.Error()}
	}
	if got := string(s.Outcome()); got != want.Verdict {
		return []string{fmt.Sprintf("it is %s, and must be %s\n%s", got, want.Verdict, told(s))}
	}
	if problem := wrongWarnings(s.Warnings, want.Warning); problem != "" {
		problems = append(problems, problem)
	}
	f := cmp.Or(s.Failure, &explain.Failure{})
	for _, part := range []struct{ name, got, want string }{
		{"step", f.Step, exactly(want.FailsAt)},
		{"saw", f.Saw, want.Saw},
		{"code", f.Code, wholly(want.Code)},
		{"why", strings.Join([]string{f.Why, f.Hint, s.Err}, "\n"), want.Why},
	} {
		if !regexp.MustCompile("(?s)" + part.want).MatchString(part.got) {
			problems = append(problems, fmt.Sprintf("%s: %q does not match %q\n%s", part.name, part.got, part.want, told(s)))
		}
	}
	return problems
}

// wrongWarnings returns how the warnings differ from the expected ones: none, or at least one that matches.
func wrongWarnings(warnings []report.Warning, want string) string {
	var texts []string
	for _, w := range warnings {
		texts = append(texts, w.Text)
	}
	if want == "" && len(texts) > 0 {
		return fmt.Sprintf("it warns: %q", texts)
	}
	if want != "" && !slices.ContainsFunc(texts, regexp.MustCompile(want).MatchString) {
		return fmt.Sprintf("no warning of %q matches %q", texts, want)
	}
	return ""
}

// told returns everything that a scenario reports.
func told(s *report.Scenario) string {
	parts := []string{fmt.Sprintf("%s:%d", s.URI, s.Line)}
	if s.Failure != nil {
		parts = append(parts, s.Failure.Error())
	}
	return strings.Join(append(append(parts, s.Err), s.Cleanup...), "\n")
}

// exactly and wholly return patterns for a whole text, or for any text if text is empty.
func exactly(text string) string {
	if text == "" {
		return ""
	}
	return "^" + regexp.QuoteMeta(text) + "$"
}

func wholly(pattern string) string {
	if pattern == "" {
		return ""
	}
	return "^(?:" + pattern + ")$"
}
