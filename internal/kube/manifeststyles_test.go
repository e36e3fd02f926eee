package kube

import (
	"reflect"
	"strings"
	"testing"
)

// Manifests as people and tools write them, each read as kubectl reads it.
func TestManifestsOfAnyStyle(t *testing.T) {
	const a, b = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}`, `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"b"}}`
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"one JSON behind the other":          {a + "\n\n" + b, []string{"1:1 Pod/a", "2:3 Pod/b"}},
		"one JSON behind the other, no line": {a + b, []string{"1:1 Pod/a", "2:1 Pod/b"}},
		"JSON with YAML's separators":        {a + "\n---\n" + b, []string{"1:1 Pod/a", "2:3 Pod/b"}},
		"a list of one kind":                 {"apiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: a}\n- {kind: Pod, metadata: {name: b}}\n", []string{"1:4 Pod/a", "1:5 Pod/b"}},
		"files put together":                 {pod + "---\n\ufeff" + other, []string{"1:1 Pod/a", "2:5 Pod/c"}},
		"comments around":                    {"# c\n---\n# a\n---\n" + pod + "---\n# end\n---\n", []string{"2:5 Pod/a"}},
		"a line of the old Mac":              {strings.ReplaceAll(pod, "\n", "\r"), []string{"1:1 Pod/a"}},
	} {
		if got := parsed(t, c.text); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	m, err := ParseManifest("x.json", []byte(`{"apiVersion":"apps\/v1","kind":"X","metadata":{"name":"a"},"d":"\ud83d\ude00 \\/ \u00e9 \\ud83d"}`))
	if err != nil || m.Docs[0].Object.GetAPIVersion() != "apps/v1" || m.Docs[0].Object.Object["d"] != "😀 \\/ é \\ud83d" {
		t.Errorf("escapes of JSON: %v, %v", m, err)
	}
}

// What kubectl also refuses is refused in a sentence, with its line.
func TestManifestsOfNoStyle(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		line int
		says string
	}{
		"other letters":         {"apiversion: v1\nkind: Pod\nmetadata: {name: a}\n", 1, `the document lacks apiVersion (it has "apiversion")`},
		"a number as version":   {"apiVersion: 1\nkind: Pod\nmetadata: {name: a}\n", 1, `apiVersion is 1, a number: put it in quotes, "1"`},
		"metadata as a list":    {"apiVersion: v1\nkind: Pod\nmetadata:\n- name: a\n", 1, "metadata is a list, where fields belong"},
		"a list without items":  {"apiVersion: v1\nkind: List\n", 1, "the List has no items"},
		"items left away":       {pod + "---\napiVersion: v1\nkind: List\nitems:\n", 5, "the List has no items"},
		"spaces of a web page":  {"apiVersion: v1\nkind: Pod\nmetadata:\n\u00a0\u00a0name: a\n", 1, `"\u00a0\u00a0name" contains invisible characters`},
		"nothing to see":        {"apiVersion: v1\n\u200bkind: Pod\nmetadata: {name: a}\n", 1, `lacks kind (it has "\u200bkind")`},
		"Latin 1":               {pod + "# caf\xe9\n", 4, "the line is no UTF-8"},
		"a key that is nothing": {pod + "spec: {~: a}\n", 4, "a key must be a text"},
		"YAML 1.2":              {"%YAML 1.2\n---\n" + pod, 1, "only version 1.1 of YAML can be read"},
		"a key of JSON twice":   {"{\"apiVersion\": \"v1\",\n\"kind\": \"Pod\",\n\"metadata\": {\"name\": \"a\"},\n\"kind\": \"Pod\"}", 4, `mapping key "kind" already defined at line 2`},
	} {
		if wrong := wrongAt(t, c.text); wrong.Line != c.line || !strings.Contains(wrong.Msg, c.says) {
			t.Errorf("%s: got %q, want line %d and %q", name, wrong, c.line, c.says)
		}
	}
}
