package rules

import (
	"fmt"
	"io"
	"strings"
)

// head is the part of docs/lint.md that is not generated from the table.
const head = `# gherkind lint

This page is generated; do not edit it.

` + "`gherkind lint`" + ` finds mistakes in features and manifests without a cluster, in a second or two: everything that a run would refuse
or warn about, and scenarios that would pass but prove little.

` + "```console" + `
$ gherkind lint                              # features/
$ gherkind lint features/shop web.feature:12 # folders, files, or one scenario
$ gherkind lint --fix                        # fix what is certain
$ gherkind lint --format sarif > lint.sarif  # or json, or github for annotations in GitHub Actions
$ gherkind lint --rules 'unknown-*'          # only these rules
$ gherkind lint --severity warning           # omit info
$ gherkind lint --max-warnings 0             # exit with 1 if there is a warning
` + "```" + `

Features, manifest folders, values and the Kubernetes version are taken from [gherkind.yaml](project.md), as for a run.

A finding has its file, line and column (counted in characters), its severity and its rule:

` + "```" + `
features/shop/web.feature:9:10: warning: no manifest or step of the scenario creates a pod "wbe" (unknown-name)
    did you mean "web"?
` + "```" + `

| severity | meaning |
|---|---|
| error | it cannot run, or will certainly fail |
| warning | it is probably a mistake |
| info | good to know |

| exit code | meaning |
|---|---|
| 0 | no error, and no more warnings than ` + "`--max-warnings`" + ` allows (default: any number) |
| 1 | errors, or too many warnings |
| 2 | the command line is invalid: a path, rule or format does not exist |

Mistakes in a manifest are reported in its file or, for YAML in a feature, on its line there. Fields, types and API versions are those of
the Kubernetes version that gherkind is built with. Custom resources are not checked.

## Ignoring a finding

Write a comment above the line, in the feature or in the manifest, with the reason:

` + "```gherkin" + `
  # gherkind:ignore unknown-name because the operator makes this pod
  Then pod "shop-0" is ready
` + "```" + `

Separate several rules with commas. Above the tags of a scenario, the comment also applies to its first line. A comment without a
reason, with an unknown rule, or that ignores nothing, is reported itself (` + "`ignore`" + `). What a run refuses cannot be ignored.

## Rules
`

// WritePage writes docs/lint.md.
func WritePage(w io.Writer) error {
	var b strings.Builder
	b.WriteString(head)
	for _, part := range []struct {
		title string
		rules []Rule
	}{{"Refused by a run", refused}, {"Warnings and failures in a run", warned}, {"Found only by lint", lintOnly}} {
		fmt.Fprintf(&b, "\n### %s\n\n| rule | severity | meaning |\n|---|---|---|\n", part.title)
		for _, r := range part.rules {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.Name, r.Severity, strings.ReplaceAll(r.whole(), "|", `\|`))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// whole returns the documentation of a rule as one cell of a table.
func (r Rule) whole() string {
	text := r.Doc
	if r.Bad != "" && r.Good != "" {
		text += fmt.Sprintf("<br>%s → %s", code(r.Bad), code(r.Good))
	}
	if r.Fixed {
		text += "<br>`--fix` corrects it."
	}
	return text
}

func code(text string) string { return "`" + strings.ReplaceAll(text, "\n", "`<br>`") + "`" }

// WriteList lists the rules, one per line. The function tell translates.
func WriteList(w io.Writer, tell func(english string) string) error {
	var b strings.Builder
	for _, r := range table {
		fmt.Fprintf(&b, "%-18s %-8s %s\n", r.Name, r.Severity, firstSentence(tell(r.Doc)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func firstSentence(text string) string {
	for _, end := range []string{". ", "。"} {
		if first, _, more := strings.Cut(text, end); more {
			return first + strings.TrimSpace(end)
		}
	}
	return text
}
