package terminal

import (
	"errors"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/report/reporttest"
)

// stalled is a terminal after ^S: it blocks until it is released.
type stalled struct {
	entered, released chan struct{}
	text              strings.Builder
}

func newStalled() *stalled {
	return &stalled{entered: make(chan struct{}, 100), released: make(chan struct{})}
}

func (s *stalled) Write(text []byte) (int, error) {
	s.entered <- struct{}{}
	<-s.released
	return s.text.Write(text)
}

// TestStalledTerminal: callers are not blocked, and nothing is lost.
func TestStalledTerminal(t *testing.T) {
	for _, live := range []bool{false, true} {
		screen := newStalled()
		term := New(screen, Options{Live: live})
		run := reporttest.FakeRun()
		term.RunStarted(run)
		<-screen.entered // from now on, writing blocks
		s := run.Scenarios[1]
		term.ScenarioStarted(s)
		term.StepStarted(s, s.Steps[0])
		term.StepSees(s, s.Steps[0], "Pending")
		term.tick()
		term.Note("something")
		term.ScenarioFinished(s)
		close(screen.released)
		if err := term.RunFinished(run); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"something", s.Name, "run again what failed:"} {
			if !strings.Contains(screen.text.String(), want) {
				t.Errorf("live %v: %q is lost:\n%s", live, want, screen.text.String())
			}
		}
	}
}

// TestStalledAndDrawing: while the terminal blocks, redrawn live lines do not accumulate.
func TestStalledAndDrawing(t *testing.T) {
	screen := newStalled()
	term := New(screen, Options{Live: true})
	run := reporttest.FakeRun()
	term.RunStarted(run)
	<-screen.entered
	s := run.Scenarios[1]
	term.ScenarioStarted(s)
	for _, saw := range []string{"Pending", "ContainerCreating", "Running"} {
		term.StepStarted(s, s.Steps[0])
		term.StepSees(s, s.Steps[0], saw)
		term.tick()
	}
	close(screen.released)
	if err := term.Close(); err != nil {
		t.Fatal(err)
	}
	if text := screen.text.String(); strings.Contains(text, "Pending") {
		t.Errorf("an outdated frame was written:\n%s", text)
	}
}

func TestBehindKeepsTheError(t *testing.T) {
	b := &behind{w: brokenPipe{}}
	if _, err := b.Write([]byte("a")); err != nil {
		t.Fatal(err)
	}
	first := b.flush()
	_, second := b.Write([]byte("b"))
	if first == nil || !errors.Is(second, first) || b.busy() {
		t.Errorf("got %v, then %v", first, second)
	}
}
