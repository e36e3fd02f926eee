package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestShardsMakeOneRun: the merged reports of all shards equal the report of a complete run, and a missing shard is no success.
func TestShardsMakeOneRun(t *testing.T) {
	s := newSandbox(t, threeTries)
	s.says(t, exitFailed, []string{"1 failed"}, "--report", "json:whole.json")
	s.says(t, exitPassed, []string{"2 scenarios; shard 1 of 2", "2 passed"}, "--shard", "1/2", "--report", "shard:shard-1.json")
	s.says(t, exitFailed, []string{"1 scenario; shard 2 of 2", "1 failed"}, "--shard", "2/2", "--report", "shard:shard-2.json")
	s.exits(t, exitFailed, "report", "merge", "shard-2.json", "shard-1.json", "--report", "json:merged.json", "--report", "html:merged.html")
	whole, merged := s.reported(t, "whole.json"), s.reported(t, "merged.json")
	if want := []string{"It passes passed ", "It fails failed OBJECT_MISSING", "It comes last passed "}; !slices.Equal(whole, want) || !slices.Equal(merged, want) {
		t.Errorf("the whole run %q, the shards %q, want %q", whole, merged, want)
	}
	s.exits(t, exitEnvironment, "report", "merge", "shard-1.json")
	s.exits(t, exitFailed, "report", "merge", "shard-2.json")
}

func (s *sandbox) exits(t *testing.T, exit int, args ...string) {
	t.Helper()
	cmd, out := s.command(args...)
	cmd.Args = cmd.Args[:len(args)+1] // without the flags for a cluster
	if code := exitOf(cmd.Run()); code != exit {
		t.Fatalf("%q: exit code %d, want %d:\n%s", args, code, exit, out)
	}
}

// reported returns the scenarios in a JSON report, each with its verdict and code.
func (s *sandbox) reported(t *testing.T, file string) []string {
	t.Helper()
	var report struct {
		Scenarios []struct{ Name, Verdict, Code string }
	}
	data, err := os.ReadFile(filepath.Join(s.dir, file))
	if err == nil {
		err = json.Unmarshal(data, &report)
	}
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, one := range report.Scenarios {
		out = append(out, fmt.Sprintf("%s %s %s", one.Name, one.Verdict, one.Code))
	}
	return out
}
