package engine

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/scenarios/report"
)

// Text describes a failed scenario if no listener formats it.
func Text(s *report.Scenario) string {
	parts := []string{fmt.Sprintf("%s:%d", s.URI, s.Line)}
	for i, a := range s.Earlier {
		parts = append(parts, fmt.Sprintf("attempt %d: %s", i+1, Text(a)))
	}
	if text := s.Comparison(); text != "" {
		parts = append(parts, text)
	}
	if s.Failure != nil {
		parts = append(parts, s.Failure.Error())
	}
	if s.Err != "" {
		parts = append(parts, s.Err)
	}
	for _, w := range s.Warnings {
		parts = append(parts, "warning: "+w.Text)
	}
	return strings.Join(append(parts, s.Cleanup...), "\n")
}
