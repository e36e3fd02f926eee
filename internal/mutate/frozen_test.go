package mutate

import (
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/plan"
)

// TestWhatChangesMeanwhileIsNoMutant: a trial uses the files as they were read, even if they change while mutants run.
func TestWhatChangesMeanwhileIsNoMutant(t *testing.T) {
	const feature = "Feature: F\n  Scenario: a\n    When the manifest \"web.yaml\" is applied\n    Then pod \"web\" is ready\n"
	const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: pause}]}\n"
	files := fstest.MapFS{"features/f.feature": {Data: []byte(feature)}, "manifests/web.yaml": {Data: []byte(pod)}}
	p, err := plan.Make(plan.Options{FS: files})
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSuite(p)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"features/f.feature": "Feature: F\n  Nothing\n", "manifests/web.yaml": "kind: ["} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for name, m := range map[string]*Mutant{
		"as it is written": nil,
		"with a mutant":    {Source: s.Sources[0], Kind: "Pod", Name: "web", Text: []byte(pod + "# changed\n")},
	} {
		if _, pickle, err := s.altered(Trial{Case: s.Cases[0], Mutant: m}); err != nil || pickle.Name != "a" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAFailureBeforeTheChangedStepIsNotCertain: a change to a later step cannot have caused it.
func TestAFailureBeforeTheChangedStepIsNotCertain(t *testing.T) {
	m := &Mutant{Source: &Source{Feature: true}, step: 3}
	for step, want := range []bool{false, false, true, true} {
		if got := certain(m, &Case{}, Outcome{Ending: Failed, Step: step}); got != want {
			t.Errorf("step %d: %v", step, got)
		}
	}
}
