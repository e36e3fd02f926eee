package kube

import (
	"errors"
	"regexp"
	"strings"
	"testing"
)

// goTalk matches what only a Go programmer would understand.
var goTalk = regexp.MustCompile(`unmarshal|yaml:|json:|map\[|interface|\[\]|\*v1|0x[0-9a-f]+|\bnil\b|%!`)

// wrongAt returns the error of a manifest, which must be understandable without Go.
func wrongAt(t *testing.T, text string) *ManifestError {
	t.Helper()
	_, err := ParseManifest("dir/x.yaml", []byte(text))
	var wrong *ManifestError
	if !errors.As(err, &wrong) {
		t.Fatalf("%q: got %v", text, err)
	}
	if wrong.Path != "dir/x.yaml" || !strings.HasPrefix(err.Error(), "dir/x.yaml:") || goTalk.MatchString(wrong.Msg) || strings.Contains(wrong.Msg, "\n") {
		t.Errorf("%q: %q is in Go terms", text, err)
	}
	return wrong
}

// For most of these the parser itself names the beginning of the enclosing block, or no line at all.
func TestTheLineOfTrouble(t *testing.T) {
	const tab = "there is a tab at the beginning of the line; YAML is indented with spaces"
	for name, c := range map[string]struct {
		text string // after the three lines of pod
		line int
		says string
	}{
		"a tab":                         {"spec:\n\ta: 1\n", 5, tab},
		"a tab after spaces":            {"spec:\n  a: 1\n  \tb: 1\n", 6, tab},
		"a tab before a list":           {"spec:\n  a:\n\t- b\n", 6, tab},
		"a tab in a block of text":      {"spec:\n  a: |\n\ttext\n", 6, tab},
		"a tab in the second document":  {"---\n" + pod + "spec:\n\tx: 1\n", 9, tab},
		"no tab":                        {"spec: @x\n", 4, "needs quotes"},
		"a line one space to the left":  {"spec:\n  a:\n    b: 1\n    c: 1\n   d: 1\n  e: 1\n", 8, "did not find expected key"},
		"a key in a list":               {"spec:\n  - a\n  - b\n  c: 1\n", 7, "did not find expected '-' indicator"},
		"two colons":                    {"spec:\n  a: b: c\n", 5, "mapping values are not allowed"},
		"an open bracket":               {"spec:\n  a: [1, 2\n  b: 3\n", 5, "did not find expected ',' or ']'"},
		"an open quote after a long":    {"spec:\n  a: \"x\n    y\"\n  b: \"open\n  c: 3\n", 7, "end of stream"},
		"a quote in quotes":             {"spec:\n  a: 'it's'\n", 5, "did not find expected key"},
		"the same key twice":            {"spec:\n  a: 1\n  b: 1\n  a: 2\n", 7, `mapping key "a" already defined at line 5`},
		"two keys twice":                {"a: 1\na: 2\nb: 1\nb: 2\n", 5, `mapping key "a" already defined at line 4`},
		"the same key, second document": {"---\n" + pod + "kind: X\n", 8, `mapping key "kind" already defined at line 6`},
		"a CRLF file":                   {"spec:\r\n  a:\r\n    b: 1\r\n   d: 1\r\n", 7, "did not find expected key"},
		"an alias of nothing":           {"a: 1\nspec: *x\n", 5, "unknown anchor 'x'"},
		"an alias of itself":            {"a: 1\nspec: &x [*x]\n", 5, "contains itself"},
		"a merge of a number":           {"spec:\n  <<: 3\n", 5, "map merge requires"},
		"a key that is a list":          {"spec:\n  ? [a, b]\n  : x\n", 5, "a key must be a text"},
		"infinity":                      {"spec:\n  a: 1\n  b: .inf\n", 6, "an object cannot hold a number that is infinite"},
		"not a number":                  {"spec: {a: .nan}\n", 4, "an object cannot hold a number that is infinite"},
		"a text that must be a number":  {"spec:\n  a: !!int x\n", 5, "cannot decode"},
		"a control character":           {"a: 1\nspec: \x01\n", 5, "control characters are not allowed"},
		"no UTF-8":                      {"a: 1\nspec: \xff\n", 5, "UTF-8"},
		"a placeholder":                 {"spec:\n  a: 1\n  b: {{ .Name }}\n", 6, "a placeholder such as {{ .Name }} must be filled in before"},
		"a placeholder as a list item":  {"spec:\n- {{ .Name }}\n", 5, "a placeholder such as {{ .Name }} must be filled in before"},
		"a condition":                   {"spec:\n{{- if .X }}\n  a: 1\n{{- end }}\n", 5, "a placeholder such as"},
		"a scalar":                      {"---\nhello\n", 5, "a document must be an object"},
		"a number":                      {"---\n\n7\n", 6, "a document must be an object"},
		"a sequence":                    {"---\n# x\n- a\n", 6, "a document must be an object"},
		"a list of no objects":          {"---\napiVersion: v1\nkind: List\nitems: [1]\n", 5, "an item of the list is not an object"},
		"rest after the end":            {"...\nrest of it\n", 5, "did not find expected <document start>"},
	} {
		if wrong := wrongAt(t, pod+c.text); wrong.Line != c.line || !strings.Contains(wrong.Msg, c.says) {
			t.Errorf("%s: got %q, want line %d and %q", name, wrong, c.line, c.says)
		}
	}
}

func TestTroubleOnTheFirstLine(t *testing.T) {
	for text, says := range map[string]string{
		"":                     "the manifest has no objects",
		"\n\n":                 "the manifest has no objects",
		"\ufeff":               "the manifest has no objects",
		"# later":              "the manifest has no objects",
		"# a\n---\n# b\n---\n": "the manifest has no objects",
		"null\n---\n~\n":       "the manifest has no objects",
		"apiVersion: v1\nkind: List\nitems: []\n": "the manifest has no objects",
		"\tapiVersion: v1\n":                      "there is a tab",
		"a: b: c":                                 "mapping values are not allowed",
		"{{ .All }}":                              "a placeholder such as",
		`{"apiVersion":"v1"`:                      "did not find expected ',' or '}'",
		"[1]":                                     "a document must be an object",
		"kind: Pod\nmetadata: {name: a}":          "the document lacks apiVersion",
		"apiVersion: v1\nmetadata: {name: a}":     "the document lacks kind",
		"apiVersion: v1\nkind: Pod":               "the document lacks metadata.name",
		"apiVersion: v1\nkind: Pod\nmetadata: {name: ''}":     "the document lacks metadata.name",
		"apiVersion: v1\nkind: Pod\nmetadata: a":              "the document lacks metadata.name",
		"apiVersion: v1\nkind: Pod\nmetadata: {namespace: a}": "the document lacks metadata.name",
		"apiVersion: v1": "the document lacks kind and metadata.name",
		"x: y":           "the document lacks apiVersion and kind and metadata.name",
	} {
		if wrong := wrongAt(t, text); wrong.Line != 1 || !strings.Contains(wrong.Msg, says) {
			t.Errorf("%q: got %q, want %q", text, wrong, says)
		}
	}
}

// Nested brackets must end in an error, not in a stack overflow.
func TestDeepNestingIsRefused(t *testing.T) {
	if wrong := wrongAt(t, pod+"spec: "+strings.Repeat("[", 100_000)); !strings.Contains(wrong.Msg, "max depth") {
		t.Errorf("got %q", wrong)
	}
}
