package gherkin_test

import (
	"strings"
	"testing"
	"testing/fstest"
)

// A <name> that no row fills in stays as it is, and nothing that its row was meant to change is ever used.
func TestNamesThatNoRowFillsIn(t *testing.T) {
	const outline, rows = "  Scenario Outline: x <city>\n", "    Examples:\n      | city | old town |\n      | rome | yes |\n"
	doc := func(text string) string { return "    When I apply:\n      \"\"\"\n      " + text + "\n      \"\"\"\n" }
	table := func(cell string) string { return "    Then the table is:\n      | a | " + cell + " |\n" }
	for name, c := range map[string]struct{ text, says string }{
		"in a doc string":             {outline + doc("where: <cty>") + rows, `x.feature:5: the Examples have no column "cty", so <cty> would stay as it is` + "\n    did you mean: <city>"},
		"not near to any":             {outline + doc("a\n      where: x-<region>") + rows, `x.feature:6: the Examples have no column "region"`},
		"in a table":                  {outline + table("<cty>") + rows, `x.feature:4: the Examples have no column "cty"`},
		"in a media type":             {outline + "    When I apply:\n      \"\"\"<cty>\n      a\n      \"\"\"\n" + rows, `x.feature:4: the Examples have no column "cty"`},
		"in the name":                 {"  Scenario Outline: x <cty>\n    Given it passes\n" + rows, `x.feature:2: the Examples have no column "cty"`},
		"white space around it":       {outline + doc("< city >") + rows, "did you mean: <city>"},
		"two words":                   {outline + doc("<old towm>") + rows, "did you mean: <old town>"},
		"only some Examples have it":  {outline + doc("<old town>") + rows + "    Examples: more\n      | city |\n      | pisa |\n", `x.feature:5: the Examples in line 10 have no column "old town"`},
		"no Examples at all":          {"  Scenario: x\n    Given pod \"<town>\" is Running\n", "x.feature:3: <town> stays as it is: the scenario has no Examples"},
		"no Examples, all of a value": {"  Scenario: x\n" + doc("a: '<town>'"), "x.feature:5: <town> stays as it is"},
		"in a background":             {"  Background:\n" + doc("for <city>") + outline + "    Given it passes\n" + rows, "x.feature:5: <city> stays as it is: a background has no Examples"},
		"good":                        {outline + doc("<city>: <old town>") + table("<city>") + rows, ""},
		"a here-document":             {outline + doc("cat <<EOF >/tmp/x") + doc("cat <<EOF> x") + rows, ""},
		"comparisons":                 {outline + doc("a < b and c > d") + doc("x <= y >= z") + doc("sort <a >b") + rows, ""},
		"HTML":                        {outline + doc("<html>\n      <div>\n      <em>a</em>\n      </div><br>") + rows, ""},
		"what kubectl prints":         {outline + doc("<none> <unknown>") + rows, ""},
		"mail":                        {outline + doc("me <me@example.com>") + rows, ""},
		"a usage, without Examples":   {"  Scenario: x\n" + doc("usage: tool <file>"), ""},
		"HTML without Examples":       {"  Scenario: x\n" + doc("<html>") + doc("'<none>'"), ""},
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
