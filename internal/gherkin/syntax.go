package gherkin

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v26"

	"github.com/gherkind/gherkind/internal/rules"
)

// translate converts the errors of the parser, which are only available as text, to plain words.
func translate(uri string, source []byte, err error) Problems {
	located := regexp.MustCompile(`^\((\d+):\d+\): (.*)$`)
	t := translator{lines: strings.Split(string(source), "\n"), dialect: dialectOf(source)}
	var problems Problems
	for text := range strings.SplitSeq(strings.TrimPrefix(err.Error(), "Parser errors:\n"), "\n") {
		m := located.FindStringSubmatch(text)
		if m == nil {
			problems = append(problems, Problem{URI: uri, Message: "cannot be parsed: " + text, Rule: rules.Syntax})
			continue
		}
		line, _ := strconv.Atoi(m[1]) // the expression only matches digits
		p := t.explain(min(line, len(t.lines)), m[2])
		p.URI, p.Line, p.Rule = uri, cmp.Or(p.Line, min(line, len(t.lines))), rules.Syntax
		problems = append(problems, p)
		if strings.Contains(m[2], "#FeatureLine") {
			break // without a feature no other line makes sense either
		}
	}
	return problems
}

type translator struct {
	lines   []string
	dialect *gherkin.Dialect
}

// dialectOf returns the dialect of the language line, or English if there is none.
func dialectOf(source []byte) *gherkin.Dialect {
	for line := range strings.Lines(string(source)) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") {
			break
		}
		if _, language, ok := languageLine(line); ok {
			if d := gherkin.DialectsBuiltin().GetDialect(language); d != nil {
				return d
			}
		}
	}
	return gherkin.DialectsBuiltin().GetDialect(gherkin.DefaultDialect)
}

// explain converts one message of the parser to a problem, with a better line if it knows one.
func (t translator) explain(line int, message string) Problem {
	_, got, unexpected := strings.Cut(message, ", got '")
	switch {
	case strings.HasPrefix(message, "inconsistent cell count"):
		return Problem{
			Message:    "this row of the table has more or fewer cells than the first one",
			Suggestion: `count the | characters; inside a cell write \|`,
		}
	case strings.HasPrefix(message, "A tag may not contain whitespace"):
		return Problem{Message: "a tag cannot have spaces in it", Suggestion: "write tags as @one @two, each with its own @"}
	case strings.HasPrefix(message, "unexpected end of file"):
		return t.explainEnd(message)
	case unexpected:
		got = strings.TrimSuffix(got, "'")
		return Problem{
			Message:    fmt.Sprintf("cannot parse %q: expected %s", strings.TrimSpace(got), t.expected(message)),
			Suggestion: cmp.Or(t.misplaced(got, message), t.correct(got), t.advise(line, got, message)),
		}
	default:
		return Problem{Message: message}
	}
}

// explainEnd handles a file that ends too early: in a doc string, or after tags.
func (t translator) explainEnd(message string) Problem {
	if strings.Contains(message, "#DocStringSeparator") {
		return Problem{
			Line: t.last(`"""`, "```"), Message: "this doc string is never closed",
			Suggestion: `end it with a line of the same three characters`,
		}
	}
	return Problem{
		Line: t.last("@"), Message: "nothing follows these tags: the file ends here",
		Suggestion: "write them above a feature, rule, scenario or examples",
	}
}

// last returns the number of the last line that begins with one of the prefixes, or 0.
func (t translator) last(signs ...string) int {
	for i := len(t.lines) - 1; i >= 0; i-- {
		for _, sign := range signs {
			if strings.HasPrefix(strings.TrimSpace(t.lines[i]), sign) {
				return i + 1
			}
		}
	}
	return 0
}

// expected lists what the parser would have accepted, as written in the language of the file.
func (t translator) expected(message string) string {
	d := t.dialect
	words := []struct{ token, text string }{
		{"#FeatureLine", `"` + preferred(d.FeatureKeywords()) + `:"`},
		{"#BackgroundLine", `"` + preferred(d.BackgroundKeywords()) + `:"`},
		{"#StepLine", "a step (" + strings.Join(stepWords(d), ", ") + ")"},
		{"#TableRow", "a row of a table (| … |)"},
		{"#ExamplesLine", `"` + preferred(d.ExamplesKeywords()) + `:"`},
		{"#ScenarioLine", `"` + preferred(d.ScenarioKeywords()) + `:"`},
		{"#RuleLine", `"` + preferred(d.RuleKeywords()) + `:"`},
	}
	list, _, _ := strings.Cut(message, ", got '")
	var out []string
	for _, w := range words {
		if strings.Contains(list, w.token) {
			out = append(out, w.text)
		}
	}
	if n := len(out); n > 1 {
		return strings.Join(out[:n-1], ", ") + " or " + out[n-1]
	}
	return strings.Join(out, "")
}

// preferred returns the most common of several keywords.
func preferred(keywords []string) string {
	for _, k := range keywords {
		if k == "Scenario" || strings.ContainsFunc(k, isHan) {
			return k
		}
	}
	return keywords[0]
}

// stepWords returns the words that a step may begin with, without duplicates and without "*".
func stepWords(d *gherkin.Dialect) []string {
	var out []string
	seen := map[string]bool{}
	for _, k := range d.StepKeywords() {
		k = strings.TrimSpace(k)
		if k != "*" && !seen[k] {
			out = append(out, k)
		}
		seen[k] = true
	}
	return out
}

// misplaced explains a valid keyword in the wrong place.
func (t translator) misplaced(line, message string) string {
	keyword, colon := titleOf(t.dialect, strings.TrimSpace(line))
	switch {
	case keyword == "" || colon != ":":
		return ""
	case strings.Contains(message, "#FeatureLine"):
		return fmt.Sprintf(`begin the file with a line such as "%s: Pods", above this one`, preferred(t.dialect.FeatureKeywords()))
	case slices.Contains(t.dialect.FeatureKeywords(), keyword):
		return "a file has one feature: move this one to its own file"
	case slices.Contains(t.dialect.BackgroundKeywords(), keyword):
		return "it stands above the first scenario, once: move it there"
	}
	return ""
}

// advise explains a line with an unknown beginning, by its position and form.
func (t translator) advise(number int, line, message string) string {
	line = strings.TrimSpace(line)
	switch {
	case strings.Contains(message, "#FeatureLine"):
		return fmt.Sprintf(`begin the file with a line such as "%s: Pods"`, preferred(t.dialect.FeatureKeywords()))
	case strings.HasPrefix(line, "//"), strings.HasPrefix(line, "--"), strings.HasPrefix(line, "/*"):
		return "a comment starts with #, on its own line"
	case t.followsColon(number):
		return `put the text between two lines of """ below the step, as in docs/writing-scenarios.md`
	case strings.Contains(message, "#StepLine"):
		return "begin a step with one of these words, a comment with #; a description stands above the first step"
	}
	return ""
}

// followsColon reports whether the lines above, up to a step that ends in a colon, are not steps either.
func (t translator) followsColon(number int) bool {
	for i := number - 2; i >= 0; i-- {
		text := strings.TrimSpace(t.lines[i])
		if slices.ContainsFunc(t.dialect.StepKeywords(), func(k string) bool { return k != "* " && strings.HasPrefix(text, k) }) {
			return strings.HasSuffix(text, ":")
		}
		keyword, _ := titleOf(t.dialect, text)
		if keyword != "" || strings.HasPrefix(text, "|") || strings.HasPrefix(text, `"""`) || strings.HasPrefix(text, "```") {
			return false
		}
	}
	return false
}

// correct returns the keyword that was meant at the start of a line.
func (t translator) correct(line string) string {
	line = strings.TrimSpace(line)
	for _, k := range titleKeywords(t.dialect) {
		if rest, ok := strings.CutPrefix(line, k); ok && (rest == "" || rest[0] == ' ') {
			return fmt.Sprintf("write a colon after %q: %s:%s", k, k, rest)
		}
	}
	if title, _, ok := strings.Cut(line, ":"); ok {
		if k := nearest(title, titleKeywords(t.dialect)); k != "" {
			return fmt.Sprintf("did you mean: %s:", k)
		}
	}
	first, rest, _ := strings.Cut(line, " ")
	word := strings.TrimRight(first, ":：")
	if listed := strings.TrimLeft(line, "-*+•0123456789.) "); listed != line {
		if word, _, _ := strings.Cut(listed, " "); slices.Contains(stepWords(t.dialect), word) {
			return "write it without the list marker: " + listed
		}
	}
	if word != first && slices.Contains(stepWords(t.dialect), word) {
		return fmt.Sprintf("write %s without a colon: %s %s", word, word, rest)
	}
	if k := nearest(first, stepWords(t.dialect)); k != "" {
		return fmt.Sprintf("did you mean: %s", k)
	}
	return ""
}
