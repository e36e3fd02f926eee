package kube

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestParseManifest(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string // INDEX:LINE kind/name
	}{
		"one":                     {"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n", []string{"1:1 Pod/a"}},
		"empty documents between": {"# first\n---\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\n# nothing\n---\napiVersion: v1\nkind: Service\nmetadata: {name: b}\n", []string{"2:4 Pod/a", "4:10 Service/b"}},
		"JSON":                    {`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}`, []string{"1:1 Pod/a"}},
		"CRLF":                    {"apiVersion: v1\r\nkind: Pod\r\nmetadata: {name: a}\r\n", []string{"1:1 Pod/a"}},
		"byte order mark":         {"\ufeffapiVersion: v1\nkind: Pod\nmetadata: {name: a}\n", []string{"1:1 Pod/a"}},
		"a list":                  {"apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n- {apiVersion: v1, kind: Pod, metadata: {name: b}}\n", []string{"1:4 Pod/a", "1:5 Pod/b"}},
		"anchors":                 {"apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: &l {x: y}}\nspec: {nodeSelector: *l}\n", []string{"1:1 Pod/a"}},
	} {
		m, err := ParseManifest("x.yaml", []byte(c.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, d := range m.Docs {
			got = append(got, fmt.Sprintf("%d:%d %s/%s", d.Index, d.Line, d.Object.GetKind(), d.Object.GetName()))
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestParseManifestSaysWhatIsWrongAndWhere(t *testing.T) {
	const head = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
	for name, c := range map[string]struct {
		text string
		line int
		says string
	}{
		"nothing":             {"", 1, "the manifest has no objects"},
		"comments only":       {"# later\n---\n", 1, "the manifest has no objects"},
		"a scalar":            {head + "---\nhello\n", 5, "a document must be an object"},
		"a list of objects":   {"- a\n- b\n", 1, "a document must be an object"},
		"no kind":             {"apiVersion: v1\nmetadata: {name: a}\n", 1, "the document lacks kind"},
		"nothing it needs":    {head + "---\nx: y\n", 5, "the document lacks apiVersion and kind and metadata.name"},
		"the same key twice":  {"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nkind: Service\n", 4, `"kind" already defined`},
		"a tab":               {"apiVersion: v1\nkind: Pod\nmetadata:\n\tname: a\n", 4, "YAML is indented with spaces"},
		"a missing bracket":   {"apiVersion: v1\nkind: Pod\nmetadata: {name: a\nspec: {}\n", 3, "the YAML cannot be read"},
		"a nameless item":     {"apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod}\n", 4, "the document lacks metadata.name"},
		"a placeholder":       {"apiVersion: v1\nkind: Pod\nmetadata: {{ .Name }}\n", 3, "a placeholder such as {{ .Name }}"},
		"an alias of nothing": {"apiVersion: v1\nkind: Pod\nmetadata: *nobody\n", 3, "the YAML cannot be read"},
	} {
		_, err := ParseManifest("pods/x.yaml", []byte(c.text))
		var wrong *ManifestError
		if !errors.As(err, &wrong) {
			t.Errorf("%s: got %v", name, err)
			continue
		}
		if wrong.Path != "pods/x.yaml" || wrong.Line != c.line || !strings.Contains(wrong.Msg, c.says) {
			t.Errorf("%s: got %q, want line %d and %q", name, wrong, c.line, c.says)
		}
		for _, strange := range []string{"unmarshal", "yaml:", "map[", "interface"} {
			if strings.Contains(wrong.Msg, strange) {
				t.Errorf("%s: %q is in Go terms", name, wrong)
			}
		}
	}
}

// Ten aliases of ten aliases and so on: a small file that would need all memory.
func TestAnAliasBombIsRefused(t *testing.T) {
	var b strings.Builder
	b.WriteString("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nl0: &l0 [x]\n")
	for i := range 12 {
		fmt.Fprintf(&b, "l%d: &l%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*l%d,", i), 10), ","))
	}
	if _, err := ParseManifest("x.yaml", []byte(b.String())); !errors.As(err, new(*ManifestError)) {
		t.Errorf("got %v", err)
	}
}

func TestNumbersAreWhatObjectsMayHold(t *testing.T) {
	m, err := ParseManifest("x.yaml", []byte("apiVersion: v1\nkind: X\nmetadata: {name: a}\nspec: {i: 3, big: 4294967297, f: 1.5, e: 1e3, s: \"3\", yes: yes, l: [1]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"i": int64(3), "big": int64(4294967297), "f": 1.5, "e": int64(1000), "s": "3", "l": []any{int64(1)}}
	spec, ok := m.Docs[0].Object.DeepCopy().Object["spec"].(map[string]any) // DeepCopy panics on any other number
	if !ok {
		t.Fatal("no spec")
	}
	for key, value := range want {
		if !reflect.DeepEqual(spec[key], value) {
			t.Errorf("%s: got %#v, want %#v", key, spec[key], value)
		}
	}
}

func FuzzParseManifest(f *testing.F) {
	f.Add([]byte("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"))
	f.Add([]byte("kind: List\nitems: [1]\napiVersion: v1\n"))
	f.Add([]byte("a: &a [*a]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ParseManifest("x.yaml", data)
		if err != nil {
			var wrong *ManifestError
			if !errors.As(err, &wrong) || wrong.Line < 1 {
				t.Fatalf("got %#v", err)
			}
			return
		}
		for _, d := range m.Docs {
			d.Object.DeepCopy()
		}
	})
}
