package report

import "slices"

// Warning says of a step that it may have proven less than it seems to, whether it passed or not: a name that nothing
// ever had is absent, but so is what was misspelt.
type Warning struct {
	Step *Step // nil: of the clean-up
	Text string
}

// Warn adds a warning, each once. The step is one of the scenario's, or nil for what its clean-up did.
func (s *Scenario) Warn(step *Step, text string) {
	if w := (Warning{step, text}); !slices.Contains(s.Warnings, w) {
		s.Warnings = append(s.Warnings, w)
	}
}

// Warnings counts those of all scenarios, by their last attempts.
func (r *Run) Warnings() int {
	n := 0
	for _, s := range r.Scenarios {
		n += len(s.Warnings)
	}
	return n
}
