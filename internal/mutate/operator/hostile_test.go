package operator

import (
	"bytes"
	"strings"
	"testing"
)

// hostile are manifests that nobody writes on purpose.
var hostile = map[string]string{
	"empty":             "",
	"only separators":   "---\n---\n...\n---\n",
	"comments":          "# nothing\n---\n# nothing either\n",
	"null":              "null\n---\n~\n",
	"a text":            "hello\n",
	"a list":            "- [[[]]]\n- - - a\n",
	"lists of lists":    "kind: Pod\nspec: {containers: [[[{name: a}]]], initContainers: [[], null, 3]}\n",
	"wrong types":       "kind: Pod\nmetadata: 3\nspec: {containers: {a: b}, volumes: 7, nodeSelector: [x], affinity: yes}\n",
	"nulls":             "kind: Deployment\nmetadata: {name: ~}\nspec: {replicas: ~, template: ~, strategy: }\n",
	"keys of all types": "kind: Pod\n? [a, b]\n: c\n? {d: e}\n: f\n3: g\n~: h\n",
	"tabs":              "kind: Pod\n\tspec: 3\n",
	"no end":            "kind: Pod\nspec: {containers: [\n",
	"binary":            "kind: \x00\x01\xff\n",
	"byte order mark":   "\ufeffkind: Service\nmetadata: {name: a}\nspec: {selector: {a: b}}\n",
	"line ends":         "kind: Service\r\nmetadata:\r\n  name: a\r\nspec:\r\n  selector: {a: b}\r\n---\r\nkind: Pod\r\n",
	"returns":           "kind: Service\nmetadata:\r\r\r\r\r\r {name: web}\nspec: {selector: {a: b}}\n",
	"directive":         "%YAML 1.1\n---\nkind: Service\nspec: {selector: {a: b}}\n",
	"itself":            "kind: Pod\nspec: &s\n  containers: [*s]\n",
	"laughs": "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n" +
		"d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n",
	"anchors":         "kind: Pod\nmetadata: {name: a, labels: &l {a: b}}\nspec:\n  containers:\n    - &c {name: x, image: y, resources: {limits: {cpu: 1}}}\n    - *c\n    - {<<: *c, name: z}\n    - {<<: [*c, *l], name: w}\n",
	"merge of a text": "kind: Pod\nspec: {<<: x, containers: [{<<: [1, 2]}]}\n",
	"placeholders":    "kind: Deployment\nmetadata: {name: <name>}\nspec:\n  <rest>\n  replicas: <n>\n  template: {spec: {containers: [{name: '<c>', image: '${IMAGE}', command: [sleep, <s>]}]}}\n",
	"templates":       "kind: Service\nmetadata: {name: '{{ .Name }}'}\nspec: {selector: {app: '{{ .App }}'}, ports: [{port: 80}]}\n",
	"List":            "kind: List\nitems:\n  - kind: Service\n    metadata: {name: a}\n    spec: {selector: {a: b}}\n  - null\n  - 7\n  - kind: Pod\n    metadata: {name: b, labels: {a: b}}\n",
	"texts":           "kind: ConfigMap\nmetadata: {name: a}\ndata:\n  folded: >\n    a\n\n     b\n    c\n  kept: |+\n    a\n\n\n  yes: \"on\"\n  number: '3'\n  long: " + strings.Repeat("word ", 300) + "\n",
	"json":            `{"kind": "Service", "metadata": {"name": "a"}, "spec": {"selector": {"a": "b\/c \ud83d\ude00"}, "ports": [{"port": 80}]}}`,
	"json twice":      "{\"kind\": \"Pod\"}\n{\"kind\": \"Service\", \"spec\": {\"selector\": {\"a\": \"b\"}}}\n",
	"numbers":         "kind: Deployment\nspec: {replicas: 0x10, minReadySeconds: 1e3, progressDeadlineSeconds: 99999999999999999999}\n",
}

// TestHostile: whatever the manifest, nothing panics, and each mutant can be read and has the intended change.
func TestHostile(t *testing.T) {
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			made, err := checked(t, []byte(text))
			t.Logf("%d mutants, error: %v", made, err)
		})
	}
}

// TestOneMegabyte: a manifest with a thousand objects.
func TestOneMegabyte(t *testing.T) {
	one := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {color: '" + strings.Repeat("x", 1000) + "'}\n"
	text := strings.Repeat(one+"---\n", 1000)
	mutants, err := Mutants([]byte(text), Catalogue())
	if err != nil || len(mutants) != 3000 {
		t.Fatalf("%d mutants: %v", len(mutants), err)
	}
	for _, m := range []Mutant{mutants[0], mutants[len(mutants)-1]} {
		if made, err := m.Text(); err != nil || len(made) < len(text)/2 {
			t.Errorf("%d bytes: %v", len(made), err)
		}
	}
}

// TestLargeList: the objects of a List are changed one by one, otherwise a large List would take for ever.
func TestLargeList(t *testing.T) {
	one := "- apiVersion: v1\n  kind: Service\n  metadata: {name: web}\n  spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}\n"
	text := "apiVersion: v1\nkind: List\nitems:\n" + strings.Repeat(one, 1000)
	mutants, err := Mutants([]byte(text), Catalogue())
	if err != nil || len(mutants) != 5*1000 {
		t.Fatalf("%d mutants: %v", len(mutants), err)
	}
	if made, err := mutants[0].Text(); err != nil || len(made) < len(text)/2 {
		t.Errorf("%d bytes: %v", len(made), err)
	}
}

func FuzzMutants(f *testing.F) {
	for _, text := range hostile {
		f.Add([]byte(text))
	}
	for _, op := range Catalogue() {
		f.Add([]byte(op.Example.Manifest))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if made, err := checked(t, text); err != nil && made > 0 {
			t.Errorf("%d mutants and an error: %v", made, err)
		}
	})
}

// checked creates all mutants of a manifest, and reads them.
func checked(t *testing.T, text []byte) (int, error) {
	t.Helper()
	mutants, err := Mutants(text, Catalogue())
	if err != nil {
		return 0, err
	}
	lines := bytes.Count(text, []byte("\n")) + 1
	for _, m := range mutants {
		made, err := m.Text()
		if err != nil {
			t.Fatalf("%s: %v", m.Change.Says, err)
		}
		if bytes.Equal(made, text) {
			t.Fatalf("%s: the text is the same", m.Change.Says)
		}
		if m.Line < 1 || m.Line > lines || m.Column < 1 {
			t.Fatalf("%s: is in line %d, column %d of %d lines", m.Change.Says, m.Line, m.Column, lines)
		}
		if _, err := documents(made); err != nil {
			t.Fatalf("%s: %v\n%s", m.Change.Says, err, made)
		}
	}
	return len(mutants), nil
}
