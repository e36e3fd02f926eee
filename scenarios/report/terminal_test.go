package report

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
)

func TestPlain(t *testing.T) {
	var out strings.Builder
	if err := replay(newTerminal(&out, TerminalOptions{}, clock()), fakeRun(), func() {}); err != nil {
		t.Fatal(err)
	}
	golden(t, "plain.txt", out.String())
}

func TestQuiet(t *testing.T) {
	var out strings.Builder
	if err := replay(newTerminal(&out, TerminalOptions{Quiet: true, Unicode: true}, clock()), fakeRun(), func() {}); err != nil {
		t.Fatal(err)
	}
	golden(t, "quiet.txt", out.String())
}

// TestQuietAndGood: nothing but the count is left to say.
func TestQuietAndGood(t *testing.T) {
	var out strings.Builder
	run := &Run{Started: start, Ended: start.Add(time.Second), Scenarios: []*Scenario{passed()}}
	if err := replay(newTerminal(&out, TerminalOptions{Quiet: true}, clock()), run, func() {}); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "1 scenario: 1 passed; 1.0s\n"; got != want {
		t.Errorf("quiet = %q, want %q", got, want)
	}
}

func TestColour(t *testing.T) {
	var out strings.Builder
	if err := replay(newTerminal(&out, TerminalOptions{Color: true, Unicode: true}, clock()), fakeRun(), func() {}); err != nil {
		t.Fatal(err)
	}
	golden(t, "colour.txt", strings.ReplaceAll(out.String(), "\x1b", "ESC"))
}

// TestLiveLeavesACleanScreen replays a run on screens of several widths. At no time
// may a live line be wider than the screen, and at the end only what is printed for
// good may stand there.
func TestLiveLeavesACleanScreen(t *testing.T) {
	for _, cols := range []int{20, 40, 80, 120} {
		t.Run(fmt.Sprint(cols), func(t *testing.T) {
			screen := &emulator{t: t, cols: cols}
			term := newTerminal(screen, TerminalOptions{Live: true, Unicode: true, Columns: func() int { return cols }}, clock())
			frames := map[string]bool{}
			run := fakeRun()
			err := replay(term, run, func() {
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
			golden(t, fmt.Sprintf("live-%d.txt", cols), screen.String())
		})
	}
}

func TestLiveLines(t *testing.T) {
	now := start
	term := newTerminal(&strings.Builder{}, TerminalOptions{Live: true, Unicode: true, Width: 80}, func() time.Time { return now })
	run := fakeRun()
	term.RunStarted(run)
	for _, s := range run.Scenarios[:5] {
		now = now.Add(time.Second)
		term.ScenarioStarted(s)
		term.StepStarted(s, s.Steps[0])
	}
	term.StepSees(run.Scenarios[2], run.Scenarios[2].Steps[0], "Init:0/2, 0/1 ready, on node gherkind-worker")
	term.ScenarioFinished(run.Scenarios[1])
	now = now.Add(70 * time.Second)
	golden(t, "live-lines.txt", strings.Join(term.liveLines(), "\n")+"\n")
}

// TestDrawsOnChangeOnly: a tick that changes nothing writes nothing.
func TestDrawsOnChangeOnly(t *testing.T) {
	screen := &emulator{t: t, cols: 80}
	term := newTerminal(screen, TerminalOptions{Live: true, Width: 80}, func() time.Time { return start })
	term.RunStarted(fakeRun())
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
		term := NewTerminal(&out, TerminalOptions{})
		run := fakeRun()
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
		golden(t, "heartbeat.txt", out.String())
	})
}

// beats counts the heartbeats, while the ticker stands still.
func beats(term *Terminal, out fmt.Stringer) int {
	term.mu.Lock()
	defer term.mu.Unlock()
	return strings.Count(out.String(), "of 6 done")
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestWriteErrorIsReported(t *testing.T) {
	err := replay(newTerminal(brokenPipe{}, TerminalOptions{}, clock()), fakeRun(), func() {})
	if err == nil || !strings.Contains(err.Error(), "broken pipe") {
		t.Errorf("RunFinished = %v", err)
	}
}

// TestStepSeesFromAnyGoroutine is for the race detector, and for deadlocks between
// the ticker, Close and late calls.
func TestStepSeesFromAnyGoroutine(t *testing.T) {
	term := NewTerminal(io.Discard, TerminalOptions{Live: true, Width: 80})
	run := fakeRun()
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

// FuzzTerminal: nothing that a run carries reaches the terminal as a control.
func FuzzTerminal(f *testing.F) {
	f.Add("plain", "more", 80)
	f.Add("\x1b]0;pwned\x07\r\n\x9b2J", "中文\u202e\u0301\xff", 24)
	f.Fuzz(func(t *testing.T, a, b string, cols int) {
		cols = 20 + ((cols%200)+200)%200
		run := hostileRun(a, b)
		screen := &emulator{t: t, cols: cols}
		live := newTerminal(screen, TerminalOptions{Live: true, Color: true, Unicode: true, Width: cols}, clock())
		if err := replay(live, run, func() { live.tick() }); err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		plain := newTerminal(&out, TerminalOptions{}, clock())
		plain.Step(a)
		plain.Info(b)
		plain.Done(b)
		if err := replay(plain, run, func() {}); err != nil {
			t.Fatal(err)
		}
		for _, r := range out.String() {
			if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d' && r != '\u200c') {
				t.Fatalf("%q is printed", r)
			}
		}
	})
}

// hostileRun carries the two texts in every field that somebody else can choose.
func hostileRun(a, b string) *Run {
	run := fakeRun()
	run.Tool, run.ID, run.Err, run.Cluster.How = a, b, b, a
	run.Cluster.Images = map[string]string{a: b}
	for _, s := range run.Scenarios {
		s.Name, s.Feature, s.Rule, s.URI = a, b, a, b
		s.Tags, s.Cleanup, s.Bundle = []string{a, b}, []string{a, b}, b
		s.Warnings = []Warning{{nil, a}, {s.Steps[0], b}}
		s.Namespaces = map[string]string{a: b}
		if s.Err != "" {
			s.Err = a
		}
		for _, step := range s.Steps {
			step.Keyword, step.Text, step.Err, step.Argument = a, b, a, b
			step.Definition, step.Values = b, []Value{{a, b, len(b)}}
		}
		if f := s.Failure; f != nil {
			f.Want, f.Saw, f.Why, f.Code, f.Hint, f.More, f.Evidence = a, b, a, b, a, b, []string{a, b, a, b, a, b}
		}
	}
	run.Features = hostileFeatures(run, a)
	return run
}

// hostileFeatures hold the text where a parser takes it, and where it does not.
func hostileFeatures(run *Run, text string) []Feature {
	tame := fakeRun()
	for _, s := range tame.Scenarios {
		s.Name, s.Feature = text, text
	}
	return append(featuresOf(tame), featuresOf(run)...)
}

// clock goes on by 300 ms whenever it is read.
func clock() func() time.Time {
	now := start
	return func() time.Time {
		now = now.Add(300 * time.Millisecond)
		return now
	}
}
