package serve

import (
	"slices"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/roster"
	"github.com/gherkind/gherkind/internal/lab/store"
)

// phase is the progress of a student's work.
type phase string

const (
	none    phase = "none"
	waiting phase = "waiting"
	grading phase = "grading"
	over    phase = "ended"
)

// view is a snapshot of a student's state.
type view struct {
	entry    roster.Entry
	phase    phase
	place    int // in the queue, from 1
	judged   []marks.Criterion
	last     *store.Row
	history  []*marks.Grade
	counting *marks.Grade
	ended    int // number of gradings since the start
	closing  bool
}

func (r *room) view(key string) view {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.viewLocked(key)
}

func (r *room) viewLocked(key string) view {
	s := r.students[key]
	v := view{entry: s.entry, phase: none, judged: slices.Clone(s.judged), last: s.last, history: s.history, ended: s.ended, closing: r.closing}
	v.counting = r.rules.Counting(s.history)
	switch {
	case s.grading:
		v.phase = grading
	case s.work != nil:
		v.phase, v.place = waiting, slices.Index(r.queue, key)+1
		if v.place == 0 { // it is being stored
			v.place = len(r.queue) + 1
		}
	case s.last != nil:
		v.phase = over
	}
	return v
}

// all returns the views of all students, in the order of the roster.
func (r *room) all() []view {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []view
	for _, key := range r.order {
		all = append(all, r.viewLocked(key))
	}
	return all
}
