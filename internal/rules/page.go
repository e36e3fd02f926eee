package rules

import (
	"fmt"
	"io"
	"strings"
)

// head is the part of docs/lint.md that is not made from the table.
const head = `# gherkind lint

This page is generated; do not edit it.

` + "`gherkind lint`" + ` finds what is wrong with features and manifests without a cluster, in a second or two: all that a run would
refuse or warn of, and scenarios that pass and prove little.

` + "```console" + `
$ gherkind lint                              # features/
$ gherkind lint features/shop web.feature:12 # folders, files, or one scenario
$ gherkind lint --fix                        # mend what is certain
$ gherkind lint --format sarif > lint.sarif  # or json, or github for annotations in GitHub Actions
$ gherkind lint --rules 'unknown-*'          # these rules only
$ gherkind lint --severity warning           # leave info out
$ gherkind lint --max-warnings 0             # exit with 1 when there is a warning
` + "```" + `

Features, folders of manifests, values and the version of Kubernetes are those of [gherkind.yaml](project.md), as for a run.

A finding has its file, line and column (counted in characters), its severity and its rule:

` + "```" + `
features/shop/web.feature:9:10: warning: no manifest or step of the scenario makes a pod "wbe" (unknown-name)
    did you mean "web"?
` + "```" + `

| severity | meaning |
|---|---|
| error | it cannot be run, or will fail for certain |
| warning | it is most likely not meant so |
| info | good to know |

| exit code | meaning |
|---|---|
| 0 | no error, and no more warnings than ` + "`--max-warnings`" + ` allows (default: any number) |
| 1 | errors, or too many warnings |
| 2 | the command line is wrong: no such path, rule or format |

What is wrong in a manifest is reported in its file, or, for YAML in a feature, on its line there. Fields, types and API versions
are those of the version of Kubernetes that gherkind is built with. Kinds of custom resources are not judged.

## Ignoring a finding

Write a comment above the line, in the feature or in the manifest, with the reason:

` + "```gherkin" + `
  # gherkind:ignore unknown-name because the operator makes this pod
  Then pod "shop-0" is ready
` + "```" + `

Several rules have commas between them. Above the tags of a scenario, the comment is about its first line, too. A comment without a
reason, with an unknown rule, or that ignores nothing, is a finding of its own (` + "`ignore`" + `). What a run refuses cannot be ignored.

## Rules
`

// WritePage writes docs/lint.md.
func WritePage(w io.Writer) error {
	var b strings.Builder
	b.WriteString(head)
	for _, part := range []struct {
		title string
		rules []Rule
	}{{"What a run refuses", refused}, {"What a run warns of, or fails at", warned}, {"What only lint finds", lintOnly}} {
		fmt.Fprintf(&b, "\n### %s\n\n| rule | severity | what breaks it |\n|---|---|---|\n", part.title)
		for _, r := range part.rules {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.Name, r.Severity, strings.ReplaceAll(r.whole(), "|", `\|`))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// whole is the documentation of a rule in one cell of a table.
func (r Rule) whole() string {
	text := r.Doc
	if r.Bad != "" && r.Good != "" {
		text += fmt.Sprintf("<br>%s → %s", code(r.Bad), code(r.Good))
	}
	if r.Fixed {
		text += "<br>`--fix` mends it."
	}
	return text
}

func code(text string) string { return "`" + strings.ReplaceAll(text, "\n", "`<br>`") + "`" }

// WriteList lists the rules, one a line.
func WriteList(w io.Writer) error {
	var b strings.Builder
	for _, r := range table {
		fmt.Fprintf(&b, "%-18s %-8s %s\n", r.Name, r.Severity, firstSentence(r.Doc))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func firstSentence(text string) string {
	first, _, more := strings.Cut(text, ". ")
	if more {
		first += "."
	}
	return first
}
