package cli

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkFirstScenario measures the time from the command to the start of its first scenario on a running cluster: in a
// folder without earlier runs, and again. x-version is the time relative to `gherkind version`, which starts the same program
// and does nothing.
func BenchmarkFirstScenario(b *testing.B) {
	var first, again, version time.Duration
	for b.Loop() {
		s := newSandbox(b, passes)
		first += s.toFirstScenario()
		again += s.toFirstScenario()
		began := time.Now()
		if out, err := exec.CommandContext(b.Context(), s.program, "version").CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		version += time.Since(began)
	}
	b.ReportMetric(first.Seconds()/float64(b.N), "s-first")
	b.ReportMetric(again.Seconds()/float64(b.N), "s-again")
	b.ReportMetric(first.Seconds()/again.Seconds(), "first/again")
	b.ReportMetric(again.Seconds()/version.Seconds(), "x-version")
}

func (s *sandbox) toFirstScenario() time.Duration {
	s.t.Helper()
	file := filepath.Join(s.dir, "report.json")
	began := time.Now()
	cmd, out := s.command("run", "--report", "json:"+file)
	if err := cmd.Run(); err != nil {
		s.t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	var report struct{ Scenarios []struct{ Started time.Time } }
	if err := json.Unmarshal(data, &report); err != nil || len(report.Scenarios) == 0 {
		s.t.Fatalf("%v: %s", err, data)
	}
	return report.Scenarios[0].Started.Sub(began)
}
