package report

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/explain"
)

// Interrupt makes a scenario that was ended in its course, and therefore failed, one that was interrupted: how it ended says
// nothing of what it was to prove. Its Err tells what had been seen.
func (s *Scenario) Interrupt() {
	step := s.FailedStep()
	s.Status, s.Failure, s.Err = Interrupted, nil, "interrupted"
	if step == nil {
		return
	}
	s.Err = fmt.Sprintf("interrupted %s after this step began", explain.Seconds(step.Duration))
	saw := step.Err
	if step.Failure != nil {
		saw = step.Failure.Saw
	}
	if saw != "" && !strings.Contains(saw, "context canceled") {
		s.Err += "; until then: " + saw
	}
	step.Status, step.Failure, step.Err = Interrupted, nil, ""
}
