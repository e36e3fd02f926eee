package steps

import (
	"reflect"
	"testing"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/subset"
	"github.com/gherkind/gherkind/steps/step"
)

// Gherkin removes the line break at the end of a doc string.
func TestADocStringIsTheSameManifestAsAFile(t *testing.T) {
	const head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n"
	for name, text := range map[string]string{
		"a block at its end":     head + "  lines: |\n    one\n    two",
		"folded":                 head + "  lines: >\n    one\n    two",
		"without its end":        head + "  lines: |-\n    one\n    two",
		"with all empty lines":   head + "  lines: |+\n    one\n\n",
		"an empty line behind":   head + "  lines: |\n    one\n",
		"lines of Windows":       head + "  lines: |\r\n    one\r\n    two",
		"nothing special":        head + "  a: b",
		"a comment at its end":   head + "  a: b\n  # over",
		"a separator at its end": head + "  a: b\n---",
	} {
		file, err := kube.ParseManifest("x.yaml", []byte(text+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		doc := step.DocString{Text: text, Line: 3}
		inline, err := inlineManifest("x.feature", doc)
		if err != nil {
			t.Fatal(err)
		}
		if got := inline.Docs[0]; !reflect.DeepEqual(got.Object, file.Docs[0].Object) || got.Line != 4 {
			t.Errorf("%s: got %v in line %d, the file has %v", name, got.Object.Object, got.Line, file.Docs[0].Object.Object)
		}
		if want, err := partOf("x.feature", doc); err != nil || subset.Difference(want.Object, file.Docs[0].Object.Object) != "" {
			t.Errorf("%s: the text does not match its own file (%v)", name, err)
		}
	}
}
