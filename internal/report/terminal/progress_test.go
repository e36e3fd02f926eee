package terminal

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gherkind/gherkind/internal/report/reporttest"
)

func TestProgressPlain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		p := NewProgress(&out, Options{Unicode: true})
		p.Step("looking for docker")
		time.Sleep(300 * time.Millisecond)
		p.Done("docker 20.10 answers")
		p.Step("building Kubernetes 1.37.2")
		time.Sleep(40 * time.Second)
		p.Info("kubelet done\nkube-apiserver done \x1b[2J")
		time.Sleep(5 * time.Second)
		p.Step("creating the cluster")
		time.Sleep(2 * time.Second)
		p.Done("")
		time.Sleep(time.Hour) // nothing is running: there is no heartbeat and no ticker
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, "progress.txt", out.String())
	})
}

func TestProgressLive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		screen := &emulator{t: t, cols: 80}
		p := NewProgress(screen, Options{Live: true, Unicode: true, Width: 80})
		p.Step("building Kubernetes 1.37.2")
		time.Sleep(12500 * time.Millisecond)
		synctest.Wait()
		if got, want := shown(p, screen), "   12s  building Kubernetes 1.37.2\n"; got != want {
			t.Errorf("live = %q, want %q", got, want)
		}
		p.mu.Lock()
		if screen.writes > 130 {
			t.Errorf("%d writes in 12.5 s", screen.writes)
		}
		p.mu.Unlock()
		p.Step("creating the cluster")
		time.Sleep(2200 * time.Millisecond)
		synctest.Wait()
		if got, want := shown(p, screen), "✓ building Kubernetes 1.37.2  12.5s\n   14s  creating the cluster (2s)\n"; got != want {
			t.Errorf("live = %q, want %q", got, want)
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		if got, want := screen.String(), "✓ building Kubernetes 1.37.2  12.5s\n"; got != want {
			t.Errorf("closed = %q, want %q", got, want)
		}
		p.Info("too late, and still not lost")
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// shown returns the content of the screen, while the lock keeps the ticker from drawing.
func shown(p *Terminal, screen *emulator) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return screen.String()
}

// TestProgressIsWrapped: the text of a finished step is never cut, even on a narrow terminal.
func TestProgressIsWrapped(t *testing.T) {
	for unicode, want := range map[bool]string{
		true:  "✓ look at Docker and the limits of this\n  machine: it has few  0.3s\n",
		false: "ok look at Docker and the limits of this\n   machine: it has few  0.3s\n",
	} {
		screen := &emulator{t: t, cols: 42}
		p := NewWithClock(screen, Options{Live: true, Unicode: unicode, Width: 42}, reporttest.Clock())
		p.Step("look at Docker and the limits of this machine")
		p.Done("it has few")
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		if got := screen.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
