package report

import "slices"

// Warning says that a step may prove less than it seems to, whether it passed or not: an object that never existed is
// absent, but so is one whose name was misspelt.
type Warning struct {
	Step *Step // nil: of the clean-up
	Text string
}

// Warn adds a warning, each only once. The step is one of the scenario's, or nil for the clean-up.
func (s *Scenario) Warn(step *Step, text string) {
	if w := (Warning{step, text}); !slices.Contains(s.Warnings, w) {
		s.Warnings = append(s.Warnings, w)
	}
}

// Warnings returns the number of warnings in the last attempts of all scenarios.
func (r *Run) Warnings() int {
	n := 0
	for _, s := range r.Scenarios {
		n += len(s.Warnings)
	}
	return n
}
