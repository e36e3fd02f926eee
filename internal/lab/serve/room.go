package serve

import (
	"context"
	"slices"
	"sync"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/policy"
	"github.com/gherkind/gherkind/internal/lab/roster"
	"github.com/gherkind/gherkind/internal/lab/store"
)

// room has the current state of each student, and the queue of their work.
type room struct {
	rules policy.Rules
	mu    sync.Mutex
	// more is signalled when work has arrived, or when there will be none.
	more     *sync.Cond
	order    []string // the keys of the students, as in the roster
	students map[string]*student
	queue    []string // the keys of students whose work waits and is not being graded
	place    int64    // of the last work
	closing  bool
	watchers map[*watcher]bool
}

type student struct {
	entry   roster.Entry
	history []*marks.Grade // decided grades
	last    *store.Row     // the result of the last work; nil if there is none
	work    *store.Waiting // waiting or being graded
	grading bool
	judged  []marks.Criterion // of the work that is being graded
	ended   int               // number of gradings since the start
}

// watcher is an open page. Changes that arrive before the last one is shown are combined.
type watcher struct {
	of      string // a student, or the instructor, who sees all
	changed chan struct{}
}

func newRoom(rules policy.Rules, entries []roster.Entry, rows map[string]store.Row, history map[string][]*marks.Grade) *room {
	r := &room{rules: rules, students: map[string]*student{}, watchers: map[*watcher]bool{}}
	r.more = sync.NewCond(&r.mu)
	for _, e := range entries {
		key := e.Student.Key()
		s := &student{entry: e, history: history[key]}
		if row, is := rows[key]; is {
			s.last = &row
		}
		r.students[key] = s
		r.order = append(r.order, key)
	}
	return r
}

// watch signals changes for the pages of a student, or all changes for the instructor. stop must be called.
func (r *room) watch(of string) (changed <-chan struct{}, stop func()) {
	w := &watcher{of, make(chan struct{}, 1)}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.watchers[w] = true
	return w.changed, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.watchers, w)
	}
}

// tell requires that the caller holds the lock. Without students it signals all watchers.
func (r *room) tell(students ...string) {
	for w := range r.watchers {
		if w.of == instructor || len(students) == 0 || slices.Contains(students, w.of) {
			select {
			case w.changed <- struct{}{}:
			default: // a signal is already pending
			}
		}
	}
}

// refill loads the work that waited when an earlier process ended. Work of students who are no longer in the roster stays in
// the store.
func (r *room) refill(waiting []store.Waiting) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, w := range waiting {
		r.place = max(r.place, w.Place)
		if s := r.students[w.Student]; s != nil {
			s.work = &w
			r.queue = append(r.queue, w.Student)
		}
	}
}

// reserve takes a place in the queue for a student's work as the next attempt, unless the student already has one. The number
// of the attempt is decided only here: while the work was uploaded, an earlier one may have been graded. The error is a
// [policy.Refused] if the rules allow no other attempt.
func (r *room) reserve(key string, w store.Waiting) (_ store.Waiting, first bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.students[key]
	if s.work != nil {
		return w, false, nil
	}
	attempt, err := r.rules.Next(s.history, w.Submitted)
	if err != nil {
		return w, false, err
	}
	r.place++
	w.Place, w.Student, w.Attempt = r.place, key, attempt.Number
	s.work = &w
	return w, true, nil
}

// admit adds reserved work to the queue after it was stored; otherwise it releases the place.
func (r *room) admit(key string, kept bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !kept {
		r.students[key].work = nil
		return
	}
	r.queue = append(r.queue, key)
	r.more.Signal()
	r.tell()
}

// next waits for work, and removes it from the queue. ok is false if ctx has ended.
func (r *room) next(ctx context.Context) (w store.Waiting, e roster.Entry, history []*marks.Grade, ok bool) {
	defer context.AfterFunc(ctx, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.more.Broadcast()
	})()
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.queue) == 0 && ctx.Err() == nil {
		r.more.Wait()
	}
	if ctx.Err() != nil {
		return w, e, nil, false
	}
	s := r.students[r.queue[0]]
	r.queue = r.queue[1:]
	s.grading, s.judged = true, nil
	r.tell()
	return *s.work, s.entry, s.history, true
}

// judged records the result of a criterion, and replaces an earlier one: work that was changed meanwhile is judged again.
func (r *room) judged(key string, c marks.Criterion) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.students[key]
	if i := slices.IndexFunc(s.judged, func(before marks.Criterion) bool { return before.ID == c.ID }); i >= 0 {
		s.judged[i] = c
	} else {
		s.judged = append(s.judged, c)
	}
	r.tell(key)
}

// done records the result of a student's work.
func (r *room) done(row store.Row) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.students[row.Student]
	s.last, s.work, s.grading, s.judged = &row, nil, false, nil
	s.ended++
	if row.Grade != nil {
		if _, decided := row.Grade.Points(); decided && row.Error == "" {
			s.history = append(slices.Clip(s.history), row.Grade)
		}
	}
	r.tell(row.Student)
}

// interrupted puts work that was being graded back to the front: it is graded after the next start of the server.
func (r *room) interrupted(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.students[key].grading, r.students[key].judged = false, nil
	r.queue = slices.Insert(r.queue, 0, key)
	r.tell()
}

// close stops accepting work.
func (r *room) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closing = true
	r.tell()
}

// numbers returns how much work waits and how much is being graded.
func (r *room) numbers() (waiting, grading int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.students {
		if s.grading {
			grading++
		}
	}
	return len(r.queue), grading
}
