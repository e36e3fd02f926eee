package mutate_test

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/mutate/operator"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/tree"
)

func TestTheValuesOfSecretsStayOutOfTheReport(t *testing.T) {
	const secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: open-sesame-42}\n"
	p, err := plan.Make(plan.Options{FS: tree.Files{
		"features/f.feature": []byte("Feature: F\n  Scenario: a\n    When the manifest \"s.yaml\" is applied\n    Then secret \"s\" exists\n"), "manifests/s.yaml": []byte(secret),
	}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := mutate.NewSuite(p)
	if err != nil {
		t.Fatal(err)
	}
	r := mutate.Begin(s, []*mutate.Mutant{{Source: s.Sources[0], Line: 1}}, mutate.Options{}).Report()
	if text := r.Files["manifests/s.yaml"]; strings.Contains(text, "sesame") || !strings.Contains(text, "kind: Secret") {
		t.Errorf("%s", text)
	}
}

// TestTheValuesOfSecretsStayOutOfSentences: no operator's description contains a value.
func TestTheValuesOfSecretsStayOutOfSentences(t *testing.T) {
	const secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {token: b3Blbi1zZXNhbWUtNDI=}\nstringData:\n  password: open-sesame-42\n" +
		"  settings: |\n    user open-sesame-43\n    password open-sesame-44\n    mode open-sesame-45\n"
	mutants, err := operator.Mutants([]byte(secret), operator.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, m := range mutants {
		said[m.Operator.Name] = true
		if text := m.Change.Says + m.Change.Assert; strings.Contains(text, "sesame") || strings.Contains(text, "b3Blbi1z") {
			t.Errorf("%s says %q", m.Operator.Name, text)
		}
	}
	if !said["line-removed"] || !said["data-changed"] {
		t.Errorf("only %v have descriptions", said)
	}
}
