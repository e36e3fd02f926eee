package observe

import (
	"fmt"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
)

// Blind is a time in which the watch of a kind was down. Afterwards the watch either goes on where it ended, and then
// every version was seen, only late; or it begins anew with a list, and what was between is not known.
type Blind struct {
	Kind   kube.Kind
	From   time.Time
	To     time.Time // zero while it lasts
	Missed bool      // versions may have been missed

	// Behind is of a watch that was open, and had not shown what the API server had at From.
	Behind bool
	// Why nothing could be said of a claim whose time was over at From; "" when it could.
	Why string
}

// during is how much of a span it covers.
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

// Unseen says that a claim about a span of time can neither be said to have held nor to have been broken.
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

// stream is a watch that tells when it is over: the Reflector stops it then, whatever ended it.
type stream struct {
	watch.Interface
	over func()
}

// Stop implements watch.Interface.
func (s *stream) Stop() {
	s.Interface.Stop()
	s.over()
}

// opened follows a new stream. anew is of one that begins with a list, whose end Replace tells.
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

// listing notes that what comes next is a list.
func (s *store) listing() {
	s.watch.hub.mu.Lock()
	defer s.watch.hub.mu.Unlock()
	s.anew()
}

func (s *store) anew() { s.relisting = s.listed }

// closed begins a time in which nothing is seen, if the stream is the last one.
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

// sees ends it, when there is a stream again, and a list that was asked for is in.
func (s *store) sees() {
	if s.down == nil || !s.open || s.relisting {
		return
	}
	s.down.To = time.Now()
	s.blinds = append(s.blinds, *s.down)
	s.down = nil
	s.watch.progressed()
}

// relisted notes a list that stands at a revision: unless that is where the watch had ended, something may have been missed.
func (s *store) relisted(revision string) {
	s.relisting = false
	if s.down != nil && (s.revision == 0 || number(revision) != s.revision) {
		s.down.Missed = true
	}
	s.sees()
}

// unserved ends it, too: of a kind that the cluster no longer has there is nothing to be seen.
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

// note adds a time that a claim has found out about.
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

// since are the times after a moment in which nothing was seen.
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

// Blinds are the times after a moment in which watches behind the timeline were down, of the kinds that are named; of all,
// when none is.
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

// Away finds the watch that was down for so much of a span that what did not come in it says nothing: for more than half
// of it, or for its end and at least a tenth of it. nil when there is none.
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
