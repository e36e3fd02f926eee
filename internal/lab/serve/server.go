package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/policy"
	"github.com/gherkind/gherkind/internal/lab/roster"
	"github.com/gherkind/gherkind/internal/lab/store"
)

// Text is what a student reads of an exercise.
type Text struct {
	Title        string
	Instructions string            // Markdown
	Criteria     []marks.Criterion // with title, points and visibility
}

// Options say what is served, and to whom.
type Options struct {
	Exercise marks.Exercise // name, hash, and deadline
	Text     func(student, language string) (Text, error)
	Rules    policy.Rules
	Entries  []roster.Entry // without submissions, which come through the page
	Store    *store.Store   // must hold its lock on the exercise
	History  map[string][]*marks.Grade
	// Grade grades work. If its context has ended, the result is dropped.
	Grade     func(context.Context, Task) (*marks.Grade, error)
	Parallel  int   // how many are graded in parallel
	MostBytes int64 // maximum size of a submission
	Secure    bool  // whether browsers reach the page by HTTPS, of a proxy in front of it
	Now       func() time.Time
	Say       func(error) // is called with errors of the server; may be nil
}

// Server serves one exercise.
type Server struct {
	options  Options
	room     *room
	people   map[string]string // by the hash of a token
	metrics  *metrics
	checks   *limiter
	requests *limiter
	strange  *limiter
	streams  *streams
	closing  chan struct{}
	close    func()
}

// New reads the state of the class, and loads the work that waits.
func New(ctx context.Context, o Options) (*Server, error) {
	hashes, err := o.Store.Tokens(ctx, o.Exercise.Name)
	if err != nil {
		return nil, err
	}
	rows, err := o.Store.Load(ctx, o.Exercise.Name)
	if err != nil {
		return nil, err
	}
	waiting, err := o.Store.Waiting(ctx, o.Exercise.Name)
	if err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Server{
		options: o, room: newRoom(o.Rules, o.Entries, rows, o.History), people: people(hashes, o.Entries),
		checks: newLimiter(checksEach, checksAtOnce, o.Now), requests: newLimiter(requestsEach, requestsAtOnce, o.Now), strange: newLimiter(strangeEach, strangeAtOnce, o.Now),
		streams: &streams{of: map[string]int{}}, closing: make(chan struct{}),
	}
	s.close = sync.OnceFunc(func() { s.room.close(); close(s.closing) })
	s.room.refill(waiting)
	s.metrics = newMetrics(o.Exercise.Name, s.room)
	return s, nil
}

func (s *Server) say(err error) {
	if s.options.Say != nil {
		s.options.Say(err)
	}
}

// Time limits of a request. Streams of events have none: net/http has no limit for reading after a request was read.
const (
	headerTime = 10 * time.Second
	bodyTime   = time.Minute
	idleTime   = 2 * time.Minute
	drainTime  = 5 * time.Second
	mostHeader = 16 << 10
)

// Run serves until ctx ends. Then it accepts no more work, interrupts running gradings, and leaves their work in the store.
func (s *Server) Run(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, IdleTimeout: idleTime, MaxHeaderBytes: mostHeader,
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var workers sync.WaitGroup
	for range max(s.options.Parallel, 1) {
		workers.Go(func() { s.work(ctx) })
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	var err error
	select {
	case err = <-served:
		stop()
		s.close()
	case <-ctx.Done():
		err = s.drain(ctx, server, served)
	}
	workers.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// drain waits for running requests, for a limited time.
func (s *Server) drain(ctx context.Context, server *http.Server, served <-chan error) error {
	s.close()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	err := server.Shutdown(last)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	return errors.Join(err, <-served)
}
