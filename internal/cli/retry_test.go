package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/steps/world"
)

// TestInterruptWhileTryingAgain: the previous attempt counts, and nothing of either attempt is left.
func TestInterruptWhileTryingAgain(t *testing.T) {
	s := newSandbox(t, strings.ReplaceAll(never, "5m", "3s"))
	cmd, out := s.command("run", "--retry", "1", "--report", "json:report.json")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	first := s.namespaceOf("a-pod-that-never-comes")
	s.namespaceAfter("a-pod-that-never-comes", first.Name)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := exitOf(cmd.Wait()); code != exitInterrupted {
		t.Errorf("exit code %d, want %d:\n%s", code, exitInterrupted, out)
	}
	if left := s.left(world.LabelRun + "=" + first.Labels[world.LabelRun]); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	report, err := os.ReadFile(filepath.Join(s.dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	if text := string(report); !strings.Contains(text, `"code": "POD_MISSING"`) || strings.Contains(text, "interrupted; until then") || strings.Contains(text, "earlierAttempts") {
		t.Errorf("the interrupted attempt counts:\n%s", text)
	}
}

// TestRetryFails if every attempt fails, and reports it even with --quiet.
func TestRetryFails(t *testing.T) {
	s := newSandbox(t, strings.ReplaceAll(never, "5m", "1s"))
	cmd, out := s.command("run", "--retry", "1", "--quiet")
	if code := exitOf(cmd.Run()); code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
	if want := "real: failed at each of 2 attempts, with POD_MISSING in line 9 each time"; !strings.Contains(strings.Join(strings.Fields(out.String()), " "), want) {
		t.Errorf("it does not say %q:\n%s", want, out)
	}
}
