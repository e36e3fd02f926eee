package kube

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// Every manifest is read as kubectl reads it, which uses sigs.k8s.io/yaml on the text itself. Every error is in plain words, at
// a line that the file has.
func FuzzManifestIsReadAsByKubectl(f *testing.F) {
	for _, text := range []string{
		"spec: {a: 1, b: [x, 'y'], on: yes}\n", "data:\n  a: |2-\n     x\n\n    y\n  b: >+\n    z\n\n    y\n",
		"a: &x {k: 1}\nb: {<<: *x, k: 2}\n", "# c\nspec: # d\n  # e\n  - a # f\n\n  # g\n  - b\n", "a: \"x\\\n  y\"\nb: 'it''s\n\n  z'\n",
		"a: >\n  x\n    y\n", "a: >2+\n  \n  #\n# c\n", "a: {b: , c}\n", "---\n" + pod, "spec:\n\ta: 1\n", "spec: {{ .X }}\n", "? [a]\n: b\n", "a: .inf\n", "a: !!binary aGVsbG8=\nb: !x y\nc: 0b1\nd: 1_0\n",
	} {
		f.Add([]byte(pod + text))
	}
	f.Add([]byte("\r0"))                                     // found by fuzzing: a lone CR also ends a line
	breaks := regexp.MustCompile("[\n\r\u0085\u2028\u2029]") // line breaks of YAML; CRLF counts as two, which is good enough for a limit
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ParseManifest("x.yaml", data)
		if err != nil {
			var wrong *ManifestError
			if !errors.As(err, &wrong) || wrong.Line < 1 || wrong.Line > len(breaks.FindAllIndex(data, -1))+1 || wrong.Msg == "" || strings.Contains(wrong.Msg, "unmarshal") {
				t.Fatalf("got %#v", err)
			}
			return
		}
		want := map[string]any{}
		if len(m.Docs) != 1 || m.Docs[0].Index != 1 || yaml.Unmarshal(data, &want, func(d *json.Decoder) *json.Decoder { d.UseNumber(); return d }) != nil {
			return // the other parser reads one document only
		}
		if bytes.ContainsRune(data, '!') {
			return // the parsers disagree about a lone !, which no real manifest has
		}
		if want["items"] == nil && !reflect.DeepEqual(m.Docs[0].Object.DeepCopy().Object, normal(want)) {
			t.Fatalf("got %#v, want %#v", m.Docs[0].Object.Object, want)
		}
	})
}
