package report

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/explain"
)

// Interrupt turns a scenario that failed because it was interrupted into an interrupted one, because its failure says nothing
// about the behaviour. Its Err says what had been seen.
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
