package mask

import (
	"strings"

	"github.com/gherkind/gherkind/internal/kube"
)

// ellipsis marks where a long text was cut.
const ellipsis = "…"

// withoutBegun hides the beginning of a value that is left before an ellipsis.
func (m *Mask) withoutBegun(text string) string {
	if !strings.Contains(text, ellipsis) {
		return text
	}
	parts := strings.Split(text, ellipsis)
	for i, part := range parts[:len(parts)-1] {
		kept := strings.TrimRight(part, ` "`)
		if n := m.begun(kept); n > 0 {
			parts[i] = kept[:len(kept)-n] + kube.HiddenValue + part[len(kept):]
		}
	}
	return strings.Join(parts, ellipsis)
}

// begun returns how many bytes at the end of a text are the beginning of a value. Matches shorter than the minimum for a single
// line of a value do not count.
func (m *Mask) begun(text string) int {
	if strings.HasSuffix(text, kube.HiddenValue) {
		return 0
	}
	most := 0
	for _, form := range m.longest {
		for n := min(len(form), len(text)); n >= shortestLine && n > most; n-- {
			if strings.HasSuffix(text, form[:n]) {
				most = n
			}
		}
	}
	return most
}
