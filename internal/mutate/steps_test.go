package mutate_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/tree"
)

const withSteps = `Feature: F
  Scenario: a
    Given the manifest "web.yaml" is applied
    When this manifest is applied:
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}
      """
    And pod "web" is deleted
    Then pod "web" accepts TCP connections on port 80 from pod "web"
    And pod "web" is ready
`

func TestStepMutants(t *testing.T) {
	files := tree.Files{"features/f.feature": []byte(withSteps), "manifests/web.yaml": []byte(pod)}
	p, err := plan.Make(plan.Options{FS: files})
	if err != nil {
		t.Fatal(err)
	}
	s, err := mutate.NewSuite(p)
	if err != nil {
		t.Fatal(err)
	}
	all := s.StepMutants()
	wants := []struct {
		operator string
		line     int
		steps    []string
	}{
		{mutate.StepLeftOut, 4, []string{`3 Given the manifest "web.yaml" is applied`, `8 When pod "web" is deleted`, `9 Then pod "web" accepts`, `10 And pod "web" is ready`}},
		{mutate.StepLeftOut, 8, []string{"3 Given", "4 When this", `9 Then pod "web" accepts`, "10 And"}},
		{mutate.StepNegated, 9, []string{"3 Given", "4 When this", "8 And", `9 Then pod "web" refuses TCP connections on port 80 from pod "web"`, "10 And"}},
	}
	if len(all) != len(wants) {
		t.Fatalf("%d mutants, want %d", len(all), len(wants))
	}
	for i, want := range wants {
		m := all[i]
		if m.Operator != want.operator || m.Line != want.line || len(m.Source.Cases) != 1 {
			t.Errorf("mutant %d is %s in line %d, of %d scenarios", i, m.Operator, m.Line, len(m.Source.Cases))
		}
		features, err := gherkin.Load(tree.With(files, m.Source.Path, m.Text), []string{m.Source.Path})
		if err != nil {
			t.Errorf("%s: %v\n%s", m.Says, err, m.Text)
			continue
		}
		var got []string
		for _, each := range features[0].Pickles[0].Steps {
			got = append(got, strings.Join([]string{strconv.Itoa(each.Line), each.Keyword, each.Text}, " "))
		}
		for j, begin := range want.steps {
			if j >= len(got) || !strings.HasPrefix(got[j], begin) {
				t.Errorf("%s: the steps are %q, want %q", m.Says, got, want.steps)
				break
			}
		}
		if len(got) != len(want.steps) {
			t.Errorf("%s: the steps are %q, want %q", m.Says, got, want.steps)
		}
	}
}

func TestASurvivorOfAStepSaysSo(t *testing.T) {
	e := mutate.Entry{Verdict: mutate.Survived, OfStep: true, Says: `step "When x" left out`, Assert: "y"}
	if got := e.Sentence(); got != `step "When x" left out: the scenario passes all the same, so that it proves nothing about it; assert: y` {
		t.Error(got)
	}
}
