// Package terminal shows the progress of a run, or of the creation of a cluster, on a terminal.
package terminal

import (
	"io"
	"sync"
	"time"
)

// How often the display is updated.
const (
	redrawEvery    = 100 * time.Millisecond // the live lines, if they have changed
	heartbeatEvery = 15 * time.Second       // progress without a live display
)

// Terminal shows a run to a person who is watching.
//
// On a terminal, a few lines at the bottom show what is running and are redrawn in place. Each finished scenario is printed above
// them, a failed one with its reasons. Elsewhere (a log file, a CI system) it prints plain lines, and a heartbeat if nothing else
// was printed for 15 seconds.
//
// It is also the progress display of a cluster's set-up: Step, Done and Info. Its methods may be called from any goroutine.
// RunFinished or Close ends the display; without either, a goroutine and unfinished lines are left behind.
type Terminal struct {
	mu      sync.Mutex
	opts    Options
	screen  *screen
	now     func() time.Time
	started time.Time
	run     *tally
	behind  *behind // between the screen and its writer; nil in tests
	sights  sights
	work    *work // the current step of the set-up
	ticking *ticking
	asked   map[string]bool // positions of scenarios that the user was asked about, until they end
}

// New returns a Terminal that writes to w. OptionsFor returns the options for a file such as os.Stdout.
func New(w io.Writer, opts Options) *Terminal {
	b := &behind{w: w}
	t := NewWithClock(b, opts, time.Now)
	t.behind = b
	t.ticking = &ticking{}
	return t
}

// NewWithClock returns a Terminal without a ticker; tests call tick.
func NewWithClock(w io.Writer, opts Options, now func() time.Time) *Terminal {
	return &Terminal{opts: opts, now: now, screen: &screen{w: w, live: opts.Live, printed: now()}}
}

// update applies a change under the lock, and starts the display if necessary.
func (t *Terminal) update(change func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.started.IsZero() {
		t.started = t.now()
		t.screen.printed = t.started
	}
	t.ticking.start(t.opts.interval(), t.tick)
	change()
}

// tick updates the display. It reports whether anything is running; if not, the ticker stops until the next update.
func (t *Terminal) tick() (busy bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.run == nil && t.work == nil {
		t.ticking.rest()
		return false
	}
	switch {
	case t.behind != nil && t.behind.busy(): // it would be outdated when it is displayed
	case t.opts.Live:
		t.screen.draw(t.liveLines())
	case !t.opts.Quiet && t.now().Sub(t.screen.printed) >= heartbeatEvery:
		t.print(t.heartbeat())
	}
	return true
}

// print writes lines above the live ones.
func (t *Terminal) print(lines ...string) {
	t.screen.print(lines, t.now())
}

// Close ends the display and leaves the cursor on an empty line. It returns the first write error. A second Close does nothing.
func (t *Terminal) Close() error {
	t.ticking.stop()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.work = nil
	t.screen.draw(nil)
	if t.behind != nil {
		t.screen.note(t.behind.flush())
	}
	return t.screen.err
}
