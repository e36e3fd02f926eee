package nodeimage

import "sync"

// Progress is notified of what is being done. The implementation measures times.
type Progress interface {
	Step(what string)   // a new step starts
	Done(detail string) // the step succeeded
	Info(line string)   // information for the user
}

// serial calls its listener from one goroutine at a time, because parts of a build run in parallel.
type serial struct {
	mu       sync.Mutex
	listener Progress // may be nil
}

func (s *serial) call(do func(Progress)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener != nil {
		do(s.listener)
	}
}

func (s *serial) Step(what string)   { s.call(func(p Progress) { p.Step(what) }) }
func (s *serial) Done(detail string) { s.call(func(p Progress) { p.Done(detail) }) }
func (s *serial) Info(line string)   { s.call(func(p Progress) { p.Info(line) }) }
