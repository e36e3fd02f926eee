package mutate_test

import (
	"testing"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/tree"
)

const twoKinds = `Feature: F
  Background:
    Given this manifest is applied:
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}
      """

  Scenario: a
    When the manifest "web.yaml" is applied
    Then pod "web" is ready

  Scenario: b
    Then applying the manifest "bad.yaml" is rejected with "no"
`

func TestTheManifestsOfASuite(t *testing.T) {
	p, err := plan.Make(plan.Options{FS: tree.Files{
		"features/f.feature": []byte(twoKinds), "manifests/web.yaml": []byte(pod), "manifests/bad.yaml": []byte(pod),
	}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := mutate.NewSuite(p)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		place   string
		cases   int
		refused bool
	}{{"features/f.feature:4", 2, false}, {"manifests/web.yaml", 1, false}, {"manifests/bad.yaml", 1, true}} {
		got := s.Sources[i]
		if got.Place() != want.place || len(got.Cases) != want.cases || got.Refused != want.refused {
			t.Errorf("manifest %d: %s, used by %d, refused %v; want %+v", i, got.Place(), len(got.Cases), got.Refused, want)
		}
	}
	if text := string(s.Sources[0].Text); text != "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}\n" {
		t.Errorf("%q", text)
	}
}

// TestOnlyScenariosWithMutantsAreTried: no cluster of another topology is created for other scenarios.
func TestOnlyScenariosWithMutantsAreTried(t *testing.T) {
	const feature = `Feature: F
  Scenario: web
    When the manifest "web.yaml" is applied
    Then pod "web" is ready

  Scenario: declared
    When the manifest "declared.yaml" is applied
    Then pod "web" is ready

  @topology:ha
  Scenario: none
    Then the cluster accepts writes
`
	p, err := plan.Make(plan.Options{FS: tree.Files{
		"features/f.feature": []byte(feature), "manifests/web.yaml": []byte(pod), "manifests/declared.yaml": []byte(pod),
		"features/mutants.yaml": []byte("equivalent:\n  - {manifest: declared.yaml, operator: x, reason: of no importance}\n"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := mutate.NewSuite(p)
	if err != nil {
		t.Fatal(err)
	}
	all := []*mutate.Mutant{{Source: s.Sources[0], Operator: "x"}, {Source: s.Sources[1], Operator: "x"}}
	if _, err := s.Declare(all); err != nil {
		t.Fatal(err)
	}
	if tried := s.Tried(all); len(tried) != 1 || tried[0].Name != "web" {
		t.Errorf("%d scenarios are tried: %v", len(tried), tried)
	}
}
