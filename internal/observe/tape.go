package observe

import (
	"context"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
)

// Recording is what the timeline of a scenario observed, with what is needed to replay it.
type Recording struct {
	Observations []Observation                             // in the order of arrival
	Watched      map[schema.GroupVersionResource]time.Time // since when all objects of a kind were observed
	Blinds       []Blind                                   // interruptions of the watches
	Steps        []Window                                  // of the scenario, in order
	Ended        time.Time                                 // the end of the recording
}

// Window is the time that a step took.
type Window struct {
	Started, Ended time.Time
	Attempts       []time.Time // when it asked for something that cannot be watched
}

// NotRecorded says that the answer to a question is not in the recording, so that the check can be judged neither met nor
// missed.
type NotRecorded struct{ Lacks string }

func (e *NotRecorded) Error() string { return e.Lacks }

// Tape is the clock of a recording. A wait advances it at once, and the observations of the time that has passed arrive in
// order. A Tape belongs to one scenario and is not safe for concurrent use.
type Tape struct {
	recording Recording
	hub       *Hub
	next      int // index of the next observation
	at        time.Time
	began     time.Time // when the running step began
	limit     time.Time // the time up to which the running step may look
	beyond    string    // names what the recording contains at that time
	deadlines map[*deadline]bool
	lacks     *NotRecorded
}

// Replay creates a hub whose timelines see a recording instead of a cluster, and returns the recording's clock.
func Replay(ctx context.Context, recording Recording) (*Hub, *Tape) {
	h := newHub(ctx, nil, Options{})
	p := &Tape{recording: recording, hub: h, limit: recording.Ended, deadlines: map[*deadline]bool{}}
	h.source = p
	return h, p
}

// Now returns the current time of the recording.
func (p *Tape) Now() time.Time { return p.at }

// Begin clears what the previous step lacked, and lets the next step look until limit. After limit the recording continues with
// something that this step must not see, which beyond names; an empty beyond is the end of the recording.
func (p *Tape) Begin(limit time.Time, beyond string) {
	p.began, p.lacks, p.limit, p.beyond = p.at, nil, limit, beyond
	if beyond == "" {
		p.limit = p.recording.Ended
	}
}

// Lacks returns what the running step asked for and the recording does not have, or nil if there is no such thing.
func (p *Tape) Lacks() *NotRecorded { return p.lacks }

// Lack records that the running step asks for something that was not recorded.
func (p *Tape) Lack(format string, args ...any) error {
	if p.lacks == nil {
		p.lacks = &NotRecorded{fmt.Sprintf(format, args...)}
	}
	return p.lacks
}

// PlayTo advances to a time, unless it has passed, and delivers all observations until then.
func (p *Tape) PlayTo(at time.Time) {
	for p.one(at) {
	}
	p.set(at)
}

// one delivers the next observation if it arrived by then.
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

// until returns how far a wait may go.
func (p *Tape) until(ctx context.Context) time.Time {
	if at, bounded := ctx.Deadline(); bounded && at.Before(p.limit) {
		return at
	}
	return p.limit
}

// over returns the error at the end of the recording.
func (p *Tape) over() error {
	after := p.limit.Sub(p.began).Round(100 * time.Millisecond)
	if p.beyond != "" {
		return p.Lack("the recording contains %q %s after this step began; what would have happened without it is unknown", p.beyond, after)
	}
	return p.Lack("the recording ends %s after this step began", after)
}

// ensure advances to the time since when all objects of the kinds were observed.
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
