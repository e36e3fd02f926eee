package terminal

import (
	"sync"

	"github.com/gherkind/gherkind/scenarios/report"
)

// sights has what waiting steps currently see. Watches update it and must not block, so its lock is never held while writing.
type sights struct {
	mu   sync.Mutex
	last map[*report.Scenario]sight
}

type sight struct {
	step *report.Step
	saw  string
}

func (s *sights) note(scenario *report.Scenario, step *report.Step, saw string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil {
		s.last = map[*report.Scenario]sight{}
	}
	s.last[scenario] = sight{step, saw}
}

// of returns what a step of a scenario currently sees; what an earlier step saw does not count.
func (s *sights) of(scenario *report.Scenario, step *report.Step) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if last := s.last[scenario]; last.step == step {
		return short(last.saw)
	}
	return ""
}

func (s *sights) forget(scenario *report.Scenario) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.last, scenario)
}
