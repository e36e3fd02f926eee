package report

import "sync"

// sights are what waiting steps see at present. The watches tell of it and must not wait, so that its lock is never held
// while anything is written.
type sights struct {
	mu   sync.Mutex
	last map[*Scenario]sight
}

type sight struct {
	step *Step
	saw  string
}

func (s *sights) note(scenario *Scenario, step *Step, saw string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil {
		s.last = map[*Scenario]sight{}
	}
	s.last[scenario] = sight{step, saw}
}

// of is what a step of a scenario sees; that of a step before does not count.
func (s *sights) of(scenario *Scenario, step *Step) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if last := s.last[scenario]; last.step == step {
		return short(last.saw)
	}
	return ""
}

func (s *sights) forget(scenario *Scenario) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.last, scenario)
}
