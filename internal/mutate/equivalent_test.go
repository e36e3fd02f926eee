package mutate_test

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/mutate/operator"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/tree"
)

const probed = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: pause # gherkind: equivalent image-missing: it is never pulled
      # gherkind: equivalent probe-*: nothing here looks at it
      #
      livenessProbe: {tcpSocket: {port: 80}}
      readinessProbe: {tcpSocket: {port: 80}}
`

// declared returns the verdicts on the probe mutants of a suite with these files.
func declared(t *testing.T, manifest, declarations string) (entries map[string]mutate.Entry, notes []string, err error) {
	t.Helper()
	files := tree.Files{
		"features/a/f.feature": []byte("Feature: F\n  Scenario: a\n    When the manifest \"p/web.yaml\" is applied\n    Then pod \"web\" is ready\n"),
		"manifests/p/web.yaml": []byte(manifest),
	}
	if declarations != "" {
		files["features/mutants.yaml"] = []byte(declarations)
	}
	p, err := plan.Make(plan.Options{FS: files})
	if err != nil {
		t.Fatal(err)
	}
	s, err := mutate.NewSuite(p)
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Mutants(operator.Catalogue(), func(*mutate.Source) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	notes, err = s.Declare(all)
	entries = map[string]mutate.Entry{}
	for _, e := range mutate.Begin(s, all, mutate.Options{}).Report().Mutants {
		entries[e.Says] = e
	}
	return entries, notes, err
}

const (
	liveness  = `liveness probe of container "web" removed`
	readiness = `readiness probe of container "web" removed`
)

func TestACommentDeclaresMutantsOfItsLineEquivalent(t *testing.T) {
	entries, notes, err := declared(t, probed, "")
	if err != nil {
		t.Fatal(err)
	}
	if e := entries[liveness]; e.Verdict != mutate.Equivalent || e.Why != "nothing here looks at it" || e.Line != 10 {
		t.Errorf("%+v", e)
	}
	if e := entries[readiness]; e.Verdict != mutate.Untried {
		t.Errorf("%+v", e)
	}
	if len(notes) > 1 {
		t.Errorf("notes: %q", notes)
	}
}

func TestAFileDeclaresMutantsEquivalent(t *testing.T) {
	for _, c := range []struct {
		entry    string
		live, re mutate.Verdict
		note     string
	}{
		{"{manifest: p/web.yaml, operator: probe-removed, reason: r}", mutate.Equivalent, mutate.Equivalent, ""},
		{"{manifest: p/web.yaml, operator: probe-removed, says: '" + readiness + "', reason: r}", mutate.Untried, mutate.Equivalent, ""},
		{`{manifest: web.yaml, operator: probe-removed, says: 'liveness * "web" *', reason: r}`, mutate.Equivalent, mutate.Untried, ""},
		{"{manifest: web.yaml, operator: probe-removed, says: '* removed', reason: r}", mutate.Equivalent, mutate.Equivalent, ""},
		{"{manifest: web.yaml, operator: 'probe-*', says: 'liveness * gone', reason: r}", mutate.Untried, mutate.Untried, "features/mutants.yaml declares"},
		{"{manifest: eb.yaml, operator: probe-removed, reason: r}", mutate.Untried, mutate.Untried, ""},
		{"{manifest: web.yaml, operator: none-such, reason: r}", mutate.Untried, mutate.Untried, "features/mutants.yaml declares a mutant of operator none-such"},
	} {
		entries, notes, err := declared(t, strings.ReplaceAll(probed, "gherkind:", ""), "equivalent:\n  - "+c.entry+"\n")
		if err != nil {
			t.Fatal(err)
		}
		if entries[liveness].Verdict != c.live || entries[readiness].Verdict != c.re {
			t.Errorf("%s: %s, %s", c.entry, entries[liveness].Verdict, entries[readiness].Verdict)
		}
		if got := strings.Join(notes, "\n"); !strings.HasPrefix(got, c.note) || c.note == "" && got != "" {
			t.Errorf("%s: notes %q", c.entry, got)
		}
	}
}

func TestADeclarationNeedsAReason(t *testing.T) {
	for _, c := range [][2]string{
		{probed, "equivalent:\n  - {manifest: web.yaml, operator: x}\n"},
		{probed, "equivalent:\n  - {manifest: web.yaml, operator: x, why: y}\n"},
		{probed, "equal: []\n"},
		{strings.ReplaceAll(probed, ": nothing here looks at it", ""), ""},
	} {
		if _, _, err := declared(t, c[0], c[1]); err == nil {
			t.Errorf("%q: no error", c[1])
		}
	}
}
