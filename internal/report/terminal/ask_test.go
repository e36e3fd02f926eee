package terminal

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/report/reporttest"
)

// TestAskIsNotTorn: output of other scenarios is printed after the answer.
func TestAskIsNotTorn(t *testing.T) {
	screen := &emulator{t: t, cols: 80}
	term := NewWithClock(screen, Options{Live: true, Unicode: true, Width: 80}, reporttest.Clock())
	run := reporttest.FakeRun()
	asked, other := run.Scenarios[1], run.Scenarios[0]
	term.RunStarted(run)
	term.ScenarioStarted(asked)
	term.ScenarioStarted(other)
	term.tick()
	term.Ask(asked, []string{"", "look:"}, "what now?", func() bool {
		before := screen.String()
		term.tick()
		term.ScenarioFinished(other)
		term.Note("a note")
		term.tick()
		if got := screen.String(); got != before || !strings.HasSuffix(strings.TrimSpace(got), "look:\nwhat now?") {
			t.Errorf("before the answer, the screen shows\n%s", got)
		}
		return false
	})
	term.ScenarioFinished(asked)
	if err := term.RunFinished(run); err != nil {
		t.Fatal(err)
	}
	after := screen.String()
	for _, want := range []string{"what now?", "✓ The control plane takes", "note: a note", "✗ A container above its limit is killed"} {
		i := strings.Index(after, want)
		if i < 0 {
			t.Fatalf("%q is missing, or not in order:\n%s", want, screen)
		}
		after = after[i:]
	}
	if n := strings.Count(screen.String(), "POD_OOM_KILLED: "); n != 1 {
		t.Errorf("the failure is shown %d times:\n%s", n, screen)
	}
}
