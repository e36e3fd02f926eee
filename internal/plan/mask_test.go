package plan

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/shard"
)

// TestValuesInStepsAboutSecretsAreHidden: they are hidden before the run starts, because a report contains the feature from its
// beginning.
func TestValuesInStepsAboutSecretsAreHidden(t *testing.T) {
	for name, c := range map[string]struct {
		step   string
		hidden []string
		shown  []string
	}{
		"a patch":        {"When secret \"s\" is patched with:\n  stringData: {password: hunter-two}\n  metadata: {labels: {a: labelled}}", []string{"hunter-two", "aHVudGVyLXR3bw=="}, []string{"labelled"}},
		"a merge patch":  {"When secret \"s\" is patched with this merge patch:\n  data: {password: aHVudGVyLXR3bw==}", []string{"hunter-two", "aHVudGVyLXR3bw=="}, nil},
		"operations":     {"When secret \"s\" is patched with:\n  - {op: replace, path: /stringData/password, value: hunter-two}", []string{"hunter-two"}, []string{"replace"}},
		"all at once":    {"When secret \"s\" is patched with:\n  - {op: add, path: /stringData, value: {password: hunter-two}}", []string{"hunter-two"}, nil},
		"what it has":    {"Then secret \"s\" matches:\n  data: {password: aHVudGVyLXR3bw==}", []string{"hunter-two"}, nil},
		"at a path":      {"Then secret \"s\" has \"aHVudGVyLXR3bw==\" at \"{.data.password}\"", []string{"hunter-two", "aHVudGVyLXR3bw=="}, nil},
		"its type":       {"Then secret \"s\" has \"Opaque\" at \"{.type}\"", nil, []string{"Opaque"}},
		"another object": {"When configmap \"s\" is patched with:\n  data: {password: hunter-two}", nil, []string{"hunter-two"}},
	} {
		text, below, _ := strings.Cut(c.step, "\n")
		feature := "Feature: F\n  Scenario: S\n    " + text + "\n"
		if below != "" {
			feature += "      \"\"\"\n    " + strings.ReplaceAll(below, "\n", "\n    ") + "\n      \"\"\"\n"
		}
		p, err := Make(Options{FS: fstest.MapFS{"features/f.feature": {Data: []byte(feature)}}})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		m := p.MaskOf(p.Pickles[0])
		for _, value := range c.hidden {
			if got := m.Text("it is " + value); got != "it is "+kube.HiddenValue {
				t.Errorf("%s: %q is shown", name, value)
			}
		}
		for _, value := range c.shown {
			if got := m.Text(value); got != value {
				t.Errorf("%s: %q is hidden", name, value)
			}
		}
	}
}

// TestNamesInAShardHaveNoValues: the names of scenarios that other shards run are masked, too, because they may contain values of
// Examples.
func TestNamesInAShardHaveNoValues(t *testing.T) {
	const feature = `Feature: F
  Scenario Outline: it accepts <password>
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: s}
      stringData: {password: <password>}
      """
    Examples:
      | password     |
      | hunter-two   |
      | hunter-three |
`
	p, err := Make(Options{FS: fstest.MapFS{"features/f.feature": {Data: []byte(feature)}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Shard(shard.Part{Number: 1, Count: 2}, nil); err != nil {
		t.Fatal(err)
	}
	result, _ := p.Result()
	for _, share := range result.Shard.All {
		if name := share.Scenario.Name; strings.Contains(name, "hunter") || !strings.HasPrefix(name, "it accepts ") {
			t.Errorf("the name is %q, want the value masked", name)
		}
	}
	if len(result.Shard.All) != 2 {
		t.Errorf("%d scenarios", len(result.Shard.All))
	}
}

// TestAPatchOfFinalizersIsWrittenDown: the run writes a journal entry for it, and needs the permission for that.
func TestAPatchOfFinalizersIsWrittenDown(t *testing.T) {
	for field, verbs := range map[string]string{"labels: {a: b}": "get, list", "finalizers: [a.b/c]": "create, delete, get, list, patch"} {
		feature := "Feature: F\n  Scenario: S\n    When configmap \"a\" is patched with:\n      \"\"\"\n      metadata: {" + field + "}\n      \"\"\"\n"
		p, err := Make(Options{FS: fstest.MapFS{"features/f.feature": {Data: []byte(feature)}}})
		if err != nil {
			t.Fatal(err)
		}
		text, err := p.Rights()
		if want := `resources: ["configmaps"], verbs: [` + verbs + `]}`; err != nil || !strings.Contains(text, want) {
			t.Errorf("%s: it lacks %s, %v:\n%s", field, want, err, text)
		}
	}
}
