package terminal

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/scenarios/report"
)

func TestPlain(t *testing.T) {
	var out strings.Builder
	if err := reporttest.Replay(NewWithClock(&out, Options{}, reporttest.Clock()), reporttest.FakeRun(), func() {}); err != nil {
		t.Fatal(err)
	}
	reporttest.Golden(t, "plain.txt", out.String())
}

func TestQuiet(t *testing.T) {
	var out strings.Builder
	if err := reporttest.Replay(NewWithClock(&out, Options{Quiet: true, Unicode: true}, reporttest.Clock()), reporttest.FakeRun(), func() {}); err != nil {
		t.Fatal(err)
	}
	reporttest.Golden(t, "quiet.txt", out.String())
}

// TestQuietAndGood: only the counts are printed.
func TestQuietAndGood(t *testing.T) {
	var out strings.Builder
	run := &report.Run{Started: reporttest.Start, Ended: reporttest.Start.Add(time.Second), Scenarios: []*report.Scenario{reporttest.Passed()}}
	if err := reporttest.Replay(NewWithClock(&out, Options{Quiet: true}, reporttest.Clock()), run, func() {}); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "1 scenario: 1 passed; 1.0s\n"; got != want {
		t.Errorf("quiet = %q, want %q", got, want)
	}
}

func TestColour(t *testing.T) {
	var out strings.Builder
	if err := reporttest.Replay(NewWithClock(&out, Options{Color: true, Unicode: true}, reporttest.Clock()), reporttest.FakeRun(), func() {}); err != nil {
		t.Fatal(err)
	}
	reporttest.Golden(t, "colour.txt", strings.ReplaceAll(out.String(), "\x1b", "ESC"))
}

// TestLiveLeavesACleanScreen replays a run on screens of several widths. A live line is never wider than the screen, and at the
// end only permanent lines are displayed.
func TestLiveLeavesACleanScreen(t *testing.T) {
	for _, cols := range []int{20, 40, 80, 120} {
		t.Run(fmt.Sprint(cols), func(t *testing.T) {
			screen := &emulator{t: t, cols: cols}
			term := NewWithClock(screen, Options{Live: true, Unicode: true, Columns: func() int { return cols }}, reporttest.Clock())
			frames := map[string]bool{}
			run := reporttest.FakeRun()
			err := reporttest.Replay(term, run, func() {
				screen.wrapped = false
				if term.tick(); screen.wrapped {
					t.Errorf("a live line is wider than %d columns:\n%s", cols, screen)
				}
				frames[strings.Join(term.screen.drawn, "\n")] = true
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(frames) < 10 {
				t.Errorf("only %d different frames", len(frames))
			}
			reporttest.Golden(t, fmt.Sprintf("live-%d.txt", cols), screen.String())
		})
	}
}

func TestLiveLines(t *testing.T) {
	now := reporttest.Start
	term := NewWithClock(&strings.Builder{}, Options{Live: true, Unicode: true, Width: 80}, func() time.Time { return now })
	run := reporttest.FakeRun()
	term.RunStarted(run)
	for _, s := range run.Scenarios[:5] {
		now = now.Add(time.Second)
		term.ScenarioStarted(s)
		term.StepStarted(s, s.Steps[0])
	}
	term.StepSees(run.Scenarios[2], run.Scenarios[2].Steps[0], "Init:0/2, 0/1 ready, on node gherkind-worker")
	term.ScenarioFinished(run.Scenarios[1])
	now = now.Add(70 * time.Second)
	reporttest.Golden(t, "live-lines.txt", strings.Join(term.liveLines(), "\n")+"\n")
}

// TestDrawsOnChangeOnly: a tick that changes nothing writes nothing.
func TestDrawsOnChangeOnly(t *testing.T) {
	screen := &emulator{t: t, cols: 80}
	term := NewWithClock(screen, Options{Live: true, Width: 80}, func() time.Time { return reporttest.Start })
	term.RunStarted(reporttest.FakeRun())
	term.tick()
	before := screen.writes
	term.tick()
	if screen.writes != before {
		t.Errorf("%d writes for the same lines", screen.writes-before)
	}
}

func TestHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		term := New(&out, Options{})
		run := reporttest.FakeRun()
		term.RunStarted(run)
		for _, s := range run.Scenarios[:5] {
			term.ScenarioStarted(s)
			term.StepStarted(s, s.Steps[0])
		}
		term.StepSees(run.Scenarios[1], run.Scenarios[1].Steps[0], "Pending")
		time.Sleep(14500 * time.Millisecond)
		synctest.Wait()
		if beats(term, &out) != 0 {
			t.Errorf("a heartbeat before 15 s:\n%s", out.String())
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if beats(term, &out) != 1 {
			t.Errorf("no heartbeat after 15 s:\n%s", out.String())
		}
		term.Note("something else")
		time.Sleep(14 * time.Second)
		synctest.Wait()
		if beats(term, &out) != 1 {
			t.Errorf("a heartbeat although something was printed:\n%s", out.String())
		}
		time.Sleep(30 * time.Second)
		if err := term.RunFinished(run); err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, "heartbeat.txt", out.String())
	})
}

// beats counts the heartbeats, while the lock keeps the ticker from writing.
func beats(term *Terminal, out fmt.Stringer) int {
	term.mu.Lock()
	defer term.mu.Unlock()
	return strings.Count(out.String(), "of 6 done")
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestWriteErrorIsReported(t *testing.T) {
	err := reporttest.Replay(NewWithClock(brokenPipe{}, Options{}, reporttest.Clock()), reporttest.FakeRun(), func() {})
	if err == nil || !strings.Contains(err.Error(), "broken pipe") {
		t.Errorf("RunFinished = %v", err)
	}
}

// TestStepSeesFromAnyGoroutine looks for data races, and for deadlocks between the ticker, Close and late calls.
func TestStepSeesFromAnyGoroutine(t *testing.T) {
	term := New(io.Discard, Options{Live: true, Width: 80})
	run := reporttest.FakeRun()
	term.RunStarted(run)
	var all sync.WaitGroup
	for _, s := range run.Scenarios[:5] {
		term.ScenarioStarted(s)
		all.Go(func() {
			for range 30 {
				term.StepSees(s, s.Steps[0], "Pending")
				term.tick()
			}
		})
	}
	for _, s := range run.Scenarios[:5] {
		term.ScenarioFinished(s)
	}
	err := term.RunFinished(run)
	all.Wait()
	if err = errors.Join(err, term.Close()); err != nil {
		t.Fatal(err)
	}
}

// FuzzTerminal: no text of a run reaches the terminal as a control sequence.
func FuzzTerminal(f *testing.F) {
	f.Add("plain", "more", 80)
	f.Add("\x1b]0;pwned\x07\r\n\x9b2J", "中文\u202e\u0301\xff", 24)
	f.Fuzz(func(t *testing.T, a, b string, cols int) {
		cols = 20 + ((cols%200)+200)%200
		run := reporttest.HostileRun(a, b)
		screen := &emulator{t: t, cols: cols}
		live := NewWithClock(screen, Options{Live: true, Color: true, Unicode: true, Width: cols}, reporttest.Clock())
		if err := reporttest.Replay(live, run, func() { live.tick() }); err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		plain := NewWithClock(&out, Options{}, reporttest.Clock())
		plain.Step(a)
		plain.Info(b)
		plain.Done(b)
		if err := reporttest.Replay(plain, run, func() {}); err != nil {
			t.Fatal(err)
		}
		for _, r := range out.String() {
			if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d' && r != '\u200c') {
				t.Fatalf("%q is printed", r)
			}
		}
	})
}

// TestPrintsWhyAScenarioIsLeftOut: as a reason, and not as an error.
func TestPrintsWhyAScenarioIsLeftOut(t *testing.T) {
	leftOut := &report.Scenario{Name: "a", URI: "a.feature", Line: 3, Status: report.Skipped, Err: "not on an external cluster"}
	lines := strings.Join((&Terminal{}).scenarioLines(leftOut), "\n")
	if !strings.Contains(lines, "why   not on an external cluster") || strings.Contains(lines, "err") {
		t.Errorf("printed:\n%s", lines)
	}
}
