package mask

import (
	"strings"

	"github.com/gherkind/gherkind/internal/kube"
)

// ellipsis stands where a long text was cut.
const ellipsis = "…"

// withoutBegun hides a value that a cut has left the beginning of: what stands before an ellipsis.
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

// begun is how many bytes at the end of a text are the beginning of a value; fewer than those of
// a line that is hidden for itself are none.
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
