//go:build unix

package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/proving"
)

// manySettings has twelve settings, two of which are checked.
const manySettings = `Feature: Settings
  Scenario: Mutation killed
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {a: "1", b: "1", c: "1", d: "1", e: "1", f: "1", g: "1", h: "1", i: "1", j: "1", k: "1", l: "1"}
      """
    Then configmap "settings" has "1" at "{.data.a}" within 1s
    And configmap "settings" has "1" at "{.data.b}" within 1s
`

// TestAMutationThatIsKilledGoesOn ends a mutation run with SIGKILL. The same command continues it: known results are not tried
// again, the verdicts are those of a run without interruption, and nothing is left in the cluster.
func TestAMutationThatIsKilledGoesOn(t *testing.T) {
	proving.Only(t, "it runs its scenarios some dozens of times")
	s := newSandbox(t, manySettings)
	file := filepath.Join(s.dir, ".gherkind", "mutants.jsonl")
	args := []string{"mutate", "--operators", "data-removed", "--parallel", "2", "--report", "json:report.json"}
	cmd, out := s.command(args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	over := make(chan error, 1)
	go func() { over <- cmd.Wait() }()
	knownWithin(t, file, 6, over)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-over                   //nolint:errcheck // it was killed
	before := known(t, file) // it may have continued for a moment
	again, said := s.command(args...)
	if code := exitOf(again.Run()); code != exitPassed {
		t.Fatalf("exit code %d:\n%s\nthe one before:\n%s", code, said, out)
	}
	s.verdicts(map[string]mutate.Verdict{"key a ": mutate.Killed, "key b ": mutate.Killed})
	all := known(t, file)
	if len(all) <= len(before) {
		t.Errorf("%d results before it was killed, %d at the end: it was killed too late to show anything", len(before), len(all))
	}
	final := map[string]bool{}
	for i, k := range all {
		if i >= len(before) && final[k.Key] {
			t.Errorf("%+v was tried again", k)
		}
		final[k.Key] = k.Ending == mutate.Failed || k.Passes >= 2 // a survivor must pass twice
	}
	s.nothingLeft("mutation-killed")
}

// verdicts checks that every mutant in the report survived, except those with a text in others.
func (s *sandbox) verdicts(others map[string]mutate.Verdict) {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, "report.json"))
	if err != nil {
		s.t.Fatal(err)
	}
	var r mutate.Report
	if err := json.Unmarshal(data, &r); err != nil {
		s.t.Fatal(err)
	}
	if len(r.Mutants) != 12 {
		s.t.Errorf("%d mutants, want 12", len(r.Mutants))
	}
	for _, e := range r.Mutants {
		want := mutate.Survived
		for text, other := range others {
			if strings.Contains(e.Says, text) {
				want = other
			}
		}
		if e.Verdict != want || e.Once {
			s.t.Errorf("%s, want %s: %s", e.Verdict, want, e.Sentence())
		}
	}
}

// nothingLeft waits until the namespaces of a scenario are gone.
func (s *sandbox) nothingLeft(scenario string) {
	s.t.Helper()
	for _, ns := range s.left("gherkind/scenario=" + scenario) {
		s.awaitNoNamespace(ns.Name)
	}
}

// known returns the results in the file; the last line may be incomplete.
func known(t *testing.T, file string) (all []mutate.Known) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for line := range bytes.Lines(data) {
		var k mutate.Known
		if json.Unmarshal(line, &k) == nil && k.Key != "" {
			all = append(all, k)
		}
	}
	return all
}

// knownWithin waits until the file has this many results.
func knownWithin(t *testing.T, file string, want int, over <-chan error) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 3*time.Minute)
	defer stop()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		if len(known(t, file)) >= want {
			return
		}
		select {
		case <-look.C:
		case err := <-over:
			t.Fatalf("it was over before it was killed: %v", err)
		case <-ctx.Done():
			t.Fatalf("not %d results in time: %v", want, known(t, file))
		}
	}
}
