package observe

import (
	"fmt"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
)

// Blind is an interruption of the watch of a kind. Afterwards the watch either resumes where it stopped, and then every
// version was observed, only late; or it starts again with a list, and what happened in between is unknown.
type Blind struct {
	Kind   kube.Kind
	From   time.Time
	To     time.Time // zero while the interruption lasts
	Missed bool      // versions may have been missed

	// Behind says that the watch was open, but had not yet shown the state that the API server had at From.
	Behind bool
	// Why the result of a check that ended at From could not be decided; "" if it could.
	Why string
}

// during is how much of a span the interruption covers.
func (b Blind) during(from, to time.Time) time.Duration {
	end := b.To
	if end.IsZero() || end.After(to) {
		end = to
	}
	if from.Before(b.From) {
		from = b.From
	}
	return max(0, end.Sub(from))
}

// Unseen says that a check about a span of time can be judged neither held nor violated, because a watch was interrupted.
type Unseen struct {
	Blind

	Why string
}

func (e *Unseen) Error() string {
	span := "from " + clock(e.From) + " to " + clock(e.To)
	if e.To.IsZero() {
		span = "from " + clock(e.From) + " on"
	}
	was := "down"
	if e.Behind {
		was = "behind"
	}
	return fmt.Sprintf("the watch of %s was %s %s: %s", e.Kind.GVR.GroupResource(), was, span, e.Why)
}

func clock(at time.Time) string { return at.Format("15:04:05.000") }

// Is makes it an [ErrUnobserved].
func (e *Unseen) Is(target error) bool { return target == ErrUnobserved }

// stream is a watch that calls over when the Reflector stops it, for whatever reason.
type stream struct {
	watch.Interface
	over func()
}

// Stop implements watch.Interface.
func (s *stream) Stop() {
	s.Interface.Stop()
	s.over()
}

// opened follows a new stream. anew says that it begins with a list, whose end is the call of Replace.
func (s *store) opened(w watch.Interface, anew bool) watch.Interface {
	s.watch.hub.mu.Lock()
	defer s.watch.hub.mu.Unlock()
	s.streams++
	mine := s.streams
	s.open = true
	if anew {
		s.anew()
	} else {
		s.sees()
	}
	return &stream{w, func() { s.closed(mine) }}
}

// listing records that a list has been requested.
func (s *store) listing() {
	s.watch.hub.mu.Lock()
	defer s.watch.hub.mu.Unlock()
	s.anew()
}

func (s *store) anew() { s.relisting = s.listed }

// closed begins an interruption, if the stream is the latest one.
func (s *store) closed(mine int) {
	s.watch.hub.mu.Lock()
	defer s.watch.hub.mu.Unlock()
	if mine != s.streams || !s.open {
		return
	}
	s.open = false
	if s.listed && s.down == nil {
		s.down = &Blind{Kind: s.watch.kind, From: time.Now()}
		s.watch.progressed()
	}
}

// sees ends the interruption when a stream is open and a requested list has arrived.
func (s *store) sees() {
	if s.down == nil || !s.open || s.relisting {
		return
	}
	s.down.To = time.Now()
	s.blinds = append(s.blinds, *s.down)
	s.down = nil
	s.watch.progressed()
}

// relisted records a list at a revision. Unless the watch had stopped at the same revision, something may have been missed.
func (s *store) relisted(revision string) {
	s.relisting = false
	if s.down != nil && (s.revision == 0 || number(revision) != s.revision) {
		s.down.Missed = true
	}
	s.sees()
}

// unserved ends the interruption as well: the cluster no longer serves the kind, so there is nothing to observe.
func (s *store) unserved() {
	s.watch.hub.mu.Lock()
	defer s.watch.hub.mu.Unlock()
	if s.down == nil {
		return
	}
	s.down.To = time.Now()
	s.blinds, s.down = append(s.blinds, *s.down), nil
	s.watch.progressed()
}

// note adds an interruption that a check has found out about.
func (t *Timeline) note(b Blind) {
	t.hub.mu.Lock()
	defer t.hub.mu.Unlock()
	for of, w := range t.hub.watches {
		if of.gvr == b.Kind.GVR && w.serves(t) {
			w.store.blinds = append(w.store.blinds, b)
			return
		}
	}
}

// since returns the interruptions after a moment.
func (s *store) since(from time.Time) []Blind {
	var out []Blind
	for _, b := range slices.Backward(s.blinds) {
		if b.To.Before(from) {
			break
		}
		out = append(out, b)
	}
	slices.Reverse(out)
	if s.down != nil {
		out = append(out, *s.down)
	}
	return out
}

// Blinds returns the interruptions after a moment of the timeline's watches of the given kinds, or of all watches if no kind is
// given.
func (t *Timeline) Blinds(from time.Time, kinds ...schema.GroupResource) []Blind {
	t.hub.mu.Lock()
	defer t.hub.mu.Unlock()
	var out []Blind
	for of, w := range t.hub.watches {
		if w.serves(t) && (len(kinds) == 0 || slices.Contains(kinds, of.gvr.GroupResource())) {
			out = append(out, w.store.since(from)...)
		}
	}
	slices.SortFunc(out, func(a, b Blind) int { return a.From.Compare(b.From) })
	return out
}

// Away returns the interruption because of which the absence of an observation in a span proves nothing: the watch was down
// for more than half of the span, or at its end and for at least a tenth of it. It returns nil if there is none.
func Away(blinds []Blind, from, to time.Time) *Blind {
	span, lost := to.Sub(from), map[schema.GroupResource]time.Duration{}
	for _, b := range blinds {
		resource := b.Kind.GVR.GroupResource()
		lost[resource] += b.during(from, to)
		atEnd := b.To.IsZero() || b.To.After(to)
		if 2*lost[resource] > span || atEnd && lost[resource] > 0 && 10*lost[resource] >= span {
			return &b
		}
	}
	return nil
}
