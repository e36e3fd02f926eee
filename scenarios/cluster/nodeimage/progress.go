package nodeimage

import "sync"

// Progress hears what is being done. Times are the listener's business.
type Progress interface {
	Step(what string)   // a new step begins
	Done(detail string) // the step ended well
	Info(line string)   // something a person should know
}

// serial lets one caller at a time through: parts of a build run side by side,
// and a listener should not have to know.
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
