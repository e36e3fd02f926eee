package gherkin_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/gherkin"
)

// A <name> that no row fills in stays as it is, and what its row was meant to change is never used.
func TestNamesThatNoRowFillsIn(t *testing.T) {
	const outline, rows = "  Scenario Outline: x <city>\n", "    Examples:\n      | city | old town |\n      | rome | yes |\n"
	doc := func(text string) string { return "    When I apply:\n      \"\"\"\n      " + text + "\n      \"\"\"\n" }
	table := func(cell string) string { return "    Then the table is:\n      | a | " + cell + " |\n" }
	for name, c := range map[string]struct{ text, says string }{
		"in a doc string":             {outline + doc("where: <cty>") + rows, `x.feature:5: the Examples have no column "cty", so <cty> would not be replaced` + "\n    did you mean: <city>"},
		"not near to any":             {outline + doc("a\n      where: x-<region>") + rows, `x.feature:6: the Examples have no column "region"`},
		"in a table":                  {outline + table("<cty>") + rows, `x.feature:4: the Examples have no column "cty"`},
		"in a media type":             {outline + "    When I apply:\n      \"\"\"<cty>\n      a\n      \"\"\"\n" + rows, `x.feature:4: the Examples have no column "cty"`},
		"in the name":                 {"  Scenario Outline: x <cty>\n    Given it passes\n" + rows, `x.feature:2: the Examples have no column "cty"`},
		"white space around it":       {outline + doc("< city >") + rows, "did you mean: <city>"},
		"two words":                   {outline + doc("<old towm>") + rows, "did you mean: <old town>"},
		"only some Examples have it":  {outline + doc("<old town>") + rows + "    Examples: more\n      | city |\n      | pisa |\n", `x.feature:5: the Examples in line 10 have no column "old town"`},
		"no Examples at all":          {"  Scenario: x\n" + doc("a: '<town>'") + table("<town>"), ""}, // ordinary text
		"of another scenario":         {"  Scenario: x\n" + doc("<city>") + outline + "    Given it passes\n" + rows, ""},
		"in a background":             {"  Background:\n" + doc("for <city>") + outline + "    Given it passes\n" + rows, "x.feature:5: <city> is not replaced: a background has no Examples"},
		"good":                        {outline + doc("<city>: <old town>") + table("<city>") + rows, ""},
		"a here-document":             {outline + doc("cat <<EOF >/tmp/x") + doc("cat <<EOF> x") + rows, ""},
		"comparisons":                 {outline + doc("a < b and c > d") + doc("x <= y >= z") + doc("sort <a >b") + rows, ""},
		"HTML":                        {outline + doc("<html>\n      <div>\n      <em>a</em>\n      </div><br>") + rows, ""},
		"what kubectl prints":         {outline + doc("<none> <unknown>") + rows, ""},
		"mail":                        {outline + doc("me <me@example.com>") + rows, ""},
		"a usage, without Examples":   {"  Scenario: x\n" + doc("usage: tool <file>"), ""},
		"HTML without Examples":       {"  Scenario: x\n" + doc("<html>") + doc("'<none>'"), ""},
		"a background's own text":     {"  Background:\n" + doc("a: '<url>'") + outline + "    Given it passes\n" + rows, ""},
		"a value that looks like one": {outline + doc("<city>") + "    Examples:\n      | city |\n      | <town> |\n", ""},
	} {
		got := ""
		if problems := all(t, fstest.MapFS{"x.feature": {Data: []byte("Feature: x\n" + c.text)}}, "x.feature"); len(problems) > 0 {
			got = problems.Error()
		}
		if c.says == "" && got != "" || !strings.Contains(got, c.says) {
			t.Errorf("%s: got %q, want %q", name, got, c.says)
		}
	}
}

// Where no row can fill it in, a <name> is ordinary text. One that is a whole value is reported.
func TestNamesThatNobodyFillsIn(t *testing.T) {
	const text = `Feature: x
  Background:
    When I apply:
      """
      a: "<who>"
      """

  Scenario: Plain
    When I apply:
      """
      a: '<region>'
      usage: tool <file>
      <url>
      b: <none>
      c: x-<part>
      """
    Then the table is:
      | a | <cell> |

  Scenario Outline: With rows
    When I apply:
      """
      a: '<city>'
      """

    Examples:
      | city  |
      | <url> |
`
	features, err := gherkin.Load(fstest.MapFS{"x.feature": {Data: []byte(text)}}, []string{"x.feature"})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, p := range features[0].Pickles {
		for _, s := range p.Steps {
			for _, doubt := range gherkin.LeftOpen(p, s) {
				word, _, _ := strings.Cut(doubt, " is not replaced: there are no Examples")
				got += word
			}
		}
		got += ";"
	}
	if want := "<who><region><url><cell>;<who>;"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
