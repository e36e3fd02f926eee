package scenarios

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/scenarios/gherkin"
)

// UsageError is trouble with what was asked for: a path, a tag expression, a
// feature or a manifest. No scenario has run. The command line exits with 2.
type UsageError struct{ Err error }

func (e *UsageError) Error() string { return e.Err.Error() }
func (e *UsageError) Unwrap() error { return e.Err }

// ProblemsError lists everything that is wrong with the features, a paragraph
// each, with file and line.
type ProblemsError struct{ Problems []gherkin.Problem }

func (e *ProblemsError) Error() string {
	lines := make([]string, 0, len(e.Problems)+1)
	for _, p := range e.Problems {
		lines = append(lines, p.String())
	}
	return fmt.Sprintf("%s\n%s", strings.Join(lines, "\n"), count(len(e.Problems)))
}

func count(n int) string {
	if n == 1 {
		return "1 problem; nothing was run"
	}
	return fmt.Sprintf("%d problems; nothing was run", n)
}
