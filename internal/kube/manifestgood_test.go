package kube

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

const (
	pod   = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n" // three lines
	other = "apiVersion: v1\nkind: Pod\nmetadata: {name: c}\n"
)

// parsed returns INDEX:LINE kind/name of each document.
func parsed(t *testing.T, text string) []string {
	t.Helper()
	m, err := ParseManifest("x.yaml", []byte(text))
	if err != nil {
		t.Errorf("%q: %v", text, err)
		return nil
	}
	var got []string
	for _, d := range m.Docs {
		got = append(got, fmt.Sprintf("%d:%d %s/%s", d.Index, d.Line, d.Object.GetKind(), d.Object.GetName()))
	}
	return got
}

func TestWhereDocumentsBegin(t *testing.T) {
	const list = "apiVersion: v1\nkind: List\nitems:\n"
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"a separator before the first":    {"---\n" + pod, []string{"1:2 Pod/a"}},
		"a separator after the last":      {pod + "---\n", []string{"1:1 Pod/a"}},
		"on the line of the separator":    {pod + "--- {apiVersion: v1, kind: Pod, metadata: {name: b}}\n", []string{"1:1 Pod/a", "2:4 Pod/b"}},
		"comments are not the document":   {"# a\n\n# b\n" + pod, []string{"1:4 Pod/a"}},
		"an empty document is counted":    {pod + "---\n---\n# x\n---\nnull\n---\n" + other, []string{"1:1 Pod/a", "5:10 Pod/c"}},
		"an end mark":                     {pod + "...\n---\n" + other, []string{"1:1 Pod/a", "2:6 Pod/c"}},
		"a directive":                     {"%YAML 1.1\n---\n" + pod, []string{"1:3 Pod/a"}},
		"a separator in a block of text":  {pod + "data:\n  x: |\n    ---\n    b\n---\n" + other, []string{"1:1 Pod/a", "2:9 Pod/c"}},
		"CRLF":                            {strings.ReplaceAll(pod+"---\n"+other, "\n", "\r\n"), []string{"1:1 Pod/a", "2:5 Pod/c"}},
		"byte order mark and a separator": {"\ufeff---\n" + pod, []string{"1:2 Pod/a"}},
		"JSON on lines with tabs":         {"{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"Pod\",\n\t\"metadata\": {\"name\": \"a\"}\n}\n", []string{"1:1 Pod/a"}},
		"a list in a list": {list + "- apiVersion: v1\n  kind: List\n  items:\n  - {apiVersion: v1, kind: Pod, metadata: {name: a}}\n- {apiVersion: v1, kind: Pod, metadata: {name: b}}\n---\n" + other,
			[]string{"1:7 Pod/a", "1:8 Pod/b", "2:10 Pod/c"}},
		"an empty list beside an object": {"apiVersion: v1\nkind: List\nitems: []\n---\n" + pod, []string{"2:5 Pod/a"}},
	} {
		if got := parsed(t, c.text); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestAt(t *testing.T) {
	m, err := ParseManifest("pods/web.yaml", []byte("# one\n"+pod))
	if err != nil {
		t.Fatal(err)
	}
	if got := m.At(m.Docs[0]); got != "pods/web.yaml:2" {
		t.Errorf("got %s", got)
	}
}

// Values mean what kubectl reads, which uses YAML 1.1.
func TestValues(t *testing.T) {
	for text, want := range map[string]any{
		"7":                            int64(7),
		`"7"`:                          "7",
		"'0755'":                       "0755",
		"0755":                         int64(493), // a file mode
		"0x1F":                         int64(31),
		"2147483648":                   int64(1 << 31),
		"-2147483649":                  int64(-1<<31 - 1),
		"9007199254740993":             int64(1<<53 + 1), // a float64 would make it ...992
		"9223372036854775807":          int64(1<<63 - 1),
		"-9223372036854775808":         int64(-1 << 63),
		"18446744073709551615":         float64(1<<64 - 1), // exceeds int64
		"2.5":                          2.5,
		"1e-3":                         0.001,
		"1e30":                         1e30,
		"2.0":                          int64(2),
		"1.2.3":                        "1.2.3",
		"on":                           true,
		"no":                           false,
		`"on"`:                         "on",
		"~":                            nil,
		"":                             nil,
		"{a: , b}":                     map[string]any{"a": nil, "b": nil},
		"\n  a:\n  b: [~, ]":           map[string]any{"a": nil, "b": []any{nil}},
		"2001-12-14":                   "2001-12-14",
		"12:30:45":                     "12:30:45",
		"!!str 7":                      "7",
		"[1, [x]]":                     []any{int64(1), []any{"x"}},
		"{a: {}}":                      map[string]any{"a": map[string]any{}},
		"{on: 1}":                      map[string]any{"true": int64(1)},
		"{n: 1}":                       map[string]any{"false": int64(1)},
		`{"yes": 1, 'n': 2}`:           map[string]any{"yes": int64(1), "n": int64(2)},
		"{8080: x}":                    map[string]any{"8080": "x"},
		"|\n  a\n   b\n\n  c\n":        "a\n b\n\nc\n",
		"|-\n  a\n":                    "a",
		"|+\n  a\n\n":                  "a\n\n",
		"|2\n    a\n":                  "  a\n",
		">\n  a\n  b\n\n  c\n":         "a b\nc\n",
		"|\n  a # no comment\n  {{x}}": "a # no comment\n{{x}}",
		">\n  cmd\n    --flag\n    --more\n  end\n": "cmd\n  --flag\n  --more\nend\n", // no line more or less
		">-\n\n  a\n\n\n  b\n":                      "\na\n\nb",
		"|\n\n    a\n    \tb\n":                     "\na\n\tb\n",
		"a\n\n  b":                                  "a\nb",
		"\"a\\tb\\u00e9\"":                          "a\tbé",
		"a\n  b":                                    "a b",
		"{a: &x [1], b: *x}":                        map[string]any{"a": []any{int64(1)}, "b": []any{int64(1)}},
		"{a: &x {k: 1, l: 2}, b: {<<: *x, l: 3}}": map[string]any{
			"a": map[string]any{"k": int64(1), "l": int64(2)}, "b": map[string]any{"k": int64(1), "l": int64(3)}},
		"{a: &x {k: 1}, c: &y {l: 2}, b: {<<: [*x, *y]}}": map[string]any{
			"a": map[string]any{"k": int64(1)}, "c": map[string]any{"l": int64(2)}, "b": map[string]any{"k": int64(1), "l": int64(2)}},
	} {
		m, err := ParseManifest("x.yaml", []byte(pod+"spec: "+text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := m.Docs[0].Object.DeepCopy().Object["spec"]; !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %#v, want %#v", text, got, want)
		}
	}
}
