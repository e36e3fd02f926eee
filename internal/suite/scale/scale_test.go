package main

import (
	"os"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios"
)

// The generated scenarios are valid for a run.
func TestGeneratedScenarios(t *testing.T) {
	dir := t.TempDir()
	if err := generate(dir, 120, 40); err != nil {
		t.Fatal(err)
	}
	planned, err := scenarios.DryRun(scenarios.Options{FS: os.DirFS(dir)})
	if err != nil {
		t.Fatal(err)
	}
	if len(planned) != 1 || planned[0].Simulated != 40 || len(planned[0].Scenarios) != 120 {
		t.Errorf("got %d groups", len(planned))
	}
	for _, s := range planned[0].Scenarios {
		if len(s.Warnings) > 0 {
			t.Errorf("%s: %v", s.Name, s.Warnings)
		}
	}
}

func TestCostsThatGrow(t *testing.T) {
	linear := func(n float64) run {
		return run{Scenarios: int(n), Wall: 5 + n/4, CPU: n / 20, Requests: int64(100 + 20*n), Peak: 80 + n/50}
	}
	for name, c := range map[string]struct {
		change func(*run)
		want   string
	}{
		"linear":          {func(*run) {}, ""},
		"nearly linear":   {func(r *run) { r.Wall *= 1.1 }, ""},
		"quadratic CPU":   {func(r *run) { r.CPU *= 2 }, "from 500 to 1000 scenarios, the CPU time grows by 4.0 times"},
		"memory":          {func(r *run) { r.Peak *= 3 }, "the memory grows by"},
		"many requests":   {func(r *run) { r.Requests *= 2 }, "the number of requests grows by 4.0 times"},
		"it takes longer": {func(r *run) { r.Wall *= 1.5 }, "the time grows by 2.9 times"},
	} {
		m := &measured{Runs: []run{linear(250), linear(500), linear(1000)}}
		c.change(&m.Runs[2])
		err := m.grows()
		if page := m.growth(); strings.HasPrefix(page, "No figure") != (c.want == "") || !strings.Contains(page, c.want) {
			t.Errorf("%s: the page says %q", name, page)
		}
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}
