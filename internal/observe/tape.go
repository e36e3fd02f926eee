package observe

import (
	"context"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
)

// Recording is what the timeline of a scenario saw, with what is needed to go
// through it again.
type Recording struct {
	Observations []Observation                             // in the order seen
	Watched      map[schema.GroupVersionResource]time.Time // since when everything of a kind was seen
	Blinds       []Blind                                   // in which a kind was not seen
	Steps        []Window                                  // of the scenario, in order
	Ended        time.Time                                 // nothing was recorded after that
}

// Window is the time that a step took.
type Window struct {
	Started, Ended time.Time
	Attempts       []time.Time // when it asked what no watch answers
}

// NotRecorded says that the answer to a question is not in a recording: the
// question can neither be said to be met nor to be missed.
type NotRecorded struct{ Lacks string }

func (e *NotRecorded) Error() string { return e.Lacks }

// Tape is the clock of a recording. It moves when somebody waits, at once, and
// what was seen meanwhile arrives in order. It belongs to one scenario and is
// not safe for concurrent use.
type Tape struct {
	recording Recording
	hub       *Hub
	next      int // of the observations
	at        time.Time
	began     time.Time // of the running step
	limit     time.Time // how far the running step may look
	beyond    string    // why not further: what comes then
	deadlines map[*deadline]bool
	lacks     *NotRecorded
}

// Replay makes a hub whose timelines see a recording instead of a cluster, and the clock of that.
func Replay(ctx context.Context, recording Recording) (*Hub, *Tape) {
	h := newHub(ctx, nil, Options{})
	p := &Tape{recording: recording, hub: h, limit: recording.Ended, deadlines: map[*deadline]bool{}}
	h.source = p
	return h, p
}

// Now is the time that the recording is at.
func (p *Tape) Now() time.Time { return p.at }

// Begin forgets what the step before lacked, and lets the next one look until
// limit, where the recording goes on with something that this step must not see.
// An empty beyond stands for the recording's end.
func (p *Tape) Begin(limit time.Time, beyond string) {
	p.began, p.lacks, p.limit, p.beyond = p.at, nil, limit, beyond
	if beyond == "" {
		p.limit = p.recording.Ended
	}
}

// Lacks is what the running step asked for in vain, nil when it lacked nothing.
func (p *Tape) Lacks() *NotRecorded { return p.lacks }

// Lack notes that the running step asks for what was not recorded.
func (p *Tape) Lack(format string, args ...any) error {
	if p.lacks == nil {
		p.lacks = &NotRecorded{fmt.Sprintf(format, args...)}
	}
	return p.lacks
}

// PlayTo moves to a time, unless it has passed; everything until then is seen.
func (p *Tape) PlayTo(at time.Time) {
	for p.one(at) {
	}
	p.set(at)
}

// one plays the next observation, if it came until then.
func (p *Tape) one(until time.Time) bool {
	if p.next == len(p.recording.Observations) || p.recording.Observations[p.next].At.After(until) {
		return false
	}
	o := p.recording.Observations[p.next]
	p.next++
	p.set(o.At)
	p.hub.mu.Lock()
	defer p.hub.mu.Unlock()
	for t := range p.hub.timelines {
		t.receive(o)
	}
	return true
}

func (p *Tape) set(at time.Time) {
	if at.After(p.at) {
		p.at = at
	}
	p.expire()
}

// await plays until the waiter is done or the context has ended, by the recording's time.
func (p *Tape) await(ctx context.Context, t *Timeline, w *waiter) error {
	for !w.over() && ctx.Err() == nil {
		until := p.until(ctx)
		if at := t.due(w); at.After(p.at) && at.Before(until) {
			if !p.one(at) {
				p.set(at)
				t.again(w)
			}
			continue
		}
		if p.one(until) {
			continue
		}
		p.set(until)
		if ctx.Err() == nil {
			return p.over()
		}
	}
	return nil
}

// until is how far a wait may go.
func (p *Tape) until(ctx context.Context) time.Time {
	if at, bounded := ctx.Deadline(); bounded && at.Before(p.limit) {
		return at
	}
	return p.limit
}

// over says that the recording has no more to say.
func (p *Tape) over() error {
	after := p.limit.Sub(p.began).Round(100 * time.Millisecond)
	if p.beyond != "" {
		return p.Lack("the recording contains %q %s after this step began; what would have happened without it is unknown", p.beyond, after)
	}
	return p.Lack("the recording ends %s after this step began", after)
}

// ensure moves to when everything of the kinds was seen.
func (p *Tape) ensure(_ context.Context, kinds []kube.Kind) error {
	for _, kind := range kinds {
		since, watched := p.recording.Watched[kind.GVR]
		switch {
		case !watched:
			return p.Lack("no %s were watched while it was recorded", kind.GVR.GroupResource())
		case since.After(p.limit):
			return p.Lack("%s were watched only from %s after this step began on",
				kind.GVR.GroupResource(), since.Sub(p.began).Round(100*time.Millisecond))
		}
		p.PlayTo(since)
	}
	return nil
}
