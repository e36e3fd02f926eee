package plan

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/tree"
)

const printed = `Feature: A
  Scenario: B
    Given the manifest "web.yaml" is applied
    And this manifest is applied:
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: here}}
      """
    Then configmap "here" exists
`

const printedManifest = "{apiVersion: v1, kind: ConfigMap, metadata: {name: web}}\n"

// TestFingerprint: only the text of a scenario and its manifests counts.
func TestFingerprint(t *testing.T) {
	of := func(feature, manifest string) string {
		t.Helper()
		p, err := Make(Options{FS: tree.Files{"features/a.feature": []byte(feature), "manifests/web.yaml": []byte(manifest)}})
		if err != nil {
			t.Fatal(err)
		}
		text, err := Fingerprint(p.Pickles[0])
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	before := of(printed, printedManifest)
	for name, same := range map[string]string{
		"it has moved":     of("\n\n"+printed, printedManifest),
		"it has a comment": of(strings.Replace(printed, "    And", "    # why\n    And", 1), printedManifest),
	} {
		if same != before {
			t.Errorf("%s: the fingerprint changed", name)
		}
	}
	for name, other := range map[string]string{
		"a step":         of(strings.Replace(printed, "exists", "exists within 5s", 1), printedManifest),
		"below a step":   of(strings.ReplaceAll(printed, "here", "there"), printedManifest),
		"the manifest":   of(printed, strings.Replace(printedManifest, "}}", ", labels: {a: b}}}", 1)),
		"a tag":          of("@a\n"+printed, printedManifest),
		"the word And":   of(strings.Replace(printed, "And", "Given", 1), printedManifest),
		"a line of text": of(strings.Replace(printed, "{apiVersion", " {apiVersion", 1), printedManifest),
	} {
		if other == before {
			t.Errorf("%s has changed, but not the fingerprint", name)
		}
	}
}
